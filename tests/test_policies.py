"""For every policy, ability, person and thing: it is among what she may, exactly when she may."""

from datetime import timedelta

import pytest

from kith.access.policy import ALL_POLICIES
from kith.agreements import policy as agreements
from kith.agreements.actions import ending, negotiating
from kith.agreements.actions.ending import End
from kith.assurance import policy as assurance
from kith.assurance.actions import auditing, mending
from kith.assurance.actions.mending import Given
from kith.assurance.queries import pages
from kith.claims import policy as claims
from kith.claims.actions import advising, claiming, covering
from kith.claims.actions.advising import Contact
from kith.claims.actions.claiming import Details, Happened
from kith.claims.actions.covering import Terms
from kith.commitments import actions as promising
from kith.commitments import policy as commitments
from kith.commitments.actions import Promise
from kith.committee import policy as committee_policy
from kith.committee.actions import asking as requesting
from kith.committee.actions import deciding
from kith.committee.actions.asking import Asking
from kith.committee.actions.deciding import Ruling
from kith.core import clock
from kith.core.actor import NOBODY
from kith.deadlines import policy as deadlines
from kith.deadlines.models import Alert
from kith.exchange import actions as exporting
from kith.exchange import bringing
from kith.exchange import policy as exchange
from kith.exits import policy as exits
from kith.exits.actions import opening
from kith.exposures import policy as exposures_policy
from kith.exposures.actions import telling
from kith.exposures.actions.telling import Telling
from kith.finding import policy as finding
from kith.finding import watching
from kith.finding.models import Written
from kith.identity import queries as identity
from kith.identity.models import Person
from kith.knowledge import policy as knowledge
from kith.knowledge.actions import arrangements, asking, commenting, templating
from kith.knowledge.actions.arrangements import Deed
from kith.knowledge.places import Place
from kith.meetings import policy as meetings_policy
from kith.meetings.actions import balloting, calling, committees, minuting, voting
from kith.meetings.actions.calling import When
from kith.meetings.actions.committees import Rules
from kith.meetings.actions.minuting import Minutes
from kith.partnerships import policy as partnerships
from kith.policies import actions as policies
from kith.policies import policy as asked_policy
from kith.privacy import policy as privacy
from kith.privacy.actions import erasing
from kith.register import policy as register_policy
from kith.register.actions import assets, inventions
from kith.register.actions.assets import Entry
from kith.speakup import actions as speakup
from kith.speakup import policy as speakup_policy
from kith.spiral import policy as spiral
from kith.spiral.actions import capturing, converting
from kith.spiral.actions.capturing import Plan
from kith.spiral.actions.converting import Passing
from kith.webhooks import policy as webhooks
from kith.webhooks.actions import keeping as hooking
from kith.webhooks.actions.keeping import Wish

MODULES = (
    agreements,
    assurance,
    claims,
    exits,
    commitments,
    committee_policy,
    deadlines,
    exchange,
    exposures_policy,
    asked_policy,
    finding,
    knowledge,
    meetings_policy,
    partnerships,
    privacy,
    register_policy,
    speakup_policy,
    spiral,
    webhooks,
)


@pytest.fixture
def busy(world, monkeypatch):
    agreement = world.agree("foundry", "cleo")
    space = world.space("Castings")
    erasing.ask(world.people["ben"], by=world.actor("ben"))
    quiet = world.space("Quiet", to_all=False)
    top = world.item(space, "Volutes", classification=2)
    world.item(space, "Vent the core", parent_uid=top.uid, classification=3)
    world.item(quiet, "Balance", classification=4, by="ada")
    world.share(top, "foundry", whole=True)
    talked_over = world.agree("university", "una", sign=False)
    for name in ("ada", "una"):
        negotiating.say(talked_over.uid, "Too long", inside=name == "una", by=world.actor(name))
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    world.share(top, "foundry", person="tom")
    for name in ("ben", "tom"):
        asking.ask(f"/spaces/{quiet.uid}", "To look", by=world.actor(name))
    templating.write("lesson", "## Why", by=world.actor("ada"), shown=0)
    commenting.open_thread(top.uid, "Why?", Place(), by=world.actor("tom"))
    commenting.open_thread(top.uid, "Ours?", Place(), by=world.actor("ben"))
    speakup.report(speakup.open_channel(by=world.actor("ada")).token, speakup.Told("Hook", "Slipped", {}))
    for hours in (0, 1):
        with clock.at(clock.now() + timedelta(hours=hours)):
            speakup.hand_over()
    people = {world.ada.pk: "source", world.people["tom"].pk: "recipient"}
    first, second = (converting.record(_passing(top, people), by=world.actor("ada")) for _twice in range(2))
    converting.confirm(first.uid, by=world.actor("tom"))
    converting.retract(second.uid, "No", by=world.actor("ada"))
    converting.take_down(top, world.people["ben"].pk, by=world.actor("ada"))
    for _twice in range(2):
        story = capturing.begin("story", Plan("Gas", space.uid, people), by=world.actor("ada"))
    capturing.say(story.uid, "context", "Hot", by=world.actor("ben"))
    capturing.finish(story.uid, by=world.actor("ada"))
    exporting.ask("item", top.uid, "pdf", by=world.actor("ada"))
    watching.keep("volute", {}, by=world.actor("tom"))
    written = {"person_id": world.ada.pk, "organisation_id": world.pumps.pk, "asked_at": clock.now()}
    Written.objects.create(query="volute", **written)
    monkeypatch.setattr(arrangements, "FEW", 0)
    arrangements.ask(Deed.BIN, top.uid, by=world.actor("ada"))
    bringing.send(space.uid, "notes.md", [b"# Notes"], by=world.actor("ada"))
    today = clock.now().date()
    told = Telling(
        world.firms["foundry"].uid, "", "oral", today, "Gas", world.people["ben"].pk, (world.people["tom"].pk,)
    )
    rules = world.item(space, "Rules", kind="policy")
    policies.ask_to_note(rules.uid, 90, by=world.actor("ada"))
    for name in ("Gates", "Gas"):
        training = policies.ask_for_training(name, 12, 90, by=world.actor("ada"))
    policies.drop(training.uid, by=world.actor("ada"))
    for _twice in range(2):
        row = telling.tell(told, by=world.actor("ada"))
    telling.confirm(row.uid, by=world.actor("ben"))
    for who, check in (("ben", None), ("tom", today)):
        promise = Promise("Vent it", world.people[who].pk, today, check_on=check)
        row = promising.make("item", top.uid, promise, by=world.actor("ada"))
    alerted(world)
    registered(world)
    claimed(world)
    audited(world)
    parted(world)
    promising.keep(row.uid, "Vented", by=world.actor("tom"))
    _meet(world)
    hooked(world)
    _ask(world)
    return world


