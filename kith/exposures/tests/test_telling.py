"""What was told outside Kith is written down, counts as known, and is confirmed in writing."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from kith.access.actions import Subject
from kith.agreements.terms import catalogue
from kith.audit.models import Exposure
from kith.commitments import policy as commitments
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.exposures.actions import telling
from kith.exposures.actions.telling import Telling
from kith.exposures.models import Disclosure
from kith.exposures.queries import disclosures, log
from kith.exposures.queries.log import Asked
from kith.knowledge import inputs
from kith.notices import queries as notices
from tests import walk


@pytest.fixture
def vent(world):
    """A page of the pump maker's, and an agreement by which what is told is confirmed within fourteen days."""
    further = catalogue.start("nda_mutual") | {"duties_first": None, "oral_confirm_days": 14}
    world.agree("foundry", "cleo", further=further)
    return world.item(world.space("Castings"), "Vent the core", classification=2)


def of(world, *items, **changes):
    values = {
        "partner_uid": world.firms["foundry"].uid,
        "agreement_uid": world.agreements["foundry"].uid if "foundry" in world.agreements else "",
        "channel": "oral",
        "told_on": clock.now().date(),
        "about": "How wide the vents are.",
        "told_by": world.people["ben"].pk,
        "people": (world.people["tom"].pk,),
        "item_uids": tuple(item.uid for item in items),
    }
    return Telling(**(values | changes))


def tell(world, *items, by="ada", **changes):
    return telling.tell(of(world, *items, **changes), by=world.actor(by))


def promised(world, name):
    return list(commitments.commitments.scope(world.actor(name)).exclude(commitments.closed()))


def said_to(world, name):
    return [told.line.words for told in notices.inbox(world.actor(name)).told]


def test_it_stands_in_the_ledger_by_page_and_person_and_in_the_log(world, vent):
    row = tell(world, vent, others="Mr Hall, their fitter", place="Workshop")
    found = Exposure.objects.filter(event_id=row.event_id)
    foundry, tom = world.firms["foundry"].pk, world.people["tom"].pk
    assert set(found.values_list("person_id", "organisation_id", "item_id", "version_id", "channel")) == {
        (tom, foundry, vent.pk, vent.current_id, "oral"),
        (0, foundry, vent.pk, vent.current_id, "oral"),
    }
    assert {each.basis_id for each in found} == {world.agreements["foundry"].basis_id}
    entries = log.page(Asked(), world.actor("ada")).entries
    assert [(each.who, str(each.how), each.item, each.under) for each in entries] == [
        ("Mr Hall, their fitter", "By word of mouth", vent, "Mutual NDA"),
        ("Tom", "By word of mouth", vent, "Mutual NDA"),
    ]


def test_who_told_it_promises_to_confirm_it_in_time_and_the_confirmation_keeps_the_promise(world, vent):
    row = tell(world, vent)
    today = clock.now().date()
    assert row.confirm_by == today + timedelta(days=14)
    [promise] = promised(world, "ben")
    assert (promise.due_on, promise.owner) == (row.confirm_by, world.people["ben"])
    with pytest.raises(Unseen):
        disclosures.page(row.uid, world.actor("tom"))
    telling.confirm(row.uid, by=world.actor("ben"))
    assert promised(world, "ben") == []
    for name in ("tom", "cleo"):
        assert any("confirms in writing what was told" in words for words in said_to(world, name))
        page = disclosures.page(row.uid, world.actor(name))
        assert (page.row.about, page.items, page.unseen, page.breaches) == ("How wide the vents are.", [], 1, [])
    with pytest.raises(Denied):
        telling.confirm(row.uid, by=world.actor("ada"))


def test_a_promise_that_would_be_late_already_is_due_today(world, vent):
    with clock.at(clock.now() + timedelta(days=40)):
        row = tell(world, vent, told_on=clock.now().date() - timedelta(days=30))
        [promise] = promised(world, "ben")
        assert (row.confirm_by < promise.due_on, promise.due_on) == (True, clock.now().date())


def test_what_no_agreement_covered_is_written_down_and_said_to_ones_own_side_only(world):
    secret = world.item(world.space("Castings"), "Alloy", classification=4)
    row = tell(world, secret, told_on=date(2020, 1, 1), agreement_uid="")
    page = disclosures.page(row.uid, world.actor("ada"))
    assert row.breaches == ["basis", "secret"]
    assert "No agreement was in force with them on that day." in map(str, page.breaches)
    assert row.confirm_by is None
    assert "No agreement" in walk.said(walk.browser(world, "ada").get(f"/disclosures/{row.uid}"))


