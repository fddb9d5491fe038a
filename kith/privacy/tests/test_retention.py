"""Each organisation says how long it keeps what; what is over goes, is listed, and nothing else does."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from kith.audit import chain
from kith.audit.models import Denial, Event
from kith.core import clock
from kith.core.actor import Role
from kith.core.alone import alone
from kith.core.errors import Denied, Refused
from kith.files import letting_go, store
from kith.identity.actions import inviting, leaving
from kith.identity.actions.inviting import Guest
from kith.identity.models import Invitation, Membership, Person
from kith.knowledge.models import Attachment
from kith.notices import actions as notices
from kith.notices.models import Notice
from kith.privacy import events, tasks
from kith.privacy.actions import erasing, retaining
from kith.privacy.models import Disposal
from kith.privacy.records import RECORDS
from kith.speakup.models import Report
from kith.spiral.actions import recording
from kith.spiral.models import Session, SessionFile
from tests import walk
from tests.planting import Planted

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)


def ruled(world, wishes):
    """Ada has set rules the day before yesterday: a new one waits for a day."""
    with clock.at(NOW - timedelta(days=2)):
        retaining.set_rules(wishes, by=world.actor("ada"))


def disposed(world, work):
    """The daily turn."""
    tasks.hand_out()
    work()
    rows = Disposal.objects.filter(organisation=world.pumps).order_by("pk")
    return {row.record: row.number for row in rows}


def test_names_of_people_who_left_go_when_their_time_is_over(world, work):
    for name, left in (("nora", LONG_AGO), ("olga", NOW - timedelta(days=20))):
        person = world.colleague(name, "ada")
        seat = leaving.deactivate(Membership.objects.get(person=person).pk, by=world.actor("ada"))
        Membership.objects.filter(pk=seat.pk).update(ended_at=left)
    with clock.at(NOW):
        ruled(world, {"left": 12})
        assert disposed(world, work) == {"left": 1}
        assert disposed(world, work) == {"left": 1}, "once"
    assert Person.objects.get(email="olga@example.org").name == "Olga"
    assert not Person.objects.filter(name="Nora").exists()
    assert Person.objects.get(name="Ben").is_active
    chain.seal()
    assert chain.check().finding is None
    fact = Event.objects.get(name=events.RecordsDisposed.name())
    assert (fact.owner_id, fact.via) == (world.pumps.pk, "system")


def test_messages_and_refusals_go_by_their_age_and_only_ones_own(world, work):
    ben, tom = world.people["ben"], world.people["tom"]
    with clock.at(LONG_AGO):
        for person, firm in ((ben, world.pumps), (tom, world.firms["foundry"])):
            notices.tell("mention", 1, [(person.pk, firm.pk)], by=world.actor("ada"))
            notices.tell("mention", 2, [(person.pk, firm.pk)], by=world.actor("ada"))
        Notice.objects.filter(about_id=1).update(read_at=LONG_AGO)
    for organisation in (world.pumps, world.firms["foundry"]):
        Denial.objects.create(
            minute=LONG_AGO, person_id=1, organisation_id=organisation.pk, kind="item", object_id=1, ability="see"
        )
    with clock.at(NOW):
        ruled(world, {"messages": 12, "refusals": 12})
        assert disposed(world, work) == {"messages": 1, "refusals": 1}
    assert Notice.objects.filter(person=ben, kind="mention").count() == 1, "what was not read yet stays"
    assert Notice.objects.filter(person=tom, kind="mention").count() == 2
    assert set(Denial.objects.values_list("organisation_id", flat=True)) == {world.firms["foundry"].pk}


def test_addresses_of_invitations_go_and_open_ones_stay(world, work):
    old = inviting.invite_colleague(Guest("zqold@example.org", "Zqold"), Role.MEMBER, by=world.actor("ada")).invitation
    fresh = inviting.invite_colleague(Guest("zqnew@example.org"), Role.MEMBER, by=world.actor("ada")).invitation
    Invitation.objects.filter(pk=old.pk).update(sent_at=LONG_AGO, expires_at=LONG_AGO)
    with clock.at(NOW):
        Invitation.objects.filter(pk=fresh.pk).update(sent_at=LONG_AGO, expires_at=NOW + timedelta(days=1))
        ruled(world, {"invitations": 12})
        disposed(world, work)
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.email, old.name) == ("invitation@erased.invalid", "")
    assert fresh.email == "zqnew@example.org"


@pytest.fixture
def recorded(world):
    """A closed session with two recordings; one of them is attached to a page, too."""
    planted = Planted(world)
    retaining.end_hold(by=world.actor("ada"))
    session = Session.objects.filter(space__organisation=world.pumps).order_by("pk").first()
    rows = [recording.add(session.uid, f"{n}.txt", [f"recording {n}".encode()], by=world.actor("ada")) for n in "ab"]
    Session.objects.filter(pk=session.pk).update(closed_at=LONG_AGO, closed_by=world.ada)
    for row in rows:
        os.utime(store.path_of(row.sha256), (0, 0))
    attached = Attachment.objects.filter(pk=planted.file.pk)
    attached.update(sha256=rows[1].sha256)
    SessionFile.objects.filter(session=session).update(added_at=LONG_AGO)
    return rows


def test_recordings_go_from_the_disk_but_not_those_that_a_page_holds(world, recorded, work):
    with clock.at(NOW):
        ruled(world, {"recordings": 12})
        assert disposed(world, work)["recordings"] >= 2
        assert letting_go.sweep() == 0, "not at once"
    with clock.at(NOW + timedelta(hours=2)):
        assert letting_go.sweep() == 1
        assert letting_go.sweep() == 0
    assert not store.path_of(recorded[0].sha256).exists()
    assert store.read(recorded[1].sha256) == b"recording b"
    assert not SessionFile.objects.filter(pk__in=[row.pk for row in recorded], removed_at=None).exists()


def test_a_recording_taken_away_soon_after_it_was_sent_goes_an_hour_later(world, recorded):
    row = recorded[0]
    Session.objects.filter(pk=row.session_id).update(closed_at=None, closed_by=None)
    recording.remove(row.session.uid, row.uid, by=world.actor("ada"))
    os.utime(store.path_of(row.sha256))
    later = clock.now() + timedelta(hours=2)
    with clock.at(later):
        assert letting_go.sweep() == 0, "the same bytes were sent again a moment ago"
        os.utime(store.path_of(row.sha256), (0, 0))
        with alone("backup", "A backup is being made."):
            assert letting_go.sweep() == 0, "the backup's database may name it"
        assert letting_go.sweep() == 1
    assert not store.path_of(row.sha256).exists()


def test_closed_reports_go_and_open_ones_stay(world, work):
    for closed_on in (LONG_AGO.date(), None):
        Report.objects.create(
            organisation=world.pumps,
            key_sha256=f"{closed_on}",
            title="t",
            words="w",
            data={},
            received_on=LONG_AGO.date(),
            closed_on=closed_on,
        )
    with clock.at(NOW):
        ruled(world, {"reports": 12})
        disposed(world, work)
    assert [row.closed_on for row in Report.objects.all()] == [None]


def test_while_everything_is_held_no_rule_works(world, work):
    Denial.objects.create(
        minute=LONG_AGO, person_id=1, organisation_id=world.pumps.pk, kind="item", object_id=1, ability="see"
    )
    ada = world.actor("ada")
    with clock.at(NOW):
        ruled(world, {"refusals": 3})
        retaining.hold("A dispute with Brightforge", by=ada)
        assert disposed(world, work) == {}
        with pytest.raises(Refused):
            retaining.hold("Another", by=ada)
        retaining.end_hold(by=ada)
        assert disposed(world, work) == {"refusals": 1}


def test_only_owners_set_rules_and_hold(world):
    ben = world.actor("ben")
    with pytest.raises(Denied):
        retaining.set_rules({"messages": 3}, by=ben)
    with pytest.raises(Denied):
        retaining.hold("No", by=ben)
    with pytest.raises(Denied):
        retaining.end_hold(by=ben)
    for wrong in ({"ledger": 3}, {"messages": -1}, {"messages": 601}):
        with pytest.raises(Refused):
            retaining.set_rules(wrong, by=world.actor("ada"))


def test_an_owner_sees_how_much_goes_before_she_says_so(world, work):
    Denial.objects.create(
        minute=LONG_AGO, person_id=1, organisation_id=world.pumps.pk, kind="item", object_id=1, ability="see"
    )
    owner = walk.browser(world, "ada")
    wishes = {record.key: "0" for record in RECORDS} | {"refusals": "3"}
    asked = owner.post("/protect/retention", wishes)
    assert "this goes from tomorrow on, for good" in walk.said(asked)
    assert not retaining.due({}, world.pumps.pk)
    assert "For good" in walk.said(owner.get("/protect/retention"))
    assert owner.post("/protect/retention", wishes | {"sure": "refusals:7"}).status_code == 200, "not what she saw"
    assert owner.post("/protect/retention", wishes | {"sure": "refusals:1"}).status_code == 302
    with clock.at(clock.now() + timedelta(days=2)):
        disposed(world, work)
    assert "What was refused to whom" in walk.said(owner.get("/protect/retention"))
    assert walk.browser(world, "ben").get("/protect/retention").status_code == 404


def test_whoever_was_told_no_is_not_erased_by_a_rule(world, work):
    ada, nora = world.actor("ada"), world.colleague("nora", "ada")
    leaving.deactivate(Membership.objects.get(person=nora).pk, by=ada)
    row = erasing.write_down(Membership.objects.get(person=nora).pk, by=ada)
    erasing.decline(row.uid, "A claim is open.", by=ada)
    Membership.objects.filter(person=nora).update(ended_at=LONG_AGO)
    with clock.at(NOW):
        ruled(world, {"left": 12})
        assert disposed(world, work) == {}
    assert Person.objects.get(pk=nora.pk).name == "Nora"
    again = erasing.write_down(Membership.objects.get(person=nora).pk, by=ada)
    assert again.pk != row.pk, "she was told that she may ask again"


def test_a_new_rule_waits_for_a_day_and_a_large_turn_is_one_row(world, work):
    for n in range(1200):
        Denial.objects.create(
            minute=LONG_AGO, person_id=n, organisation_id=world.pumps.pk, kind="item", object_id=1, ability="see"
        )
    with clock.at(NOW):
        retaining.set_rules({"refusals": 3}, by=world.actor("ada"))
        assert disposed(world, work) == {}
    with clock.at(NOW + timedelta(days=2)):
        assert disposed(world, work) == {"refusals": 1200}
    assert Disposal.objects.count() == 1
