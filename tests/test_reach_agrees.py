"""Whatever agreements, grants, moves and ends there are: SQL, search tokens and the slow reading agree."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.access import actions as access
from kith.access import reach, why
from kith.access.models import Basis, BasisParty, BasisPurpose, BasisRecipient, Grant, Requirement
from kith.core import clock
from kith.core.errors import Refused, Unseen
from kith.identity import queries as identity
from kith.identity.models import Membership, Organisation, Person, Team
from kith.knowledge import bound, inputs, policy, sight, together, tree
from kith.knowledge.actions import relating
from kith.knowledge.models import Item, Relation, Release, Source, Space, Version
from kith.knowledge.queries import audience, lists
from kith.knowledge.queries import items as pages
from tests import reading

T0 = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOURS = st.integers(-4, 4)
THREE = st.integers(0, 2)


def hour(n):
    return T0 + timedelta(hours=n)


@st.composite
def subject(draw, kinds=("organisation", "team", "person")):
    return draw(st.sampled_from(kinds)), draw(THREE), draw(THREE)


BASIS = st.fixed_dictionaries(
    {
        "ceiling": st.integers(0, 3),
        "from": HOURS,
        "hours": st.integers(1, 6),
        "ended": st.none() | HOURS,
        "stays": st.booleans(),
        "parties": st.sets(THREE, min_size=2),
        "recipients": st.lists(subject(), min_size=1, max_size=3),
        "noted": st.none() | st.sets(st.integers(0, 9)),
    }
)
GRANT = st.fixed_dictionaries(
    {
        "container": st.tuples(st.sampled_from(["space", "subtree", "item"]), st.integers(0, 7)),
        "subject": subject(),
        "basis": st.integers(0, 2),
        "write": st.booleans(),
        "joint": st.booleans(),
        "at": st.integers(-4, 0),
        "stopped": st.none() | HOURS,
        "until": st.none() | HOURS,
    }
)
MOVE = st.tuples(st.integers(0, 7), st.none() | st.integers(0, 7), st.integers(0, 1))
WORLD = st.fixed_dictionaries(
    {
        "levels": st.lists(st.integers(0, 4), min_size=8, max_size=8),
        "parents": st.lists(st.none() | st.integers(0, 6), min_size=8, max_size=8),
        "binned": st.sets(st.integers(0, 7), max_size=1),
        "draft": st.sets(st.integers(0, 7), max_size=1),
        "bases": st.lists(BASIS, min_size=1, max_size=3),
        "grants": st.lists(GRANT, max_size=6),
        "moves": st.lists(MOVE, max_size=3),
        "roles": st.lists(st.sampled_from(["owner", "steward", "member", "auditor"]), min_size=9, max_size=9),
        "left": st.none() | st.integers(0, 8),
        "now": HOURS,
    }
)

SELDOM = st.sampled_from([None, None, None, -3, -1, 1])  # an hour, mostly none
JOINT_BASIS = st.fixed_dictionaries(
    {
        "ceiling": st.integers(1, 3),
        "from": st.integers(-4, -2),
        "hours": st.integers(1, 6),
        "ended": SELDOM,
        "stays": st.booleans(),
        "parties": st.sampled_from([{0, 1}, {0, 1, 2}]),
        "recipients": st.lists(subject(), max_size=2).map(lambda rows: [*rows, ("organisation", 1, 0)]),
        "noted": st.sampled_from([None, None, {3, 4}]),
    }
)
JOINT_GRANT = st.fixed_dictionaries(
    {
        "container": st.tuples(st.just("space"), st.integers(0, 1)),
        "subject": st.tuples(
            st.sampled_from(["organisation", "team", "person"]), st.sampled_from([1, 1, 1, 0, 2]), THREE
        ),
        "basis": st.integers(0, 1),
        "write": st.booleans(),
        "joint": st.just(True),
        "at": st.integers(-4, -2),
        "stopped": SELDOM,
        "until": SELDOM,
    }
)
JOINT_WORLD = st.fixed_dictionaries(
    {
        "levels": st.just([1, 2, 3, 0, 1, 2, 4, 1]),
        "parents": st.just([None, None, 0, 1, 2, None, 0, 5]),
        "binned": st.sets(st.integers(0, 7), min_size=1, max_size=3),
        "draft": st.sets(st.integers(0, 7), max_size=2),
        "bases": st.lists(JOINT_BASIS, min_size=1, max_size=2),
        "grants": st.lists(JOINT_GRANT, min_size=3, max_size=5),
        "moves": st.lists(MOVE, max_size=1),
        "roles": st.just(["owner", "member", "steward", "owner", "member", "member", "owner", "member", "member"]),
        "left": st.none(),
        "now": st.integers(-2, 4),
    }
)

# Pages 0 to 7 are the first firm's; 8 and 9 stand with the second and the third, and one may be public.
KINDS = st.sampled_from(["derived_from", "combines", "supersedes", "applies", "contradicts"])
HOUR = st.integers(-3, 2)
REQUIREMENT = st.fixed_dictionaries(
    {
        "firm": st.integers(0, 2),
        "version": st.integers(0, 1),
        "asked": st.sampled_from([-3, -3, -2, 1]),
        "waits": st.sampled_from([-2, -1, 0, 1]),
        "ended": st.sampled_from([None, None, None, -1, 1]),
        "met": st.lists(st.tuples(st.integers(0, 8), st.integers(0, 1), HOUR, st.none() | HOUR), max_size=4),
    }
)
LINEAGE_WORLD = st.fixed_dictionaries(
    {
        "levels": st.just([1, 2, 3, 0, 1, 2, 2, 1]),
        "parents": st.just([None, None, 0, 1, 2, None, 0, 5]),
        "binned": st.just(set()),
        "draft": st.sets(st.integers(0, 7), max_size=1),
        "bases": st.just(
            [
                {
                    "ceiling": 3,
                    "from": -4,
                    "hours": 9,
                    "ended": None,
                    "stays": False,
                    "parties": {0, 1, 2},
                    "recipients": [("organisation", 1, 0), ("organisation", 2, 0)],
                    "noted": None,
                }
            ]
        ),
        "grants": st.lists(
            st.fixed_dictionaries(
                {
                    "container": st.tuples(st.sampled_from(["space", "subtree", "item"]), st.integers(0, 7)),
                    "subject": st.tuples(st.sampled_from(["organisation", "team"]), st.integers(1, 2), st.just(0)),
                    "basis": st.just(0),
                    "write": st.just(False),
                    "joint": st.booleans(),
                    "at": st.just(-4),
                    "stopped": st.none(),
                    "until": st.none(),
                }
            ),
            min_size=4,
            max_size=6,
        ),
        "moves": st.lists(MOVE, max_size=1),
        "roles": st.just(["owner", "member", "steward", "owner", "member", "member", "owner", "member", "member"]),
        "left": st.none(),
        "now": st.just(0),
        "public": st.sets(st.integers(8, 9), max_size=1),
        "related": st.lists(st.tuples(st.integers(0, 7), KINDS, st.integers(0, 9)), max_size=3).map(
            lambda rows: [*rows, (0, "derived_from", 8), (1, "combines", 9), (2, "applies", 0)]
        ),
        "released": st.lists(st.tuples(st.integers(0, 3), st.integers(1, 2), st.booleans()), max_size=3),
        "told": st.lists(st.tuples(st.integers(3, 7), st.integers(3, 8)), max_size=1),
        "reclassified": st.lists(st.tuples(st.integers(8, 9), st.integers(0, 2)), max_size=1),
        "asked": st.lists(REQUIREMENT, max_size=2),
    }
)


class Made:
    """The generated world: 3 organisations of 3 people and a team each; the first also works for the second."""

    def __init__(self, plan):
        self.plan = plan
        self.organisations = [Organisation.objects.create(name=f"O{n}", created_at=T0) for n in range(3)]
        self.people, self.teams, self.memberships = [], [], []
        for n, organisation in enumerate(self.organisations):
            people = [
                Person.objects.create(email=f"p{n}{m}@example.org", name=f"P{n}{m}", joined_at=T0) for m in range(3)
            ]
            members = [self.member(p, organisation, plan["roles"][3 * n + m]) for m, p in enumerate(people)]
            team = Team.objects.create(organisation=organisation, name="T")
            team.members.set(members[1:])
            self.people.append(people)
            self.teams.append(team)
        self.member(self.people[0][0], self.organisations[1], "member")
        if plan["left"] is not None:
            Membership.objects.filter(pk=self.memberships[plan["left"]].pk).update(ended_at=T0)
        self.spaces = [self.space(n) for n in range(2)]
        self.items = self.make_items()
        self.bases = [self.basis(b) for b in plan["bases"]]
        for row in plan["grants"]:
            self.grant(row)
        for child, parent, space in plan["moves"]:
            self.move(child, parent, space)
        self.hand_on(plan)
        for n, row in enumerate(plan.get("asked", ())):
            self.ask(n, row)

    def ask(self, n, row):
        """What a firm asks of its people before others' things are shown to them, and who has met it."""
        asked = Requirement.objects.create(
            organisation=self.organisations[row["firm"]],
            item_id=1000 + n if row["version"] else None,
            version_id=row["version"],
            name="" if row["version"] else "T",
            asked_at=hour(row["asked"]),
            asked_by=self.people[0][0],
            waits_from=hour(row["waits"]),
            ended_at=None if row["ended"] is None else hour(row["ended"]),
        )
        for seat, version, at, until in row["met"]:
            asked.fulfilments.create(
                person=self.memberships[seat].person,
                version_id=version,
                at=hour(at),
                until=None if until is None else hour(until),
            )

    def hand_on(self, plan):
        """What the pages come from, who told it, and what was released in spite of it."""
        everything = [*self.items, *(self.foreign(n, plan) for n in (8, 9) if plan.get("related"))]
        by = identity.actor_for(self.people[0][0], self.organisations[0].pk)
        if by is None:
            return
        for child, kind, other in plan.get("related", ()):
            if child != other:
                relating.put(everything[child], Relation.Kind(kind), everything[other], by=by)
        for n, row in plan.get("told", ()):
            self.source(everything[n], self.memberships[row])
            inputs.rebind(everything[n].pk, by=by)
        for n, firm, ended in plan.get("released", ()):
            self.release(everything[n], self.organisations[firm], ended)
        for n, level in plan.get("reclassified", ()) if plan.get("related") else ():
            Item.objects.filter(pk=everything[n].pk).update(classification=level)
            inputs.rebind(everything[n].pk, by=by)

    def source(self, item, seat):
        who = {"person_id": seat.person_id, "organisation_id": seat.organisation_id}
        Source.objects.create(item=item, asked_at=T0, asked_by=self.people[0][0], **who)

    def foreign(self, n, plan):
        """A page of the second or the third firm's own."""
        firm, owner = self.organisations[n - 7], self.people[n - 7][0]
        space = Space.objects.create(organisation=firm, name=f"F{n}", created_at=T0, created_by=owner)
        level = 0 if n in plan["public"] else 2
        return Item.objects.create(
            organisation=firm,
            space=space,
            title=f"F{n}",
            classification=level,
            owner=owner,
            changed_at=T0,
            created_at=T0,
        )

    def release(self, item, firm, ended):
        """It covers all that stands in the page; an ended one covers nothing."""
        covers = [each.key for each in inputs.of([item.pk]).inputs[item.pk]]
        asked, decided = self.people[0][1], self.people[0][2]
        with suppress(Exception), transaction.atomic():  # the same release twice is refused by the database
            Release.objects.create(
                item=item,
                organisation=firm,
                reason="R",
                asked_at=T0,
                asked_by=asked,
                covers=covers,
                decided_at=T0,
                decided_by=decided,
                given=True,
                ended_at=T0 if ended else None,
            )

    def member(self, person, organisation, role):
        membership = Membership.objects.create(person=person, organisation=organisation, role=role, joined_at=T0)
        self.memberships.append(membership)
        return membership

    def space(self, n):
        owner = self.organisations[0]
        return Space.objects.create(organisation=owner, name=f"S{n}", created_at=T0, created_by=self.people[0][0])

    def make_items(self):
        items: list[Item] = []
        for n, level in enumerate(self.plan["levels"]):
            chosen = self.plan["parents"][n]
            parent = items[chosen] if chosen is not None and chosen < n else None
            item = Item.objects.create(
                organisation=self.organisations[0],
                space=parent.space if parent else self.spaces[n % 2],
                parent=parent,
                title=f"I{n}",
                classification=level,
                owner=self.people[0][n % 3],
                changed_at=T0,
                created_at=T0,
                binned_at=T0 if n in self.plan["binned"] else None,
            )
            item.path = tree.path_under(parent, item.pk)
            if n not in self.plan["draft"]:
                item.current = Version.objects.create(
                    item=item, number=1, title=item.title, body={}, author=item.owner, published_at=T0
                )
            item.save()
            items.append(item)
        return items

    def chosen(self, row):
        kind, organisation, n = row
        who = {"kind": kind, "organisation": self.organisations[organisation], "team": None, "person": None}
        if kind == "team":
            who["team"] = self.teams[organisation]
        if kind == "person":
            who["person"] = self.people[organisation][n]
        return who

    def basis(self, plan):
        basis = Basis.objects.create(
            title="B",
            ceiling=plan["ceiling"],
            starts_at=hour(plan["from"]),
            ends_at=hour(plan["from"] + plan["hours"]),
            zone="UTC",
            ended_at=None if plan["ended"] is None else hour(plan["ended"]),
            stays=plan["stays"],
            duties_first=plan.get("noted") is not None,
        )
        for n in plan.get("noted") or ():
            row = self.memberships[n]
            access.acknowledge(basis, row.person_id, row.organisation_id)
        for n in plan["parties"]:
            BasisParty.objects.create(basis=basis, organisation=self.organisations[n])
        for row in plan["recipients"]:
            BasisRecipient.objects.create(basis=basis, **self.chosen(row))
        BasisPurpose.objects.create(basis=basis, text="Casting quality")
        return basis

    def grant(self, plan):
        kind, n = plan["container"]
        target = self.spaces[n % 2] if kind == "space" else self.items[n]
        who = self.chosen(plan["subject"])
        outside = who["organisation"] != self.organisations[0]
        basis = self.bases[plan["basis"] % len(self.bases)] if outside else None
        joint = plan["joint"] and outside and kind == "space"
        who["subject_kind"] = who.pop("kind")
        with suppress(Exception), transaction.atomic():  # the same grant twice is refused by the database
            Grant.objects.create(
                owner=self.organisations[0],
                container_kind=kind,
                container_id=target.pk,
                ability="write" if joint or (plan["write"] and not outside) else "read",
                joint=joint,
                basis=basis,
                purpose=basis and basis.purposes.get(),
                granted_at=hour(plan["at"]),
                stopped_at=None if plan["stopped"] is None else hour(plan["stopped"]),
                until=None if plan["until"] is None else hour(plan["until"]),
                **who,
            )

    def move(self, child, parent, space):
        item = Item.objects.get(pk=self.items[child].pk)
        under = None if parent is None else Item.objects.get(pk=self.items[parent].pk)
        with suppress(Refused):
            tree.relocate(item, parent=under, space_id=under.space_id if under else self.spaces[space].pk)


