"""Capability 59: an audit asks the records, and what it finds closes only when the check holds again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kith.agreements.actions import recertifying
from kith.assurance import asking, checks, policy
from kith.assurance.actions import auditing, mending
from kith.assurance.actions.mending import Given
from kith.assurance.models import Finding, Result, Step
from kith.assurance.outcome import State
from kith.assurance.queries import attested, pages
from kith.audit.models import Event, Exposure
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.deadlines import alerting
from kith.deadlines import queries as deadlines
from kith.exits.actions import deciding, leaving, opening
from kith.exits.actions.leaving import Review, Statement
from kith.identity.actions import leaving as leaving_us
from kith.identity.models import Membership
from kith.knowledge.queries import items
from kith.notices import queries as notices
from tests import walk

DAY = timedelta(days=1)
HAND = [check.key for check in checks.ALL.values() if check.by_hand]


@pytest.fixture
def ada(world):
    return world.actor("ada")


@pytest.fixture
def eve(world):
    """Eve audits the pump maker."""
    world.colleague("eve", "ada", Role.AUDITOR)
    return world.actor("eve")


@pytest.fixture
def expired(world):
    """A page that the foundry read under an agreement that ran out forty days ago, and nobody has seen to its end."""
    with clock.at(clock.now() - 70 * DAY):
        today = clock.now().date()
        world.agree("foundry", "cleo", starts_on=today, ends_on=today + 30 * DAY)
        page = world.item(world.space("Castings"), "Vent the core", classification=2)
        world.grant = world.share(page, "foundry")
    with clock.at(clock.now() - 39 * DAY):
        row = opening.open_(world.agreements["foundry"].pk)
        opening.close_list(row.pk)  # as the clock does; nobody sees to it
    return page


def begin(by, title="Fourth quarter"):
    return auditing.open_(title, by.person, by=by)


def given(world, name="ben", days=14, grade="major"):
    return Given(grade, "Nobody has seen to an end.", world.people[name].pk, clock.now().date() + days * DAY)


def over(world, by):
    """Our side does what the end asks of it."""
    uid = world.agreements["foundry"].exit.uid
    deciding.confirm_list(uid, by=by)
    leaving.confirm_results(uid, "None.", by=by)
    leaving.certify(uid, Statement("Ada"), by=by)
    leaving.look_back(uid, Review("The vents.", "The drying."), by=by)


def row(audit, key, by):
    return next(each for each in pages.audit(audit.uid, by).rows if each.check.key == key)


def said_to(world, name):
    return [told.line.words for told in notices.inbox(world.actor(name)).told]


def test_an_end_to_which_nobody_has_seen_is_found_and_named(world, eve, expired):
    audit = begin(eve)
    found = row(audit, "exits_done", eve)
    assert (found.state, found.outcome.looked, found.outcome.found) == (State.FAILS, 1, 1)
    page = pages.check("exits_done", world.actor("ada"), audit.uid)
    due_on = world.agreements["foundry"].exit.sides.first().due_on
    assert [(line.words, line.day) for line in page.lines] == [("Mutual NDA", due_on)]
    assert page.hidden == 0


def test_what_was_shown_under_an_agreement_that_ran_out_is_found(world, eve, expired):
    """Kith shows nothing then; a row that says otherwise is what an auditor has to learn of."""
    with clock.at(clock.now() - 50 * DAY):
        items.page(expired.uid, world.actor("tom"))
    assert asking.ask(world.pumps.pk, ["shown_in_time"])["shown_in_time"].state == State.HOLDS
    shown = Exposure.objects.latest("pk")
    shown.pk, shown.at = None, clock.now() - DAY
    shown.save()
    page = pages.check("shown_in_time", eve)
    assert (page.row.outcome.found, page.lines[0].words) == (1, "Tom: Vent the core")
    shown.pk, shown.at = None, clock.now() - 90 * DAY
    shown.save()
    assert pages.check("shown_in_time", eve).row.outcome.found == 2, "nor before it began"


def test_what_cannot_be_undone_is_dealt_with_and_only_what_comes_after_counts(world, eve, expired):
    with clock.at(clock.now() - 50 * DAY):
        items.page(expired.uid, world.actor("tom"))
    shown = Exposure.objects.latest("pk")
    shown.pk, shown.at = None, clock.now() - DAY
    shown.save()
    finding = mending.give(begin(eve).uid, "shown_in_time", given(world), by=eve)
    assert mending.look(finding.uid, by=eve).closed_at is None, "nothing was done about it"
    mending.say(finding.uid, "The clock of the server is right again.", done=True, by=world.actor("ben"))
    shown.pk, shown.at = None, clock.now()
    shown.save()
    assert mending.look(finding.uid, by=eve).closed_at is None, "it happened again since"
    with clock.at(clock.now() + DAY):
        second = mending.say(finding.uid, "And now the other server's too.", done=True, by=world.actor("ben"))
        assert second.what == "done"


def test_what_a_reader_may_not_see_is_counted_and_not_named(world, eve, expired):
    world.item(world.space("Furnace", to_all=False), "Heat of the furnace", classification=2, kind="incident")
    world.item(world.space("Shop"), "Sand on the floor", classification=2, kind="incident")
    with clock.at(clock.now() + 31 * DAY):
        audit = begin(eve)
        page = pages.check("incidents_closed", eve, audit.uid)
        assert ([line.words for line in page.lines], page.hidden) == (["Sand on the floor"], 1)
        told = walk.browser(world, "eve").get(f"/audits/{audit.uid}/checks/incidents_closed").content.decode()
    assert "Heat of the furnace" not in told
    assert "1 more is not open to you" in told


def test_a_finding_closes_only_when_the_check_holds_again(world, eve, expired):
    ada, ben = world.actor("ada"), world.actor("ben")
    audit = begin(eve)
    finding = mending.give(audit.uid, "exits_done", given(world), by=eve)
    assert said_to(world, "ben")[0].startswith("A finding was given to you: Is what each end asks")
    mending.say(finding.uid, "I wrote to Brightforge.", done=True, by=ben)
    assert ("finding_given", finding.pk) not in notices.waiting(ben), "who answers has read it"
    assert said_to(world, "eve")[0].startswith("It is mended; please look again")
    assert mending.look(finding.uid, by=eve).closed_at is None
    assert ("finding_answered", finding.pk) not in notices.waiting(eve)
    listed = walk.said(walk.browser(world, "eve").get("/audits"))
    assert "Is what each end asks of us done?" in listed
    assert "1 fault among 1 looked at" in listed
    finding.refresh_from_db()
    assert finding.answered_at is None, "it goes on"
    over(world, ada)
    mending.say(finding.uid, "The door is closed now.", done=True, by=ben)
    closed = mending.look(finding.uid, by=eve)
    assert closed.closed_by_id == eve.person_id
    steps = list(closed.steps.order_by("pk").values_list("what", "looked", "found"))
    assert steps == [("done", 0, 0), ("failed", 1, 1), ("done", 0, 0), ("held", 1, 0)]
    assert [event.name for event in Event.objects.filter(kind="finding").order_by("pk")] == [
        f"assurance.{name}"
        for name in ("FindingRaised", "FindingAnswered", "FindingLooked", "FindingAnswered", "FindingLooked")
    ]
    with pytest.raises(Denied, match="until it is closed"):
        mending.say(finding.uid, "Once more.", done=True, by=ben)


def test_nobody_audits_her_own_work(world, eve, expired):
    world.colleague("fay", "ada", Role.STEWARD)
    audit = begin(eve)
    with pytest.raises(Refused, match="Nobody audits her own work"):
        mending.give(audit.uid, "exits_done", given(world, "eve"), by=eve)
    finding = mending.give(audit.uid, "exits_done", given(world, "fay"), by=eve)
    fay = world.actor("fay")
    assert policy.findings.abilities_of(fay, finding) == {"answer"}
    with pytest.raises(Denied, match="somebody else than whoever mends it"):
        mending.look(finding.uid, by=fay)
    with pytest.raises(Denied, match="nobody with a finding of her own"):
        mending.move(finding.uid, world.people["ben"].pk, clock.now().date() + DAY, "Not mine.", by=fay)
    for changes in ({"owner": world.people["eve"]}, {"closed_by": world.people["fay"], "closed_at": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(**changes)


def test_only_its_auditor_runs_an_audit_and_only_while_it_is_open(world, eve, expired, ada):
    audit = begin(eve)
    for deed in (
        lambda by: auditing.run(audit.uid, by=by),
        lambda by: auditing.answer(audit.uid, HAND[0], "holds", "I looked.", by=by),
        lambda by: mending.give(audit.uid, "exits_done", given(world), by=by),
        lambda by: auditing.close(audit.uid, "All well.", by=by),
    ):
        with pytest.raises(Denied, match="Its auditor does this"):
            deed(ada)
        for name in ("ben", "cleo"):
            with pytest.raises(Unseen):
                deed(world.actor(name))
    with pytest.raises(Refused, match="Choose an owner, a steward or an auditor"):
        auditing.open_("Mine", world.people["ben"].pk, by=ada)
    with pytest.raises(Denied, match="begin an audit"):
        auditing.open_("Mine", ada.person, by=world.actor("ben"))


def test_an_audit_closes_when_all_is_answered_and_what_is_wrong_is_somebodys(world, eve, expired):
    audit = begin(eve)
    with pytest.raises(Refused, match="Answer first: Are subcontractors"):
        auditing.close(audit.uid, "Done.", by=eve)
    for key in HAND:
        auditing.answer(audit.uid, key, "holds", "I asked Ada.", by=eve)
    with pytest.raises(Refused, match="Say first who mends it: Is what each end asks"):
        auditing.close(audit.uid, "Done.", by=eve)
    for key in ("exits_done", "days_kept"):
        mending.give(audit.uid, key, given(world), by=eve)
    with pytest.raises(Refused, match="Say what you conclude"):
        auditing.close(audit.uid, "  ", by=eve)
    assert auditing.close(audit.uid, "One door was left open.", by=eve).closed_at
    with pytest.raises(Denied):
        auditing.run(audit.uid, by=eve)
    page = pages.audit(audit.uid, world.actor("ada"))
    assert [each.check.key for each in page.failing] == ["exits_done", "days_kept"], "it stays as it was found"
    assert not page.unanswered


def test_an_answer_by_hand_that_does_not_hold_becomes_a_finding_and_is_answered_again(world, eve):
    audit = begin(eve)
    with pytest.raises(Refused, match="Say what you saw"):
        auditing.answer(audit.uid, "rooms_and_keys", "fails", "", by=eve)
    with pytest.raises(Unseen):
        auditing.answer(audit.uid, "exits_done", "holds", "I say so.", by=eve)
    with pytest.raises(Refused, match="a check that does not hold"):
        mending.give(audit.uid, "rooms_and_keys", given(world), by=eve)
    auditing.answer(audit.uid, "rooms_and_keys", "fails", "Cabinet 4 stood open.", by=eve)
    finding = mending.give(audit.uid, "rooms_and_keys", given(world), by=eve)
    with pytest.raises(Refused, match="Say whether it holds"):
        mending.look(finding.uid, by=eve, words="I looked.")
    with pytest.raises(Refused, match="Say what you saw"):
        mending.look(finding.uid, by=eve, state="holds")
    assert mending.look(finding.uid, by=eve, state="fails", words="Still open.").closed_at is None
    now = pages.check("rooms_and_keys", eve).row
    assert (now.state, now.result.words) == (State.FAILS, "Still open.")
    assert mending.look(finding.uid, by=eve, state="holds", words="Locked, key with Ben.").closed_at
    now = pages.check("rooms_and_keys", eve).row
    assert (now.state, now.result.words) == (State.HOLDS, "Locked, key with Ben."), "looking again is an answer too"
    told = walk.browser(world, "eve").get("/checks/rooms_and_keys").content.decode()
    assert "Locked, key with Ben." in told
    then = pages.check("rooms_and_keys", eve, audit.uid).row
    assert (then.state, then.result.words) == (State.FAILS, "Cabinet 4 stood open."), "the audit keeps what it saw"


def test_where_there_is_nothing_to_look_at_any_more_nothing_is_attested(world, eve):
    audit = begin(eve)
    auditing.answer(audit.uid, "rooms_and_keys", "fails", "Cabinet 4 stood open.", by=eve)
    finding = mending.give(audit.uid, "rooms_and_keys", given(world), by=eve)
    closed = mending.look(finding.uid, by=eve, state="nothing", words="The cabinet was sold.")
    assert (closed.closed_at is not None, closed.steps.last().what) == (True, "nothing")
    assert attested.answers(world.pumps.pk)["rooms_and_keys"].state != State.HOLDS


def test_who_said_that_she_mended_it_does_not_close_it_when_it_is_somebody_elses_by_then(world, eve):
    world.colleague("fay", "ada", Role.STEWARD)
    fay = world.actor("fay")
    audit = begin(eve)
    auditing.answer(audit.uid, "rooms_and_keys", "fails", "Cabinet 4 stood open.", by=eve)
    finding = mending.give(audit.uid, "rooms_and_keys", given(world, "fay"), by=eve)
    mending.say(finding.uid, "A new lock.", done=True, by=fay)
    mending.move(finding.uid, world.people["ben"].pk, finding.due_on, "Fay is away.", by=eve)
    with pytest.raises(Denied):
        mending.look(finding.uid, state="holds", words="It is mine.", by=fay)


def test_an_owner_goes_on_where_the_auditor_has_left(world, eve, ada):
    audit = begin(eve)
    with pytest.raises(Denied):
        auditing.run(audit.uid, by=ada)
    leaving_us.deactivate(Membership.objects.get(person=world.people["eve"]).pk, by=ada)
    auditing.run(audit.uid, by=ada)


def test_a_fault_that_comes_again_after_its_finding_was_closed_is_somebodys_again(world, eve, ada, expired):
    audit = begin(eve)
    finding = mending.give(audit.uid, "exits_done", given(world), by=eve)
    over(world, ada)
    mending.look(finding.uid, by=eve)
    world.agreements["foundry"].exit.sides.filter(organisation=world.pumps).update(reviewed_at=None)
    with clock.at(clock.now() + DAY):
        auditing.run(audit.uid, by=eve)
    assert row(audit, "exits_done", eve).loose


def test_a_closed_audit_shows_who_was_mending_what_an_earlier_one_had_found(world, eve, expired, ada):
    first = mending.give(begin(eve).uid, "exits_done", given(world), by=eve)
    second = begin(eve, "First quarter")
    for key in HAND:
        auditing.answer(second.uid, key, "holds", "I asked Ada.", by=eve)
    mending.give(second.uid, "days_kept", given(world), by=eve)
    auditing.close(second.uid, "One end is still open.", by=eve)
    assert row(second, "exits_done", eve).finding == first
    over(world, ada)
    mending.look(first.uid, by=eve)
    assert row(second, "exits_done", eve).finding == first, "closed since, and open then"
    told = walk.browser(world, "eve").get(f"/audits/{second.uid}/checks/exits_done").content.decode()
    assert "mends it by" not in told
    third = begin(eve, "Second quarter")
    assert row(third, "exits_done", eve).finding is None


def test_a_check_has_one_open_finding_and_another_when_it_breaks_again(world, eve, expired, ada):
    first = mending.give(begin(eve).uid, "exits_done", given(world), by=eve)
    second = begin(eve, "First quarter")
    with pytest.raises(Refused, match="a finding about it already"):
        mending.give(second.uid, "exits_done", given(world), by=eve)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(
            organisation=world.pumps, audit=second, check_key="exits_done", grade="minor", words="Again.",
            owner=world.people["ben"], due_on=clock.now(), known_since=clock.now(), raised_at=clock.now(),
            raised_by=world.people["eve"],
        )  # fmt: skip
    over(world, ada)
    mending.look(first.uid, by=eve)
    auditing.run(second.uid, by=eve)
    assert row(second, "exits_done", eve).state == State.HOLDS
    assert Result.objects.filter(audit=second, check_key="exits_done").count() == 2, "what it was before stays"


def test_it_is_given_to_somebody_else_and_its_day_is_a_deadline(world, eve, expired):
    finding = mending.give(begin(eve).uid, "exits_done", given(world, days=20), by=eve)
    with clock.at(clock.now() + 14 * DAY):
        alerting.turn()
    [alert] = deadlines.page(world.actor("ben")).waiting
    assert alert.line.words.startswith("Finding: Is what each end asks")
    world.colleague("gus", "ada")
    until = clock.now().date() + 40 * DAY
    mending.move(finding.uid, world.people["gus"].pk, until, "Ben is away.", by=eve)
    assert not deadlines.page(world.actor("ben")).waiting, "his day is gone"
    with pytest.raises(Unseen):
        pages.finding(finding.uid, world.actor("ben"))
    with clock.at(clock.now() + 41 * DAY):
        faults = asking.ask(world.pumps.pk, ["days_kept"])["days_kept"].faults
        assert "due:finding" in {fault.kind for fault in faults}
        alerting.turn()
        assert deadlines.page(world.actor("gus")).waiting
        mending.say(finding.uid, "Closed.", done=True, by=world.actor("gus"))
        assert not deadlines.page(world.actor("gus")).waiting
    assert Step.objects.filter(finding=finding, what="moved", words="Ben is away.").exists()


def test_who_mends_it_sees_the_finding_and_nothing_else_of_the_audit(world, eve, expired):
    audit = begin(eve)
    finding = mending.give(audit.uid, "exits_done", given(world), by=eve)
    ben = walk.browser(world, "ben")
    before = notices.unread(world.actor("ben"))
    page = ben.get(f"/findings/{finding.uid}")
    assert page.status_code == 200
    assert notices.unread(world.actor("ben")) == before - 1, "who looks at it has been told"
    assert "Fourth quarter" not in page.content.decode()
    for address in ("/audits", f"/audits/{audit.uid}", "/checks/exits_done", f"/findings/{finding.uid}/move"):
        assert ben.get(address).status_code in {403, 404}, address
    assert walk.browser(world, "cleo").get(f"/findings/{finding.uid}").status_code == 404


def test_the_questions_do_not_grow_with_the_records(world, eve, expired):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            pages.overview(eve)
        return len(captured)

    before = asked()
    world.agree("university", "una", title="NDA with Northmere")
    for number in range(5):
        item = world.item(world.space(f"Space {number}"), f"Gate {number}", classification=2)
        world.share(item, "university")
        incident = world.item(world.space(f"Shop {number}"), f"Spill {number}", kind="incident")
        type(incident).objects.filter(pk=incident.pk).update(created_at=clock.now() - 40 * DAY)
    assert asked() <= before + 3, "kinds of faults that were not there before are counted and fetched"
    assert recertifying.doors(world.pumps.pk).count() >= 5