def hooked(world):
    """Webhooks of the pump maker, and one of the foundry that has ended."""
    for who in ("ada", "ada", "cleo"):
        hook = hooking.make(Wish("Chat", "https://chat.example/", ("pages",)), by=world.actor(who)).hook
    hooking.end(hook.uid, by=world.actor("cleo"))


def registered(world):
    """A patent, a secret that Ben sees to, one that was given up, and inventions, one of them answered."""
    ada, ben = world.actor("ada"), world.actor("ben")
    for kind in ("patent", "secret", "mark"):
        row = assets.enter(
            Entry(kind, kind, "background", classification=3, custodian_id=ben.person, makers=[ben.person]), by=ada
        )
    assets.give_up(row.uid, "Sold", by=ada)
    for _twice in range(2):
        told = inventions.tell(inventions.Telling("Gate", "Gas", "Vent", inventors=[ben.person]), by=ben)
    inventions.put_aside(told.uid, "Known", by=ada)


def alerted(world):
    """A deadline of which somebody has to take note, and one that is settled."""
    alert = {
        "organisation": world.pumps,
        "kind": "right",
        "what": "renewal",
        "day": clock.now().date(),
        "at": clock.now(),
    }
    for pk, done in ((1, None), (2, clock.now())):
        Alert.objects.create(about_id=pk, before=7, responsible=world.people["ben"], settled_at=done, **alert)


def _ask(world):
    """Requests to a committee that Ben chairs: open, taken back, granted by him alone, and over."""
    ada, ben = world.actor("ada"), world.actor("ben")
    committees.found(Rules("IP", 1, 14), ben.person, [ada.person], by=ada, purpose="ip")
    rows = [requesting.ask(Asking("dispute", "Act", "They copy"), by=ada) for _each in range(4)]
    requesting.ask(Asking("dispute", "Act", "They copy"), by=ben)
    requesting.withdraw(rows[1].uid, by=ada)
    day = clock.now().date()
    for row in rows[2:]:
        deciding.decide_alone(row.uid, Ruling("Now", ada.person, day, until=day), by=ben)
    deciding.stop(rows[3].uid, "Enough", by=ada)


def _meet(world):
    """An open and a closed committee, meetings in each state, and questions: open, barred and closed."""
    ada, ben = world.actor("ada"), world.actor("ben")
    for name in ("Over", "Inventions"):
        row = committees.found(Rules(name, 1, 14), ben.person, [ada.person], by=ada)
        if name == "Over":
            committees.close(row.uid, by=ada)
    with clock.at(clock.now() - timedelta(days=2)):
        later = (clock.now() + timedelta(days=1)).replace(tzinfo=None)
        meetings = [calling.call(row.uid, "Round", When(later, "UTC", 60), by=ben) for _each in range(3)]
    there = {ada.person: "present", ben.person: "absent"}
    for meeting in meetings[:2]:
        held = minuting.write(meeting.uid, Minutes(there), by=ada)
    minuting.approve(held.uid, held.edition, by=ben)
    calling.call(row.uid, "Round", When(later + timedelta(days=9), "UTC", 60), by=ben)
    calling.cancel(meetings[2].uid, "Snow", by=ada)
    day = clock.now().date() + timedelta(days=3)
    ballots = [balloting.put(row.uid, "Now?", "", [], by=ben, closes_on=day) for _each in range(3)]
    voting.declare(ballots[0].uid, "Mine", by=ben)
    voting.declare(ballots[1].uid, "Mine", by=ben)
    voting.vote(ballots[1].uid, "yes", by=ada)
    balloting.close(ballots[1].uid, ada)


