"""Somebody is erased: who she was goes everywhere, what she did stays, and the ledger is whole."""

import json
from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.apps import apps
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models

from kith.agreements.models import Signature
from kith.audit import chain
from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.deadlines import alerting
from kith.deadlines.models import Alert
from kith.exchange import actions as exchange
from kith.identity.actions import inviting, leaving, tokens
from kith.identity.actions.inviting import Guest
from kith.identity.models import Membership, Person
from kith.notices import actions as notices
from kith.privacy import erased, gathering, queries, tasks
from kith.privacy.actions import erasing, retaining
from kith.privacy.kinds import GOES
from kith.privacy.models import Erasure, Farewell
from tests import walk


@pytest.fixture
def zoe(world):
    """Somebody whose name stands nowhere by chance, who asked for things and was told some."""
    person = world.colleague("zoequx", "ada", Role.STEWARD)
    actor = world.actor("zoequx")
    item = world.item(world.space("Castings", by="zoequx"), "Gates", by="zoequx")
    tokens.make("zoequx's laptop", {"read"}, 30, by=actor)
    exchange.ask("item", item.uid, "markdown", by=actor)
    notices.tell("mention", item.pk, [(person.pk, actor.organisation)], by=world.actor("ada"))
    walk.browser(world, "zoequx").get(f"/items/{item.uid}")
    return person


def seat_of(person, firm):
    return Membership.objects.get(person=person, organisation=firm)


def asked(world, name="zoequx"):
    (row,) = erasing.ask(world.people[name], by=world.actor(name))
    return row


