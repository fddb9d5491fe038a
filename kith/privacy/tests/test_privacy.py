"""What is kept about people: nothing is forgotten, and what one takes along is one's own."""

import csv
import io
import json
import zipfile

import pytest
from django.apps import apps

from kith.agreements.actions import drafting
from kith.identity.models import Membership, Person
from kith.privacy import gathering
from kith.privacy.kinds import KINDS, OF_OTHERS
from tests import walk


def test_every_table_that_points_at_people_stands_in_one_kind():
    listed = [table for kind in KINDS for table in kind.tables]
    assert len(listed) == len(set(listed))
    pointing = {
        model._meta.label
        for model in apps.get_models()
        if not model._meta.auto_created and model not in (Person, Membership) and gathering.parts_of(model)
    } | {"identity.Membership"}
    assert set(listed) == pointing


def taken(client):
    answer = client.get("/account/data/file")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as source:
        return {name: source.read(name).decode("utf-8-sig") for name in source.namelist()}


@pytest.fixture
def lent(world):
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "The zqsecret alloy")
    world.share(item, "foundry")
    walk.browser(world, "cleo").get(f"/items/{item.uid}")
    return item


def test_somebody_takes_along_her_account_her_deeds_and_what_she_was_shown(world, lent):
    files = taken(walk.browser(world, "cleo"))
    about = json.loads(files["about-you.json"])
    assert (about["name"], about["mail"]) == ("Cleo", world.people["cleo"].email)
    assert [seat["role"] for seat in about["organisations"]] == ["owner"]
    shown = list(csv.DictReader(io.StringIO(files["what-you-were-shown.csv"])))
    assert str(lent.pk) in {row["item"] for row in shown}
    deeds = {row["what"] for row in csv.DictReader(io.StringIO(files["what-you-did.csv"]))}
    assert "agreements.AgreementSigned" in deeds
    traces = {(row["table"], row["part"]) for row in csv.DictReader(io.StringIO(files["where-you-stand.csv"]))}
    assert ("agreements.Signature", "signer") in traces
    assert ("audit.Exposure", "person_id") in traces


def test_no_word_of_others_no_secret_and_no_other_name_goes_with_it(world, lent):
    files = taken(walk.browser(world, "cleo"))
    whole = "\n".join(text for name, text in files.items() if name != "READ ME.txt")
    for hidden in ("zqsecret", "Ada", "ada@example.org", "argon2", "sha256"):
        assert hidden not in whole, hidden
    ids = {
        row["id"]
        for row in csv.DictReader(io.StringIO(files["where-you-stand.csv"]))
        if row["table"] == "knowledge.Item"
    }
    assert lent.uid not in ids, "it points at its owner, not at her"


def test_what_another_firm_has_noted_and_not_said_yet_is_not_told(world):
    terms = world.terms("foundry", "cleo")
    draft = drafting.draft(world.partnerships["foundry"].uid, terms, by=world.actor("ada"))
    assert draft.parties.filter(signatory=world.people["cleo"]).exists()
    files = taken(walk.browser(world, "cleo"))
    assert "agreements.Party" not in files["where-you-stand.csv"]
    assert {table for table, _part in OF_OTHERS} <= {table for kind in KINDS for table in kind.tables}
    for table, part in OF_OTHERS:
        assert part in gathering.parts_of(apps.get_model(table)), (table, part)


def test_the_page_counts_what_the_file_holds(world, lent):
    cleo = walk.browser(world, "cleo")
    counts = {row.kind.key: row.rows for row in gathering.counts(world.people["cleo"])}
    files = taken(cleo)
    rows = [row["kind"] for row in csv.DictReader(io.StringIO(files["where-you-stand.csv"]))]
    for key, count in counts.items():
        if key != "ledger":  # taking it along is a deed, too
            assert rows.count(key) == count, key
    assert "Account and sign-in" in walk.said(cleo.get("/account/data"))


def test_an_old_session_is_asked_again_before_it_takes_anything_along(world):
    ada = walk.browser(world, "ada")
    session = ada.session
    session["proof_shown_at"] = 0
    session.pop("account_authentication_methods", None)
    session.save()
    assert ada.get("/account/data/file")["Location"].startswith("/sign-in/again")


def test_the_record_is_for_those_who_keep_the_organisation_s_matters(world):
    ada = walk.browser(world, "ada")
    page = walk.said(ada.get("/protect/processing"))
    assert all(str(kind.title) in page for kind in KINDS)
    report = ada.get("/protect/processing/report")
    assert report["Content-Disposition"].endswith('.xlsx"')
    for address in ("/protect/processing", "/protect/processing/report"):
        assert walk.browser(world, "ben").get(address).status_code == 404
