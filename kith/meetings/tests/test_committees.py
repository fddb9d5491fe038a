"""Committees: who sits in them, who chairs, and who may know of them."""

import pytest
from django.db import IntegrityError, transaction

from kith.audit.models import Event
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity.actions import joining, leaving
from kith.identity.models import Membership
from kith.meetings import policy, queries, subjects
from kith.meetings.actions import calling, committees, seating
from kith.meetings.actions.committees import Rules
from kith.meetings.models import Committee, Seat
from kith.meetings.queries import committees as pages
from kith.meetings.tests import cast


@pytest.fixture
def inventions(world):
    return cast.committee(world, "eve", "finn")


@pytest.fixture
def purposes(monkeypatch):
    monkeypatch.setattr(subjects, "PURPOSES", {})
    subjects.register_purpose("ip", "Inventions")


def chairs(committee):
    return list(committee.seats.filter(left_at=None, chairs=True).values_list("person__name", flat=True))


def leave(world, name):
    seat = Membership.objects.get(person=world.people[name], organisation=world.pumps)
    leaving.deactivate(seat.pk, by=world.actor("ada"))


def test_an_owner_founds_it_with_one_chair_and_the_ledger_knows_who_sits_there(world, inventions):
    assert chairs(inventions) == ["Ben"]
    assert [row.name for row in queries.members(inventions)] == ["Ben", "Eve", "Finn"]
    assert Event.objects.filter(name="meetings.SeatTaken").count() == 3
    assert Event.objects.filter(name="meetings.CommitteeFounded").count() == 1


def test_a_member_founds_none(world):
    with pytest.raises(Denied):
        committees.found(Rules("Ours", 1, 14), world.people["ben"].pk, [], by=world.actor("ben"))


def test_a_quorum_of_more_than_sit_there_is_refused_at_once(world, inventions):
    with pytest.raises(Refused, match="more than sit in it"):
        committees.found(Rules("Two", 3, 14), world.ada.pk, [world.people["ben"].pk], by=world.actor("ada"))
    with pytest.raises(Refused, match="more than sit in it"):
        committees.change(inventions.uid, Rules("Inventions", 4, 14), by=world.actor("ada"))
    for quorum in (0, -1):
        with pytest.raises(Refused):
            committees.change(inventions.uid, Rules("Inventions", quorum, 14), by=world.actor("ada"))


def test_nobody_of_another_organisation_and_no_auditor_gets_a_seat(world, inventions):
    world.colleague("gwen", "ada", Role.AUDITOR)
    for name in ("tom", "gwen"):
        with pytest.raises(Refused):
            seating.seat(inventions.uid, world.people[name].pk, by=world.actor("ada"))
    with pytest.raises(Refused, match="sits there already"):
        seating.seat(inventions.uid, world.people["eve"].pk, by=world.actor("ada"))


def test_of_a_purpose_one_committee_is_open_and_a_closed_one_makes_room(world, purposes):
    first = cast.committee(world, "eve", purpose="ip")
    assert queries.committee_of("ip", world.actor("tom")) is None
    assert queries.committee_of("ip", world.actor("ben")) == first
    with pytest.raises(Refused, match="for this already"):
        cast.committee(world, "eve", purpose="ip")
    with pytest.raises(Refused, match="what it is for"):
        cast.committee(world, "eve", purpose="tea")
    cast.committee(world, "eve")
    cast.committee(world, "eve")
    committees.close(first.uid, by=world.actor("ada"))
    assert queries.committee_of("ip", world.actor("ben")) is None
    second = cast.committee(world, "eve", purpose="ip")
    assert queries.committee_of("ip", world.actor("ada")) == second


def test_the_chair_passes_on_and_the_old_seat_stays_as_history(world, inventions):
    seating.make_chair(inventions.uid, world.people["eve"].pk, by=world.actor("ada"))
    assert chairs(inventions) == ["Eve"]
    assert inventions.seats.filter(left_at=None).count() == 3
    former = pages.page(inventions.uid, world.actor("ada")).former
    assert ("Ben", True) in [(seat.person.name, seat.chairs) for seat in former]
    with pytest.raises(Refused, match="chairs it already"):
        seating.make_chair(inventions.uid, world.people["eve"].pk, by=world.actor("ada"))