def stands_in(*words):
    """Every text column in which one of the words stands."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                for value in model._default_manager.values_list(field.name, flat=True):
                    if any(word in json.dumps(value, default=str).lower() for word in words):
                        found.add(f"{model._meta.label}.{field.name}")
    return found


def test_nothing_tells_who_she_was_and_the_ledger_is_whole(world, zoe, work):
    row = asked(world)
    assert "identity.Person.name" in stands_in("zoequx")
    chain.seal()
    before = list(Event.objects.order_by("pk").values())
    assert erasing.grant(row.uid, by=world.actor("ada"))
    chain.seal()
    assert chain.check().finding is None
    assert list(Event.objects.order_by("pk").values())[: len(before)] == before
    gone = Person.objects.get(pk=zoe.pk)
    assert gone.name == f"Somebody who left ({zoe.uid[:4]})"
    assert not gone.is_active
    assert not gone.has_usable_password()
    assert stands_in("zoequx") == {"privacy.Farewell.address"}
    for table, part in GOES:
        assert not gathering.standing(apps.get_model(table), part, zoe).exists(), table
    mail.outbox.clear()
    work()
    assert [sent.to for sent in mail.outbox if sent.subject == "Your account is erased"] == [["zoequx@example.org"]]
    assert stands_in("zoequx") == set()


def test_what_she_wrote_and_signed_stays(world, zoe):
    space = world.space("Ladles", by="zoequx")
    item = world.item(space, "Pouring", by="zoequx")
    world.agree("foundry", "cleo")
    cleo = world.people["cleo"]
    world.colleague("nora", "cleo", Role.OWNER)
    row = next(each for each in erasing.ask(cleo, by=world.actor("cleo")))
    assert erasing.grant(row.uid, by=world.actor("nora"))
    signed = Signature.objects.get(signer=cleo)
    assert (signed.typed_name, signed.address) == ("Cleo", "cleo@example.org")
    erasing.grant(asked(world).uid, by=world.actor("ada"))
    assert item.current.author_id == zoe.pk
    said = walk.said(walk.browser(world, "ada").get(f"/items/{item.uid}"))
    assert "Somebody who left" in said
    assert "zoequx" not in said.lower()


def test_what_is_refused_changes_nothing_and_she_is_told_why(world, zoe, work):
    row = asked(world)
    ada = world.actor("ada")
    with pytest.raises(Refused, match="Say why"):
        erasing.decline(row.uid, "  ", by=ada)
    erasing.decline(row.uid, "A claim of Brightforge is open.", by=ada)
    mail.outbox.clear()
    work()
    (sent,) = [each for each in mail.outbox if each.to == ["zoequx@example.org"]]
    assert "A claim of Brightforge is open." in sent.body
    assert Person.objects.get(pk=zoe.pk).is_active
    assert asked(world).pk != row.pk, "she may ask again"


def test_nobody_answers_her_own_wish_nor_one_of_another_firm(world, zoe):
    world.colleague("olga", "ada", Role.OWNER)
    row = asked(world, "olga")
    with pytest.raises(Refused, match="Another owner"):
        erasing.grant(row.uid, by=world.actor("olga"))
    with pytest.raises(Denied):
        erasing.grant(row.uid, by=world.actor("zoequx"))
    for stranger in ("cleo", "ben", "dan"):
        with pytest.raises(Unseen):
            erasing.grant(row.uid, by=world.actor(stranger))
        with pytest.raises(Unseen):
            erasing.decline(row.uid, "No.", by=world.actor(stranger))
    assert Person.objects.get(name="Olga").is_active


def test_the_only_owner_makes_somebody_else_owner_before_she_asks(world):
    page = walk.browser(world, "ada")
    assert "You are the only owner of Tarnside Pumps" in walk.said(page.get("/account/data/erasure"))
    with pytest.raises(Refused, match="only owner"):
        asked(world, "ada")
    world.colleague("olga", "ada", Role.OWNER)
    row = asked(world, "ada")
    leaving.change_role(seat_of(world.people["olga"], world.pumps).pk, Role.MEMBER, by=world.actor("ada"))
    with pytest.raises(Refused, match="Another owner"):
        erasing.grant(row.uid, by=world.actor("ada"))


def test_a_name_goes_only_once_no_organisation_of_hers_needs_it(world, zoe):
    sent = inviting.invite_colleague(Guest(zoe.email), Role.MEMBER, by=world.actor("cleo"))
    inviting.accept(sent.token, person=zoe)
    rows = {row.organisation_id: row for row in erasing.ask(zoe, by=world.actor("zoequx"))}
    assert set(rows) == {world.pumps.pk, world.firms["foundry"].pk}
    assert not erasing.grant(rows[world.pumps.pk].uid, by=world.actor("ada"))
    assert Person.objects.get(pk=zoe.pk).name == "Zoequx"
    assert seat_of(zoe, world.pumps).ended_at is not None
    assert seat_of(zoe, world.firms["foundry"]).ended_at is None, "what one firm answers ends nothing at another"
    assert erasing.grant(rows[world.firms["foundry"].pk].uid, by=world.actor("cleo"))
    assert Person.objects.get(pk=zoe.pk).erased_at is not None


def test_who_came_back_after_a_yes_is_not_erased_by_it(world, zoe):
    sent = inviting.invite_colleague(Guest(zoe.email), Role.MEMBER, by=world.actor("cleo"))
    inviting.accept(sent.token, person=zoe)
    ours = next(r for r in erasing.ask(zoe, by=world.actor("zoequx")) if r.organisation_id == world.pumps.pk)
    erasing.grant(ours.uid, by=world.actor("ada"))
    back = inviting.invite_colleague(Guest(zoe.email), Role.MEMBER, by=world.actor("ada"))
    inviting.accept(back.token, person=zoe)
    theirs = Erasure.objects.get(person=zoe, organisation=world.firms["foundry"])
    assert not erasing.grant(theirs.uid, by=world.actor("cleo"))
    assert Person.objects.get(pk=zoe.pk).name == "Zoequx"


def test_it_has_to_be_answered_within_a_month_and_owners_are_told(world, zoe):
    with clock.at(datetime(2026, 1, 31, 12, tzinfo=UTC)):
        row = asked(world)
    assert row.due_on == date(2026, 2, 28)
    with clock.at(datetime(2026, 2, 25, 12, tzinfo=UTC)):
        alerting.turn()
        assert Alert.objects.filter(kind="erasure", about_id=row.pk).exists()
    said = walk.said(walk.browser(world, "ada").get("/deadlines"))
    assert "To be erased: Zoequx" in said
    assert "Zoequx" not in walk.said(walk.browser(world, "cleo").get("/deadlines"))
    erasing.take_back(zoe, by=world.actor("zoequx"))
    assert not Alert.objects.filter(kind="erasure", about_id=row.pk, settled_at=None).exists()


def test_nobody_is_erased_while_everything_is_held(world, zoe):
    row, ada = asked(world), world.actor("ada")
    retaining.hold("Brightforge claims a defect", by=ada)
    with pytest.raises(Refused, match="holds everything"):
        erasing.grant(row.uid, by=ada)
    retaining.end_hold(by=ada)
    assert erasing.grant(row.uid, by=ada)


def test_a_restored_backup_knows_her_again_and_erases_her_again(world, zoe, work):
    erasing.grant(asked(world).uid, by=world.actor("ada"))
    work()
    assert zoe.uid in erased.listed()
    # What a backup from before brings back: her account as it was.
    Person.objects.filter(pk=zoe.pk).update(name="Zoequx", email="zoequx@example.org", is_active=True, erased_at=None)
    Membership.objects.filter(person=zoe).update(ended_at=None)
    assert erased.again() == 1
    assert erased.again() == 0
    assert Person.objects.get(pk=zoe.pk).name.startswith("Somebody who left")
    assert seat_of(zoe, world.pumps).ended_at is not None


def test_somebody_asks_on_her_page_takes_it_back_and_an_owner_answers(world, zoe):
    hers, owners = walk.browser(world, "zoequx"), walk.browser(world, "ada")
    assert "What was signed stays word for word" in walk.said(hers.get("/account/data/erasure"))
    assert hers.post("/account/data/erasure").status_code == 302
    assert "It waits for" in walk.said(hers.get("/account/data"))
    hers.post("/account/data/erasure", {"back": "1"})
    assert "It waits for" not in walk.said(hers.get("/account/data"))
    hers.post("/account/data/erasure")
    row = Erasure.objects.get(person=zoe, answered_at=None)
    page = f"/protect/processing/erasures/{row.uid}"
    assert "Erase Zoequx?" in walk.said(owners.get(page))
    short = owners.post(f"{page}/refusal", {"why": ""})
    assert short.status_code == 422
    assert owners.post(f"{page}/consent").status_code == 302
    assert hers.get("/account/data").status_code == 302, "she is signed out"
    assert "Zoequx" not in walk.said(owners.get("/people/left"))
    assert "Somebody who left" in walk.said(owners.get("/protect/processing"))


def test_an_owner_writes_down_that_somebody_who_left_asked_by_letter(world, zoe):
    seat = seat_of(zoe, world.pumps)
    leaving.deactivate(seat.pk, by=world.actor("ada"))
    owners = walk.browser(world, "ada")
    assert "Zoequx" in walk.said(owners.get("/people/left"))
    assert walk.browser(world, "cleo").post(f"/people/left/{seat.pk}/erasure").status_code in (403, 404)
    answer = owners.post(f"/people/left/{seat.pk}/erasure", follow=True)
    assert "written down by Ada" in walk.said(answer)
    assert "Asks to be erased" in walk.said(owners.get("/people/left"))
    row = Erasure.objects.get(person=zoe)
    assert owners.post(f"/protect/processing/erasures/{row.uid}/consent", follow=True).status_code == 200
    assert Person.objects.get(pk=zoe.pk).erased_at is not None
    assert owners.post(f"/people/left/{seat.pk}/erasure").status_code == 404, "once"


def test_pages_that_name_her_are_listed_for_whoever_answers(world, zoe):
    text = f"Ask [@Zoequx]({zoe.uid}) about it."
    item = world.item(world.space("Ladles"), "Slag", text)
    page = queries.page(asked(world).uid, by=world.actor("ada"))
    assert [each.pk for each in page.pages] == [item.pk]


def test_a_letter_is_written_down_by_one_owner_and_answered_by_another(world, zoe):
    world.colleague("olga", "ada", Role.OWNER)
    seat, ada = seat_of(zoe, world.pumps), world.actor("ada")
    with pytest.raises(Unseen):
        erasing.write_down(seat.pk, by=ada)  # who belongs to it asks for herself
    leaving.deactivate(seat.pk, by=ada)
    row = erasing.write_down(seat.pk, by=ada)
    with pytest.raises(Refused, match="Another owner"):
        erasing.grant(row.uid, by=ada)
    assert erasing.grant(row.uid, by=world.actor("olga"))


def test_a_hold_of_a_firm_that_said_yes_before_holds_her_name(world, zoe, work):
    sent = inviting.invite_colleague(Guest(zoe.email), Role.MEMBER, by=world.actor("cleo"))
    inviting.accept(sent.token, person=zoe)
    rows = {row.organisation_id: row for row in erasing.ask(zoe, by=world.actor("zoequx"))}
    erasing.grant(rows[world.firms["foundry"].pk].uid, by=world.actor("cleo"))
    retaining.hold("A dispute", by=world.actor("cleo"))
    assert not erasing.grant(rows[world.pumps.pk].uid, by=world.actor("ada"))
    assert Person.objects.get(pk=zoe.pk).name == "Zoequx"
    retaining.end_hold(by=world.actor("cleo"))
    tasks.hand_out()
    assert Person.objects.get(pk=zoe.pk).erased_at is not None


def test_what_was_sent_to_her_address_goes_with_it(world, zoe, work):
    ours = inviting.invite_colleague(Guest(zoe.email, "Zoequx"), Role.MEMBER, by=world.actor("ada")).invitation
    theirs = inviting.invite_colleague(Guest(zoe.email, "Zoequx"), Role.MEMBER, by=world.actor("cleo")).invitation
    erasing.grant(asked(world).uid, by=world.actor("ada"))
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.email, ours.is_open(clock.now())) == ("invitation@erased.invalid", False)
    assert theirs.is_open(clock.now()), "what another firm has begun is its own dealing"


def test_where_she_is_told_is_forgotten_when_nobody_takes_the_mail_for_two_weeks(world, zoe, work, settings):
    erasing.grant(asked(world).uid, by=world.actor("ada"))
    settings.EMAIL_BACKEND = "kith.privacy.tests.test_erasure.Refusing"
    work()
    assert Farewell.objects.exists()
    with clock.at(clock.now() + timedelta(days=15)):
        work()
    assert not Farewell.objects.exists()


class Refusing(BaseEmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({})


def test_a_request_that_a_restored_backup_brings_back_is_settled(world, zoe, work):
    erasing.grant(asked(world).uid, by=world.actor("ada"))
    work()
    row = Erasure.objects.get(person=zoe)
    Erasure.objects.filter(pk=row.pk).update(answered_at=None, answer="", answered_by=None)
    Person.objects.filter(pk=zoe.pk).update(name="Zoequx", email="zoequx@example.org", is_active=True, erased_at=None)
    assert erased.again() == 1
    assert not Erasure.objects.filter(answered_at=None).exists()
    assert Farewell.objects.filter(person=zoe).count() == 0
