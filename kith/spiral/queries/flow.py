"""The spiral of a partnership or a space: what flows, where it waits, how far it comes. Each figure with its n."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.knowledge.models import Space
from kith.knowledge.queries import lists
from kith.partnerships import queries as partnerships
from kith.partnerships.models import Partnership
from kith.spiral import laps, policy
from kith.spiral.models import Conversion, Part, Participant
from kith.spiral.modes import SHORT, Mode
from kith.spiral.queries import journey
from kith.spiral.queries.journey import Event

WAITING = 20  # shown at a time


@dataclass(frozen=True)
class Leg:
    """One mode: how many conversions count, and the median of the days that it was waited for."""

    name: Sentence
    count: int
    waits: int  # of which there is a wait to measure
    median: float | None  # days; None for fewer than three


@dataclass(frozen=True)
class Flow:
    """How knowledge passes in a partnership, in a space, or anywhere that somebody may see."""

    legs: list[Leg]
    unconfirmed: int
    journeys: int
    laps: int
    median_lap: float | None
    lap_days: list[int]
    stalled: int
    balance: float | None
    across: int  # conversions in which people of several organisations took part
    people: int
    firms: int

    @property
    def count(self) -> int:
        """How many conversions count."""
        return sum(leg.count for leg in self.legs)

    @property
    def bottleneck(self) -> Leg | None:
        """The mode that is waited for longest, by its median; None when fewer than two can be compared."""
        measured = [leg for leg in self.legs if leg.median is not None]
        return max(measured, key=lambda leg: leg.median or 0) if len(measured) > 1 else None

    @property
    def lacking(self) -> int:
        """How many conversions are missing before a balance is computed."""
        return max(0, laps.LEAST_FOR_BALANCE - self.count)


@dataclass(frozen=True)
class FlowPage:
    """A flow with what it is of, and what else one can look at."""

    flow: Flow
    title: str
    partnerships: list[tuple[Partnership, str]]
    spaces: list[Space]
    chosen: str
    waiting: list[Event]  # of which she can say whether they were so


def page(by: Actor, chosen: str = "") -> FlowPage:
    """The spiral page of an actor: of all that she may see, or of one partnership or space ("p…" or "s…" and its id).

    Raises:
        Unseen: there is none such for her.
    """
    known = [(row, partnerships.partner_of(row, by).name) for row in partnerships.of(by)]
    spaces = lists.writable(by)
    title, condition = _chosen(chosen, known, spaces)
    return FlowPage(of(by, condition), title, known, spaces, chosen, waiting(by))


def _chosen(chosen: str, known: list[tuple[Partnership, str]], spaces: list[Space]) -> tuple[str, Q]:
    if not chosen:
        return "", Q()
    for row, name in known:
        if chosen == f"p{row.uid}":
            return name, _between(row)
    for space in spaces:
        if chosen == f"s{space.uid}":
            parts = Part.objects.filter(conversion=OuterRef("pk"), item__space=space)
            return space.name, Q(Exists(parts))
    raise Unseen("Space")


def waiting(by: Actor) -> list[Event]:
    """The conversions of which somebody can say that they were so: those she took part in, and of her own items."""
    people = Participant.objects.filter(conversion=OuterRef("pk"), person=by.person_id)
    hers = Q(Exists(people)) | Q(Exists(Part.objects.filter(conversion=OuterRef("pk"), item__owner=by.person_id)))
    found = policy.conversions.scope(by, "confirm").filter(hers).order_by("-held_on", "-pk")
    ids = list(found.values_list("pk", flat=True)[:WAITING])
    return journey.shown(journey.loaded(by, Q(pk__in=ids)), by)


def _between(partnership: Partnership) -> Q:
    """The conversions in which people of both sides took part, or people of one with what is the other's."""
    people = Participant.objects.filter(conversion=OuterRef("pk"))
    sides = [partnership.first_id, partnership.second_id]
    one, other = (Q(organisation=side) | Q(Exists(people.filter(organisation=side))) for side in sides)
    return one & other


def of(by: Actor, condition: Q) -> Flow:
    """The flow of the conversions that somebody may see and that meet a condition."""
    rows = journey.loaded(by, condition)
    counted = [row for row in rows if _counts(row)]
    lineages = _lineages(counted)
    today = clock.now().date()
    turns = [[journey.turn(row, True) for row in lineage] for lineage in lineages]
    waits: dict[str, list[int]] = defaultdict(list)
    for each in turns:
        for mode, waited in laps.waits(each):
            waits[mode].append(waited)
    closed = [lap for each in turns for lap in laps.laps(each)]
    modes = Counter(row.mode for row in counted)
    days = [lap.days for lap in closed]
    people = [each for row in counted for each in row.participants.all()]
    return Flow(
        legs=[Leg(SHORT[mode], modes[mode], len(waits[mode]), laps.median_of(waits[mode])) for mode in Mode],
        unconfirmed=sum(_waits(row) for row in rows),
        journeys=len(lineages),
        laps=len(closed),
        median_lap=laps.median_of(days),
        lap_days=days,
        stalled=sum(laps.stalled(each, today) for each in turns),
        balance=laps.balance(row.mode for row in counted),
        across=sum(len({each.organisation_id for each in row.participants.all()}) > 1 for row in counted),
        people=len({each.person_id for each in people}),
        firms=len({each.organisation_id for each in people}),
    )


def _counts(row: Conversion) -> bool:
    return getattr(row, "confirmation", None) is not None and getattr(row, "retraction", None) is None


def _waits(row: Conversion) -> bool:
    return getattr(row, "confirmation", None) is None and getattr(row, "retraction", None) is None


def _lineages(rows: Iterable[Conversion]) -> list[list[Conversion]]:
    """Conversions that hang together by their items: each group is one journey."""
    root: dict[int, int] = {}

    def find(item: int) -> int:
        while root.setdefault(item, item) != item:
            root[item] = item = root[root[item]]
        return item

    listed = list(rows)
    for row in listed:
        first, *others = [part.item_id for part in row.parts.all()]
        for other in others:
            root[find(other)] = find(first)
    groups: dict[int, list[Conversion]] = defaultdict(list)
    for row in listed:
        groups[find(row.parts.all()[0].item_id)].append(row)
    return list(groups.values())