def test_the_chair_and_those_whom_the_quorum_needs_keep_their_seats(world, inventions):
    with pytest.raises(Refused, match="chairs the committee"):
        seating.unseat(inventions.uid, world.people["ben"].pk, by=world.actor("ada"))
    seating.unseat(inventions.uid, world.people["finn"].pk, by=world.actor("ada"))
    with pytest.raises(Refused, match="Fewer would stay"):
        seating.unseat(inventions.uid, world.people["eve"].pk, by=world.actor("ada"))
    with pytest.raises(Refused, match="Nobody such sits"):
        seating.unseat(inventions.uid, world.people["finn"].pk, by=world.actor("ada"))


def test_members_and_the_chair_change_no_seats(world, inventions):
    for deed in (seating.seat, seating.unseat, seating.make_chair):
        with pytest.raises(Denied):
            deed(inventions.uid, world.people["finn"].pk, by=world.actor("ben"))


def test_the_database_itself_holds_one_chair_and_one_seat_for_a_person(world, inventions):
    seat = inventions.seats.get(person=world.people["eve"])
    for change in ({"chairs": True}, {"person_id": world.people["finn"].pk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.filter(pk=seat.pk).update(**change)


def test_whoever_leaves_the_organisation_sits_there_no_more_and_the_page_says_so(world, inventions):
    leave(world, "finn")
    assert [row.name for row in queries.members(inventions)] == ["Ben", "Eve"]
    page = pages.page(inventions.uid, world.actor("ada"))
    assert [(row.seat.person.name, row.live) for row in page.seats] == [("Ben", True), ("Eve", True), ("Finn", False)]
    assert (page.short, page.headless) == (False, False)
    leave(world, "ben")
    page = pages.page(inventions.uid, world.actor("ada"))
    assert (page.short, page.headless) == (True, True)
    with pytest.raises(Refused):
        seating.make_chair(inventions.uid, world.people["finn"].pk, by=world.actor("ada"))


def test_somebody_who_left_and_works_for_a_partner_now_sees_nothing(world, inventions):
    joining.join(world.people["eve"], world.firms["foundry"], Role.OWNER, by=world.actor("cleo"))
    assert not policy.committees.scope(world.actor("eve", "foundry")).exists()
    leave(world, "eve")
    assert not policy.committees.scope(world.actor("eve")).exists()


def test_members_keepers_and_auditors_see_it_and_nobody_else(world, inventions):
    world.colleague("hal", "ada")
    world.colleague("iris", "ada", Role.AUDITOR)
    for name in ("ada", "ben", "eve", "iris"):
        assert pages.page(inventions.uid, world.actor(name)).committee == inventions
    for name in ("hal", "tom", "cleo", "una", "dan"):
        with pytest.raises(Unseen):
            pages.page(inventions.uid, world.actor(name))
        assert pages.overview(world.actor(name)).empty
    for ability in ("run", "call", "propose"):
        assert not policy.committees.can(world.actor("iris"), ability, inventions)


def test_it_is_closed_once_nothing_waits_in_it(world, inventions):
    ballot = cast.question(world, inventions)
    with pytest.raises(Refused, match="A question is still open"):
        committees.close(inventions.uid, by=world.actor("ada"))
    cast.vote(world, ballot, ben="yes", eve="yes", finn="no")
    cast.close(world, ballot)
    meeting = cast.meeting(world, inventions)
    with pytest.raises(Refused, match="A meeting is still to come"):
        committees.close(inventions.uid, by=world.actor("ada"))
    calling.cancel(meeting.uid, "Nothing to speak about", by=world.actor("ben"))
    committees.close(inventions.uid, by=world.actor("ada"))
    assert pages.page(inventions.uid, world.actor("eve")).committee.closed_at
    with pytest.raises(Denied):
        cast.question(world, inventions)
    with pytest.raises(Denied):
        committees.close(inventions.uid, by=world.actor("ada"))
    assert Committee.objects.count() == 1
