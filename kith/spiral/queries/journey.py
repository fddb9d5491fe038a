"""An item's journey: its conversions with those of the items it stands to, as far as the reader may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Sentence
from kith.knowledge import policy as knowledge
from kith.knowledge import sight
from kith.knowledge.models import Item, Relation
from kith.knowledge.queries import items, references
from kith.knowledge.queries.items import ItemPage
from kith.spiral import laps, policy
from kith.spiral.laps import Lap, Turn
from kith.spiral.models import Conversion, Evidence, Part, Participant
from kith.spiral.modes import BA, SHORT, Ba, Mode, method_name

DEEP = 6  # relations that a journey follows away from its item
WIDE = 200  # items of one journey
MOST = 500  # conversions of one journey


@dataclass(frozen=True)
class Event:
    """One conversion as a journey shows it.

    `people` are those whom the reader may know of by it, `others` how many more took part; `note` is empty for whoever
    may not see all of its items.
    """

    conversion: Conversion
    people: tuple[Participant, ...]
    others: int
    into: tuple[Item, ...]
    out_of: tuple[Item, ...]
    note: str
    reason: str  # why it was retracted, told like the note
    can: frozenset[str]

    @property
    def confirmed(self) -> bool:
        """Whether somebody else has said that it was so."""
        return getattr(self.conversion, "confirmation", None) is not None

    @property
    def retracted(self) -> bool:
        """Whether it was not so after all."""
        return getattr(self.conversion, "retraction", None) is not None

    @property
    def counts(self) -> bool:
        """Whether it is one of the journey's turns."""
        return self.confirmed and not self.retracted

    @property
    def mode_name(self) -> Sentence:
        """From what to what."""
        return SHORT[self.conversion.mode]

    @property
    def ba(self) -> Ba:
        """The place it needs."""
        return BA[self.conversion.mode]

    @property
    def method_name(self) -> Sentence:
        """How it was done."""
        return method_name(self.conversion.method)


@dataclass(frozen=True)
class Journey:
    """An item with its journey."""

    page: ItemPage
    events: list[Event]
    laps: list[Lap]
    stage: set[str]
    stalled: bool
    reach: Sentence
    may_record: bool

    @property
    def modes(self) -> list[tuple[str, Sentence, int]]:
        """Each mode, in words, with how many conversions of it count."""
        counted = [event.conversion.mode for event in self.events if event.counts]
        return [(str(mode.value), SHORT[mode], counted.count(mode)) for mode in Mode]

    @property
    def waiting(self) -> int:
        """How many conversions nobody has confirmed yet."""
        return sum(not event.confirmed and not event.retracted for event in self.events)


def of(uid: str, by: Actor) -> Journey:
    """The journey of an item.

    Raises:
        Unseen: there is none for her.
    """
    page = items.page(uid, by)
    family = lineage(page.item, by)
    parts = Part.objects.filter(item__in=family)
    rows = loaded(by, Q(pk__in=parts.values("conversion")))
    events = shown(rows, by)
    turns = [turn(event.conversion, event.counts) for event in events]
    today = clock.now().date()
    return Journey(
        page=page,
        events=events,
        laps=laps.laps(turns),
        stage=laps.stage(turns),
        stalled=laps.stalled(turns, today),
        reach=reach(rows),
        may_record="comment" in page.can,
    )


def lineage(item: Item, by: Actor) -> list[int]:
    """The ids of the items of one lineage that somebody may see: those that come from each other, combine, supersede
    or apply each other. Followed breadth first, through items that she may see only."""
    view = sight.of(by)
    known, edge = {item.pk}, {item.pk}
    for _step in range(DEEP):
        rows = Relation.objects.filter(Q(item__in=edge) | Q(other__in=edge), kind__in=Relation.HEREDITARY)
        ends = {pk for pair in rows.values_list("item", "other") for pk in pair} - known
        if not ends or len(known) >= WIDE:
            break
        edge = set(
            Item.objects.filter(knowledge.open_to(view), pk__in=ends).values_list("pk", flat=True)[: WIDE - len(known)]
        )
        known |= edge
    return sorted(known)


def loaded(by: Actor, condition: Q) -> list[Conversion]:
    """The conversions that somebody may see, with all that belongs to them, by day: six questions, however many."""
    people = Participant.objects.select_related("person", "organisation").order_by("pk")
    rows = policy.conversions.annotate(
        by, policy.conversions.scope(by).filter(condition), "confirm", "retract"
    ).select_related("recorded_by", "confirmation__person", "retraction__person")
    parts = Part.objects.select_related("item")
    evidence = Evidence.objects.order_by("pk")
    whole = rows.prefetch_related(
        Prefetch("participants", people), Prefetch("parts", parts), Prefetch("evidence", evidence)
    )
    return list(whole.order_by("held_on", "pk")[:MOST])


def shown(rows: Sequence[Conversion], by: Actor) -> list[Event]:
    """Conversions as their reader may see them; titles of other organisations are recorded as shown before they are."""
    uids = dict.fromkeys(part.item.uid for row in rows for part in row.parts.all())
    titles = references.titles(uids, sight.of(by))
    return [_event(row, titles, by) for row in rows]


def _event(row: Conversion, titles: dict[str, Item], by: Actor) -> Event:
    parts = list(row.parts.all())
    seen = [(part.way, titles[part.item.uid]) for part in parts if part.item.uid in titles]
    everyone = list(row.participants.all())
    known = {by.organisation_id, row.organisation_id}
    inside = row.organisation_id == by.organisation_id  # whose people may know who took part
    people = tuple(each for each in everyone if inside or each.organisation_id in known)
    return Event(
        conversion=row,
        people=people,
        others=len(everyone) - len(people),
        into=tuple(item for way, item in seen if way == Part.Way.IN),
        out_of=tuple(item for way, item in seen if way == Part.Way.OUT),
        note=row.note if len(seen) == len(parts) else "",
        reason=row.retraction.reason if len(seen) == len(parts) and hasattr(row, "retraction") else "",
        can=frozenset(name for name in ("confirm", "retract") if getattr(row, f"can_{name}")),
    )


def turn(row: Conversion, counts: bool) -> Turn:
    """A conversion as counting needs it."""
    return Turn(row.mode, row.held_on, frozenset(each.person_id for each in row.participants.all()), counts)


def reach(rows: Iterable[Conversion]) -> Sentence:
    """How far it has come: to one person, to several of one firm, or across firms."""
    rows = [row for row in rows if getattr(row, "confirmation", None) and not getattr(row, "retraction", None)]
    people = {each.person_id for row in rows for each in row.participants.all()}
    firms = {each.organisation_id for row in rows for each in row.participants.all()} | {
        row.organisation_id for row in rows
    }
    if not rows:
        return _("nobody yet")
    if len(firms) > 1:
        return _("several organisations")
    return _("several people of one organisation") if len(people) > 1 else _("one person")
