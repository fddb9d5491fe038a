"""Capability 60: advisers, insurance and claims, with who was shown what of the pages that a claim is about."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.audit.models import Event
from kith.claims import policy
from kith.claims.actions import advising, claiming, covering
from kith.claims.actions.claiming import Happened
from kith.claims.queries import listing, pages
from kith.claims.tests.making import CONTACT, DETAILS, TERMS, TODAY, words
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity.actions import leaving
from kith.identity.models import Membership
from tests import walk


def test_a_letter_comes_and_is_seen_through_to_its_end(world, ada):
    adviser = advising.add(CONTACT, by=ada)
    cover = covering.add(replace(TERMS, adviser_uid=adviser.uid), by=ada)
    ben = world.people["ben"].pk
    row = claiming.make(
        replace(
            DETAILS,
            adviser_uid=adviser.uid,
            cover_uid=cover.uid,
            amount=Decimal("120000.50"),
            currency="GBP",
            reply_by=TODAY + timedelta(days=30),
            responsible=ben,
        ),
        by=ada,
    )
    assert words(row.uid, ada) == ["The insurer was not told yet."]
    claiming.step(row.uid, Happened(TODAY, "Sent the file to Ms Hale."), by=world.actor("ben"))
    claiming.step(row.uid, Happened(TODAY, "We do not use it.", is_reply=True), by=world.actor("ben"))
    row.refresh_from_db()
    assert (row.answered_on, row.closed_at, row.waits_for_reply) == (TODAY, None, False)
    with pytest.raises(Refused):
        claiming.step(row.uid, Happened(TODAY, "Again.", is_reply=True), by=ada)
    with pytest.raises(Denied):
        claiming.step(row.uid, Happened(TODAY, "They gave up.", outcome="withdrawn"), by=world.actor("ben"))
    claiming.step(row.uid, Happened(TODAY, "They gave up.", outcome="withdrawn"), by=ada)
    row.refresh_from_db()
    assert (row.outcome, row.closed_at) == ("withdrawn", clock.now())
    assert words(row.uid, ada) == []
    for deed in (
        lambda: claiming.step(row.uid, Happened(TODAY, "Again.", outcome="won"), by=ada),
        lambda: claiming.step(row.uid, Happened(TODAY, "Again."), by=ada),
        lambda: claiming.change(row.uid, DETAILS, by=ada),
    ):
        with pytest.raises(Denied):
            deed()
    assert [step.words for step in pages.claim(row.uid, ada).steps][-1] == "They gave up."
    names = list(Event.objects.filter(name__startswith="claims.").order_by("pk").values_list("name", flat=True))
    assert names == [
        "claims.AdviserAdded",
        "claims.CoverAdded",
        "claims.ClaimMade",
        "claims.ClaimStepped",
        "claims.ClaimStepped",
        "claims.ClaimClosed",
    ]
    written = "".join(Event.objects.filter(name__startswith="claims.").values_list("data", flat=True))
    for said in ("Vent", "Hale", "Northern", "120000"):
        assert said not in written


def test_only_keepers_auditors_and_who_sees_to_it_read_a_claim_and_partners_never(world, ada):
    world.colleague("olga", "ada", Role.AUDITOR)
    world.agree("foundry", "cleo")
    adviser = advising.add(CONTACT, by=ada)
    cover = covering.add(replace(TERMS, adviser_uid=adviser.uid), by=ada)
    foundry = world.firms["foundry"].uid
    row = claiming.make(
        replace(DETAILS, other="", partner_uid=foundry, adviser_uid=adviser.uid, cover_uid=cover.uid), by=ada
    )
    things = ((policy.claims, row), (policy.covers, cover), (policy.advisers, adviser))
    for rule, thing in things:
        assert rule.can(world.actor("olga"), "see", thing)
        assert not rule.can(world.actor("olga"), "run", thing)
        for name in ("ben", "cleo", "tom", "una", "dan"):
            assert not rule.can(world.actor(name), "see", thing), name
    details = replace(DETAILS, responsible=world.people["ben"].pk, adviser_uid=adviser.uid, cover_uid=cover.uid)
    claiming.change(row.uid, details, by=ada)
    for rule, thing in things:
        assert rule.can(world.actor("ben"), "see", thing)
        assert not rule.can(world.actor("ben"), "run", thing)
    for name in ("ben", "olga", "tom"):
        with pytest.raises(Denied):
            claiming.make(DETAILS, by=world.actor(name))
        with pytest.raises(Denied):
            covering.add(TERMS, by=world.actor(name))
        with pytest.raises(Denied):
            advising.add(CONTACT, by=world.actor(name))
    for name in ("cleo", "dan"):
        by = world.actor(name)
        for deed in (
            lambda by=by: claiming.step(row.uid, Happened(TODAY, "x"), by=by),
            lambda by=by: claiming.change(row.uid, DETAILS, by=by),
            lambda by=by: covering.change(cover.uid, TERMS, by=by),
            lambda by=by: covering.renew(cover.uid, TERMS, by=by),
            lambda by=by: covering.give_up(cover.uid, "x", by=by),
            lambda by=by: advising.change(adviser.uid, CONTACT, by=by),
            lambda by=by: advising.end(adviser.uid, by=by),
            lambda by=by: pages.claim(row.uid, by),
            lambda by=by: pages.cover(cover.uid, by),
            lambda by=by: pages.adviser(adviser.uid, by),
        ):
            with pytest.raises(Unseen):
                deed()
        assert listing.overview(by).open == []
    leaving.deactivate(Membership.objects.get(person=world.people["ben"]).pk, by=ada)
    assert pages.claim(row.uid, ada).row.responsible == world.people["ben"]
    claiming.change(row.uid, replace(details, title="Vents"), by=ada)  # who has left may stay named


def test_slips_of_the_pen_are_corrected_and_the_ledger_says_that_they_were(world, ada):
    adviser = advising.add(replace(CONTACT, name="Ms H\x00ael"), by=ada)
    assert adviser.name == "Ms Hael"
    advising.change(adviser.uid, replace(CONTACT, since=adviser.since), by=ada)
    cover = covering.add(replace(TERMS, insurer="Nothern"), by=ada)
    covering.change(cover.uid, TERMS, by=ada)
    covering.change(cover.uid, TERMS, by=ada)  # nothing new, so nothing is recorded
    adviser.refresh_from_db()
    cover.refresh_from_db()
    assert (adviser.name, cover.insurer) == ("Ms Hale", "Northern Mutual")
    told = list(Event.objects.filter(name__endswith="Changed", name__startswith="claims.").order_by("pk"))
    assert [row.data for row in told] == [
        f'{{"adviser_id":{adviser.pk},"fields":["name"]}}',
        f'{{"cover_id":{cover.pk},"fields":["insurer"]}}',
    ]


def test_whoever_advises_us_no_more_is_still_named_and_cannot_be_chosen(world, ada):
    adviser = advising.add(CONTACT, by=ada)
    row = claiming.make(replace(DETAILS, adviser_uid=adviser.uid), by=ada)
    assert words(row.uid, ada) == []
    advising.end(adviser.uid, by=ada)
    with pytest.raises(Denied):
        advising.end(adviser.uid, by=ada)
    assert words(row.uid, ada) == ["Nobody advises us on it."]
    claiming.change(row.uid, replace(DETAILS, adviser_uid=adviser.uid, npe="no"), by=ada)
    with pytest.raises(Refused):
        claiming.make(replace(DETAILS, adviser_uid=adviser.uid), by=ada)


def test_the_pages_in_the_browser_from_the_first_to_the_last(world, ada, shown):
    ada = walk.browser(world, "ada")
    page = walk.said(ada.get("/protect/claims"))
    for said in ("No claim is written down", "No insurance is written down", "No adviser is written down"):
        assert said in page
    assert "/protect/claims" in walk.said(ada.get("/protect"))
    contact = {"kind": "patent", "name": "Ms Hale", "mail": "hale@example.org", "since": "2027-03-01"}
    assert ada.post("/protect/advisers/new", contact | {"mail": "x"}).status_code == 422
    adviser = ada.post("/protect/advisers/new", contact)["Location"]
    assert "mailto:hale@example.org" in walk.said(ada.get(adviser))
    terms = {
        "kind": "expenses",
        "insurer": "Northern",
        "number": "7",
        "starts_on": "2027-01-01",
        "ends_on": "2027-04-30",
    }
    money = {"currency": "GBP", "limit": "2,000,000", "excess": "1 299.50"}
    for wrong in ({"limit": "lots"}, {"limit": "-5"}, {"ends_on": "2026-01-01"}, {"currency": "???"}):
        answer = ada.post("/protect/covers/new", terms | money | wrong)
        assert answer.status_code == 422, wrong
    cover = ada.post("/protect/covers/new", terms | money)["Location"]
    page = walk.said(ada.get(cover))
    assert "GBP\u00a02,000,000" in page
    assert "GBP\u00a01,299.50" in page
    assert "60 days left" in page
    assert 'value="1299.5' in walk.said(ada.get(f"{cover}/edit"))
    details = {
        "title": "Vented cores",
        "side": "against",
        "kind": "patent",
        "other": "Vent Rights Ltd",
        "words": "They say so.",
        "asserted_on": "2027-02-20",
        "npe": "yes",
        "reply_by": "2027-03-20",
        "cover": cover.rsplit("/", 1)[1],
        "pages": f"http://testserver/items/{shown.uid}",
    }
    assert ada.post("/protect/claims/new", details | {"pages": "nonsense"}).status_code == 422
    assert ada.post("/protect/claims/new", details | {"title": "a\x00b"}).status_code == 422
    claim = ada.post("/protect/claims/new", details)["Location"]
    page = walk.said(ada.get(claim))
    for said in ("19 days left", "nobody advises us", "Vent the core", "Brightforge Castings", "Row by row"):
        assert said in page
    assert shown.uid in walk.said(ada.get(f"{claim}/edit"))
    ada.post(f"{claim}/edit", details | {"adviser": adviser.rsplit("/", 1)[1]})
    assert "nobody advises us" not in walk.said(ada.get(claim))
    ada.post(claim, {"day": "2027-03-01", "words": "Answered them.", "is_reply": "on", "outcome": ""})
    assert "answered on" in walk.said(ada.get(claim))
    assert ada.post(claim, {"day": "2027-03-02", "words": "Tomorrow", "outcome": ""}).status_code == 422
    ada.post(claim, {"day": "2027-03-01", "words": "Over.", "outcome": "settled"})
    assert ada.post(claim, {"day": "2027-03-01", "words": "Over.", "outcome": "won"}).status_code == 403
    assert "Settled" in walk.said(ada.get("/protect/claims"))
    renewal = walk.said(ada.get(f"{cover}/renewal"))
    assert 'value="2027-05-01"' in renewal
    follows = ada.post(f"{cover}/renewal", terms | {"starts_on": "2027-05-01", "ends_on": "2028-04-30"})["Location"]
    assert follows != cover
    assert "Another one follows it" in walk.said(ada.get(cover))
    assert ada.post(f"{cover}/renewal", terms).status_code == 403
    assert "Given up" in walk.said(ada.post(follows, {"reason": "Sold the line"}, follow=True))
    assert "no more" in walk.said(ada.post(f"{adviser}/end", follow=True))


def test_members_and_partners_are_shown_no_button_and_no_row(world, ada, shown):
    covering.add(TERMS, by=ada)
    for name in ("ben", "tom"):
        browser = walk.browser(world, name)
        page = walk.said(browser.get("/protect/claims"))
        assert "Northern Mutual" not in page
        assert "/protect/claims/new" not in page
        for address in ("claims", "covers", "advisers"):
            assert browser.get(f"/protect/{address}/new").status_code == 403
            assert browser.post(f"/protect/{address}/new", {}).status_code == 403


def test_the_overview_and_a_claim_ask_as_much_whatever_is_in_them(world, ada, shown):
    def fill(count):
        for _n in range(count):
            adviser = advising.add(CONTACT, by=ada)
            cover = covering.add(replace(TERMS, adviser_uid=adviser.uid), by=ada)
            more = {"adviser_uid": adviser.uid, "cover_uid": cover.uid, "item_uids": (shown.uid, world.dry.uid)}
            row = claiming.make(replace(DETAILS, **more), by=ada)
            claiming.step(row.uid, Happened(TODAY, "Called."), by=ada)
        return row

    def asked(address):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    row, browser = fill(1), walk.browser(world, "ada")
    browser.get("/")
    before = [asked("/protect/claims"), asked(f"/protect/claims/{row.uid}"), asked("/deadlines")]
    row = fill(4)
    for _n in range(3):
        claiming.step(row.uid, Happened(TODAY, "Called."), by=ada)
    more = tuple(world.item(world.space(f"S{n}"), f"P{n}").uid for n in range(4))
    claiming.change(row.uid, replace(DETAILS, item_uids=(shown.uid, *more)), by=ada)
    assert [asked("/protect/claims"), asked(f"/protect/claims/{row.uid}"), asked("/deadlines")] == before