def is_explained(actor, item, at):
    """Whether `why` finds a grant that opens the item, or a reason that needs none."""
    if actor.organisation_id == item.organisation_id and (actor.keeps or item.owner_id == actor.person_id):
        return True
    given = Grant.objects.filter(audience.covering([item]), organisation=actor.organisation_id, granted_at__lte=at)
    guest = actor.organisation_id != item.organisation_id
    unmet = Requirement.objects.unmet(actor.organisation_id, actor.person_id, at).filter(waits_from__lte=at)
    if guest and unmet.exists():
        return False
    if guest and not bound.admits(item, actor.organisation_id, bound.released([item])):
        return False
    return any(why.shut(grant, actor, item.classification, at) is None for grant in given)


def found(item, view):
    """Whether the item's page finds it, by the question that is prepared once for all readers."""
    with suppress(Unseen):
        return pages.find(item.uid, view) == item
    return False


def hold(made, at):
    """Compare the three answers for every member and item."""
    items = list(Item.objects.select_related("space", "parent"))
    for membership in Membership.objects.select_related("person"):
        person, organisation_id = membership.person, membership.organisation_id
        expected = {item.pk for item in items if reading.may_read(person, organisation_id, item, at)}
        actor = identity.actor_for(person, organisation_id)
        if actor is None:
            assert expected == set()
            continue
        view = sight.of(actor)
        by_sql = set(policy.items.scope(actor).values_list("pk", flat=True))
        assert by_sql == expected
        assert {item.pk for item in lists.newest(view)} == expected
        open_to_her = set(Item.objects.filter(policy.seen(view) | policy.editable(view)).values_list("pk", flat=True))
        assert {item.pk for item in items if found(item, view)} == open_to_her
        words = set(sight.tokens(view))
        published = [item for item in items if item.current_id and not item.binned_at]
        assert {item.pk for item in published if words & set(sight.acl(item))} == expected
        for item in items:
            assert policy.items.can(actor, "see", item) == (item.pk in expected)
            assert (item not in published) or is_explained(actor, item, at) == (item.pk in expected)
            own = item.owner_id == person.pk and item.organisation_id == organisation_id
            if not own and item.pk in expected:
                assert view.doors_to(item)
        to_write = {item.pk for item in items if reading.may_write(person, organisation_id, item, at)}
        assert set(policy.items.scope(actor, "edit").values_list("pk", flat=True)) == to_write
        here = [item.uid for item in items if item.pk in to_write and not item.binned_at]
        assert together.DOOR.writable(actor, [item.uid for item in items]) == set(here)
        for item in items:
            assert policy.items.can(actor, "edit", item) == (item.pk in to_write)
            assert ("edit" in policy.items.abilities_of(actor, item, "edit")) == (item.pk in to_write)


