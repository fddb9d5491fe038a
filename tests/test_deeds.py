"""Whatever people do, one after the other, through the very deeds of the product: partners see what they should.

What they should see is kept beside, in plain Python that asks no table: who signed what, what was shared, moved,
held closer, brought together, stopped and ended, and what day it is.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kith.access.actions import Subject
from kith.access.models import ContainerKind
from kith.agreements.actions import drafting, ending, sharing
from kith.agreements.actions.ending import End
from kith.agreements.models import Agreement
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge import policy
from kith.knowledge.actions import arranging, relating
from kith.knowledge.models import Item
from tests.world import make

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRMS = {"foundry": "cleo", "university": "una"}
PARTNER, RESTRICTED = 2, 3
INDEX = st.integers(0, 5)
FIRM = st.sampled_from(sorted(FIRMS))


@dataclass
class Pact:
    """An agreement, as somebody who was told of each deed would remember it."""

    uid: str
    firm: str
    first: datetime
    last: datetime
    ceiling: int
    signed: set[str] = field(default_factory=set)
    over: datetime | None = None

    def holds(self, at: datetime) -> bool:
        both = self.signed >= {"ada", FIRMS[self.firm]}
        return both and self.first <= at < self.last and (self.over is None or at < self.over)


@dataclass
class Page:
    """A page of the pump maker's."""

    item: Item
    space: int
    level: int
    under: "Page | None" = None
    binned: bool = False
    comes_from: list["Page"] = field(default_factory=list)
    lent_by: set[str] = field(default_factory=set)  # whose confidential page it was made from

    def held_for(self) -> set[str]:
        """Whose confidence stands in it, however deep."""
        found, walked, edge = set(), set(), [self]
        while edge:
            here = edge.pop()
            if id(here) not in walked:
                walked.add(id(here))
                found |= here.lent_by
                edge += here.comes_from
        return found

    def lies_below(self, other: "Page") -> bool:
        here: Page | None = self
        while here is not None:
            if here is other:
                return True
            here = here.under
        return False


@dataclass
class Door:
    """Something that was shared."""

    pact: Pact
    page: Page | None  # None: a whole space
    space: int
    tree: bool = False
    named: bool = False  # for one person by name
    shut: bool = False

    def leads_to(self, page: Page) -> bool:
        if self.page is None:
            return page.space == self.space
        return page.lies_below(self.page) if self.tree else page is self.page