def audited(world):
    """Audits that are open and closed, with findings that somebody has, has mended and was told to leave alone."""
    later = clock.now().date() + timedelta(days=9)
    for who, owner in (("ada", "ben"), ("cleo", "tom")):
        by = world.actor(who)
        audit = auditing.open_("Third quarter", by.person, by=by)
        for key in ("rooms_and_keys", "restore_tried"):
            auditing.answer(audit.uid, key, "fails", "I looked.", by=by)
            finding = mending.give(audit.uid, key, Given("minor", "Open.", world.people[owner].pk, later), by=by)
        mending.look(finding.uid, by=by, state="holds", words="Shut.")
    for key in ("subcontractors_bound", "leavers_reminded"):
        auditing.answer(audit.uid, key, "holds", "I looked.", by=by)
    auditing.run(audit.uid, by=by)
    for row in list(pages.audit(audit.uid, by).failing):
        if row.loose:
            mending.give(audit.uid, row.check.key, Given("minor", "Open.", world.people["tom"].pk, later), by=by)
    auditing.close(audit.uid, "Well.", by=by)


def parted(world):
    """An agreement with the university that has ended, and one with the foundry that ends in a month."""
    for firm, who, days in (("university", "una", 0), ("foundry", "cleo", 40)):
        agreement = world.agree(firm, who, title=f"To end with {firm}")
        reason, at = "notice" if days else "mutual", clock.now() + timedelta(days=days)
        ending.record_end(agreement.uid, End(reason, "Done.", at, world.firms[firm].name), by=world.actor("ada"))
        opening.open_(agreement.pk)


def claimed(world):
    """Advisers, insurance and claims that go on, and such as are over; Ben sees to some, and Cleo has her own."""
    ada, today = world.actor("ada"), clock.now().date()
    ben = {"responsible": world.people["ben"].pk}
    for who, named in (("ada", {}), ("ada", ben), ("cleo", {})):
        by = world.actor(who)
        adviser = advising.add(Contact("patent", "Ms Hale", mail="hale@example.org"), by=by)
        terms = Terms("cyber", "Northern", "7", today, today + timedelta(days=9), adviser_uid=adviser.uid, **named)
        cover = covering.add(terms, by=by)
        about = {"adviser_uid": adviser.uid, "cover_uid": cover.uid, "other": "Vent Rights"}
        claim = claiming.make(Details("Vents", "against", "patent", "Ours.", today, **about, **named), by=by)
    for _twice in range(2):
        claim = claiming.make(Details("Marks", "by", "mark", "Ours.", today, other="Vent Rights", **ben), by=ada)
    claiming.step(claim.uid, Happened(today, "Over.", outcome="won"), by=ada)
    advising.end(advising.add(Contact("broker", "Mr Low", phone="+44 20 7946 0001"), by=ada).uid, by=ada)
    later = Terms("other", "Southern", "8", today + timedelta(days=1), today + timedelta(days=19), **ben)
    covering.renew(covering.add(terms_of(today, **ben), by=ada).uid, later, by=ada)
    covering.give_up(covering.add(terms_of(today), by=ada).uid, "Too dear", by=ada)


def terms_of(today, **more):
    return Terms("cyber", "Southern", "8", today, today + timedelta(days=9), **more)


def _passing(item, people):
    return Passing("S", "pairing", clock.now().date(), people, into=(item.pk,))


def actors():
    return [NOBODY, *filter(None, (identity.actor_for(person) for person in Person.objects.order_by("pk")))]


def test_scope_can_and_annotate_agree_for_every_policy(busy):
    assert len(ALL_POLICIES) >= 7
    for policy in ALL_POLICIES:
        things = list(policy.model._default_manager.all())
        assert things, f"nothing of the kind {policy.model.__name__} to try"
        for actor in actors():
            for ability in policy.abilities():
                within = set(policy.scope(actor, ability).values_list("pk", flat=True))
                marked = policy.annotate(actor, policy.model._default_manager.all(), ability)
                flags = {row.pk for row in marked if getattr(row, f"can_{ability}")}
                assert within == flags, (policy, ability, actor)
                for thing in things:
                    assert policy.can(actor, ability, thing) == (thing.pk in within), (policy, ability, actor)
                    held = ability in policy.abilities_of(actor, thing, ability)
                    assert held == (thing.pk in within), (policy, ability, actor)


def test_nobody_may_anything(busy):
    for policy in ALL_POLICIES:
        for ability in policy.abilities():
            assert not policy.scope(NOBODY, ability).exists(), (policy, ability)