@pytest.mark.django_db
@settings(max_examples=45, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plan=WORLD)
def test_sql_tokens_and_the_slow_reading_agree_in_every_world(plan):
    with transaction.atomic():
        moment = hour(plan["now"])
        with clock.at(moment):
            hold(Made(plan), moment)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plan=JOINT_WORLD)
def test_they_agree_where_both_sides_write_and_where_what_they_wrote_is_frozen(plan):
    with transaction.atomic():
        moment = hour(plan["now"])
        with clock.at(moment):
            hold(Made(plan), moment)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plan=LINEAGE_WORLD)
def test_they_agree_where_pages_come_from_what_other_firms_told_in_confidence(plan):
    with transaction.atomic():
        moment = hour(plan["now"])
        with clock.at(moment):
            hold(Made(plan), moment)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_an_outsider_reaches_nothing_even_with_a_grant_whose_basis_does_not_bind_her():
    plan = {
        "levels": [0] * 8,
        "parents": [None] * 8,
        "binned": set(),
        "draft": set(),
        "roles": ["member"] * 9,
        "left": None,
        "moves": [],
        "bases": [
            {
                "ceiling": 3,
                "from": -1,
                "hours": 3,
                "ended": None,
                "stays": False,
                "parties": {0, 1},
                "recipients": [("organisation", 1, 0)],
            }
        ],
        "grants": [
            {
                "container": ("space", n),
                "subject": ("organisation", 2, 0),
                "basis": 0,
                "write": False,
                "joint": False,
                "at": -1,
                "stopped": None,
                "until": None,
            }
            for n in range(2)
        ],
        "now": 0,
    }
    with clock.at(T0):
        made = Made(plan)
        assert Grant.objects.count() == 2
        stranger = identity.actor_for(made.people[2][0])
        assert reach.of(stranger).doors == ()