class Deeds(RuleBasedStateMachine):
    """The pump maker and two partners, for some days."""

    seen = 0  # in all runs: how often a partner saw a page, so that nobody takes closed doors for a proof

    @initialize()
    def begin(self):
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = BEGIN
        with clock.at(self.now):
            self.world = make()
            self.spaces = [self.world.space(name) for name in ("Castings", "Pumps")]
            self.pages = [self._page(n, 0) for n in range(4)] + [self._page(n, 1) for n in (4, 5)]
            self.pacts = [self._agreed(firm, name) for firm, name in FIRMS.items()]
            self.world.agree("foundry", "cleo")  # for what comes the other way
            lent = self.world.item(self.world.space("Melts", by="cleo"), "Charge", by="cleo", classification=PARTNER)
            self.world.share(lent, "pumps", agreement=self.world.agreements["foundry"], by="cleo")
        self.lent, self.doors = lent, []
        for pact in self.pacts:  # two doors each, so that deeds have something to open and close
            self._share(pact, self.pages[0], ContainerKind.SPACE, named=True)
            self._share(pact, self.pages[4], ContainerKind.SUBTREE, named=False)

    def teardown(self):
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def _agreed(self, firm, name):
        """An agreement that both have signed, for some days."""
        first, last = self.now.date(), self.now.date() + timedelta(days=4)
        made = self.world.agree(firm, name, starts_on=first, ends_on=last)
        zone = "Europe/London"
        signed = {"ada", name}
        return Pact(made.uid, firm, clock.start_of(first, zone), clock.end_of(last, zone), RESTRICTED, signed)

    def _page(self, number, space):
        item = self.world.item(self.spaces[space], f"Page {number}", classification=PARTNER)
        return Page(item, space, PARTNER)

    def _tried(self, deed, *args, **kwargs):
        """Whether a deed was done; what is refused leaves everything as it was."""
        try:
            with clock.at(self.now), transaction.atomic():
                deed(*args, **kwargs)
        except (Refused, Denied, Unseen):
            return False
        return True

    def _pact(self, number):
        return self.pacts[number % len(self.pacts)]

    @rule(firm=FIRM, after=st.integers(-1, 1), days=st.integers(0, 3), ceiling=st.sampled_from([PARTNER, RESTRICTED]))
    def draft(self, firm, after, days, ceiling):
        with clock.at(self.now):
            first = self.now.date() + timedelta(days=after)
            last = first + timedelta(days=days)
            if last < self.now.date():
                return
            terms = self.world.terms(firm, FIRMS[firm], starts_on=first, ends_on=last, ceiling=ceiling)
            drafted = drafting.draft(self.world.partnerships[firm].uid, terms, by=self.world.actor("ada"))
            drafting.send_out(drafted.uid, by=self.world.actor("ada"))
        zone = terms.zone
        self.pacts.append(Pact(drafted.uid, firm, clock.start_of(first, zone), clock.end_of(last, zone), ceiling))

    @rule(number=INDEX, ours=st.booleans())
    def sign(self, number, ours):
        pact = self._pact(number)
        if (who := "ada" if ours else FIRMS[pact.firm]) in pact.signed:
            return
        if self._tried(self.world.sign, Agreement.objects.get(uid=pact.uid), who):
            pact.signed.add(who)

    @rule(number=INDEX, page=INDEX, kind=st.sampled_from(ContainerKind), named=st.booleans())
    def share(self, number, page, kind, named):
        self._share(self._pact(number), self.pages[page], kind, named)

    def _share(self, pact, shared, kind, named):
        person = self.world.people[FIRMS[pact.firm]].pk if named else None
        agreement = Agreement.objects.get(uid=pact.uid)
        purpose = agreement.basis.purposes.first().uid if agreement.basis else "none"
        whole = kind is ContainerKind.SPACE
        target = sharing.Target(kind, self.spaces[shared.space].uid if whole else shared.item.uid)
        subject = Subject(self.world.firms[pact.firm].pk, person_id=person)
        if self._tried(sharing.share, pact.uid, target, subject, purpose, by=self.world.actor("ada")):
            self.doors.append(Door(pact, None if whole else shared, shared.space, kind is ContainerKind.SUBTREE, named))

    @rule(number=INDEX, sure=st.integers(0, 2))
    def stop(self, number, sure):
        pact = self._pact(number)
        if not sure and self._tried(ending.stop_sharing, pact.uid, by=self.world.actor("ada")):
            for door in self.doors:
                door.shut = door.shut or door.pact is pact

    @rule(number=INDEX, hours=st.integers(0, 30))
    def end(self, number, hours):
        pact = self._pact(number)
        moment = self.now + timedelta(hours=hours)
        end = End("mutual", "We are done.", moment, self.world.firms[pact.firm].name)
        if self._tried(ending.record_end, pact.uid, end, by=self.world.actor("ada")):
            pact.over = moment

    @rule(page=INDEX, space=st.integers(0, 1), under=st.none() | INDEX)
    def move(self, page, space, under):
        moved, parent = self.pages[page], None if under is None else self.pages[under]
        place = {"space_uid": self.spaces[space].uid, "parent_uid": parent.item.uid if parent else None}
        if self._tried(arranging.move, moved.item.uid, by=self.world.actor("ada"), **place):
            moved.under = parent
            for each in self.pages:
                if each.lies_below(moved):
                    each.space = space

    @rule(page=INDEX, level=st.integers(1, 3))
    def classify(self, page, level):
        if self._tried(arranging.classify, self.pages[page].item.uid, level, by=self.world.actor("ada")):
            self.pages[page].level = level

    @rule(page=INDEX, sure=st.integers(0, 3))
    def put_into_the_bin(self, page, sure):
        if sure:  # else all lies there soon
            return
        if self._tried(arranging.bin_item, self.pages[page].item.uid, by=self.world.actor("ada")):
            for each in self.pages:
                each.binned = each.binned or each.lies_below(self.pages[page])

    @rule(page=INDEX, other=st.none() | INDEX)
    def bring_together(self, page, other):
        made, source = self.pages[page], None if other is None else self.pages[other]
        uid = source.item.uid if source else self.lent.uid
        if self._tried(relating.say, made.item.uid, "derived_from", uid, by=self.world.actor("ada")):
            if source:
                made.comes_from.append(source)
            else:
                made.lent_by.add("foundry")

    @rule(hours=st.integers(1, 40))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @invariant()
    def partners_see_what_was_shared_and_nothing_else(self):
        if not hasattr(self, "world"):
            return
        for firm, name in FIRMS.items():
            with clock.at(self.now):
                seen = policy.items.scope(self.world.actor(name)).filter(organisation=self.world.pumps)
                found = {row.title for row in seen}
            Deeds.seen += len(found)
            assert found == {page.item.title for page in self.pages if self._is_open(page, firm)}, firm

    def _is_open(self, page, firm):
        if page.binned or page.held_for() - {firm}:
            return False
        return any(
            door.pact.firm == firm
            and not door.shut
            and door.pact.holds(self.now)
            and door.leads_to(page)
            and page.level <= min(door.pact.ceiling, RESTRICTED if door.named else PARTNER)
            for door in self.doors
        )


def test_partners_see_what_was_shared_whatever_is_done_in_whatever_order(db):
    Deeds.seen = 0
    run_state_machine_as_test(
        Deeds,
        settings=settings(
            max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert Deeds.seen > 100