def test_too_closely_held_a_stranger_to_the_agreement_and_a_third_firms_knowledge_are_named(world, vent):
    narrow = (Subject(world.firms["foundry"].pk, person_id=world.people["cleo"].pk), Subject(world.pumps.pk))
    world.agree("foundry", "cleo", ceiling=2, recipients=narrow)
    world.agree("university", "una")
    closely = world.item(world.space("Secret"), "Line log", classification=3)
    closely.contributors.add(world.firms["university"])
    with transaction.atomic():
        inputs.rebind(closely.pk, by=world.actor("ada"))
    assert tell(world, closely).breaches == ["ceiling", "recipient", "bound"]
    assert tell(world, vent, people=(world.people["cleo"].pk,)).breaches == []
    assert tell(world, vent, people=(world.people["cleo"].pk,), others="Mr Hall").breaches == ["recipient"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"about": " \x00"}, "Say what was told"),
        ({"people": ()}, "Say who was told"),
        ({"told_on": date(2999, 1, 1)}, "still to come"),
        ({"item_uids": ("nothing",)}, "no page of yours"),
        ({"partner_uid": "nothing"}, "one of your partners"),
        ({"told_on": date(2020, 1, 1)}, "not in force on that day"),
        ({"told_by": 999_999}, "your own people"),
        ({"people": (999_999,)}, "people of that partner"),
        ({"item_uids": tuple(f"{n:012}" for n in range(51))}, "at most 50 pages"),
    ],
)
def test_what_makes_no_sense_is_refused(world, vent, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        tell(world, vent, **changes)
    assert not Disclosure.objects.exists()


def test_others_things_and_people_cannot_be_named_and_members_and_auditors_do_not_write(world, vent):
    theirs = world.item(world.space("Moulding", by="cleo"), "Gate speeds", by="cleo", classification=2)
    with pytest.raises(Refused, match="no page of yours"):
        tell(world, theirs)
    with pytest.raises(Refused, match="people of that partner"):
        tell(world, vent, people=(world.people["una"].pk,))
    world.colleague("olga", "ada", Role.AUDITOR)
    for name in ("ben", "olga"):
        with pytest.raises(Denied):
            tell(world, vent, by=name)


def test_a_mistake_is_taken_back_with_a_reason_and_stays(world, vent):
    row = tell(world, vent)
    ada = world.actor("ada")
    with pytest.raises(Refused, match="Say why"):
        telling.retract(row.uid, " ", by=ada)
    telling.retract(row.uid, "It was Una who heard it.", by=ada)
    assert promised(world, "ben") == []
    assert Exposure.objects.filter(event_id=row.event_id).count() == 1
    assert "taken back" in walk.said(walk.browser(world, "ada").get("/protect/exposures"))
    for deed in (lambda: telling.confirm(row.uid, by=ada), lambda: telling.retract(row.uid, "Again", by=ada)):
        with pytest.raises(Denied):
            deed()


def test_the_other_side_reads_of_it_in_its_own_log_only_once_it_was_confirmed(world, vent):
    row = tell(world, vent)
    cleo, to_us = world.actor("cleo"), Asked(to_us=True)
    before = log.page(to_us, cleo)
    assert (before.entries, before.sums, before.partners, before.people) == ([], [], [], [])
    telling.confirm(row.uid, by=world.actor("ada"))
    [entry] = log.page(to_us, cleo).entries
    assert (entry.who, entry.firm, entry.item, entry.disclosure) == ("Tom", "Tarnside Pumps", None, row)


def test_the_letter_is_a_pdf_with_what_was_told(world, vent):
    row = tell(world, vent, others="Mr Hall")
    letter = walk.browser(world, "ada").get(f"/disclosures/{row.uid}/letter?as=pdf")
    assert letter["Content-Type"] == "application/pdf"
    said = walk.said(letter)
    for words in ("How wide the vents are.", "Mr Hall", "Tarnside Pumps confirms"):
        assert words in said


def test_writing_it_down_in_the_browser(world, vent):
    ada = walk.browser(world, "ada")
    foundry = world.firms["foundry"].uid
    address = f"/protect/disclosures/new?partner={foundry}&item={vent.uid}"
    assert vent.uid in walk.said(ada.get(address))
    given = {
        "told_on": f"{clock.now().date()}",
        "channel": "demo",
        "about": "The line at work.",
        "pages": f"http://testserver/items/{vent.uid}",
        "people": [world.people["tom"].pk],
        "told_by": world.ada.pk,
        "agreement": world.agreements["foundry"].uid,
    }
    assert "Say who was told" in walk.said(ada.post(address, given | {"people": []}))
    assert "Told to Brightforge Castings" in walk.said(ada.post(address, given, follow=True))
    row = Disclosure.objects.get()
    assert "Taken back" in walk.said(ada.post(f"/disclosures/{row.uid}", {"reason": "Wrong day"}, follow=True))


def test_exposures_that_were_written_down_cannot_be_changed(world, vent):
    tell(world, vent)
    with pytest.raises(Exception, match=r"append-only|never"), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_exposure SET channel = 'read'")
