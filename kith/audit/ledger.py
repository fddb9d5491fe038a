"""Writing to the ledger. `record` belongs in the transaction that does the deed; without it the deed is undone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, models, transaction

from kith.audit import announcing, outbox
from kith.audit.facts import Fact
from kith.audit.models import Denial, Event, Exposure, Miss, Pending, Reaction
from kith.core import clock
from kith.core.actor import Actor


class OutsideTransaction(RuntimeError):
    """A fact was recorded outside a transaction: the deed could survive without its row."""


def record(fact: Fact) -> Event:
    """Write `fact` as a ledger row with its outbox, in the caller's transaction.

    Raises:
        OutsideTransaction: there is none.
    """
    return record_all([fact])[0]


def _in_a_transaction() -> bool:
    """Whether somebody opened one: the one that a test runs in is nobody's, as it is for Django's durable blocks."""
    blocks = connection.atomic_blocks
    return bool(blocks) and not getattr(blocks[-1], "_from_testcase", False)


def record_all(facts: Sequence[Fact]) -> list[Event]:
    """Write facts as rows of the ledger, in their order and as `record` does: as many inserts for all as for one."""
    if not _in_a_transaction():
        raise OutsideTransaction(", ".join(sorted({fact.name() for fact in facts})))
    moment = clock.now()
    events = [_event(fact, moment) for fact in facts]
    if connection.features.can_return_rows_from_bulk_insert:
        Event.objects.bulk_create(events)
    else:  # SQLite before 3.35 says the id of one row only
        for event in events:
            event.save(force_insert=True)
    Pending.objects.bulk_create([Pending(event=event) for event in events])
    reactions = [
        Reaction(event=event, handler=name, not_before=moment)
        for fact, event in zip(facts, events, strict=True)
        for name in outbox.names_for(fact)
    ]
    if reactions:
        Reaction.objects.bulk_create(reactions)
    announcing.announce(facts)
    return events


def _event(fact: Fact, moment: datetime) -> Event:
    return Event(
        at=moment,
        name=fact.name(),
        person_id=fact.by.person_id,
        organisation_id=fact.by.organisation_id,
        via=fact.by.via,
        kind=fact.about,
        object_id=fact.object_id,
        owner_id=fact.owner_id,
        data=fact.data(),
    )


@dataclass(frozen=True, kw_only=True)
class DemoBegun(Fact):
    """The first row of a demo installation: nothing in it is real."""


def is_demo() -> bool:
    """Whether this installation began as a demo: its first row says so."""
    first = Event.objects.order_by("id").values_list("name", flat=True).first()
    return first == DemoBegun.name()


@dataclass(frozen=True, kw_only=True)
class Shown(Fact):
    """Items were shown to a person of another organisation: for each channel, which."""

    items: dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Showing:
    """One item about to be shown outside, how, and the grant that allows it."""

    channel: Exposure.Channel
    item_id: int
    owner_id: int
    basis_id: int
    grant_id: int
    version_id: int | None = None
    attachment_id: int | None = None


def expose(by: Actor, showings: Iterable[Showing]) -> None:
    """Record that `showings` are shown to `by`, in the caller's transaction: as many inserts, however many they are."""
    rows = list(showings)
    if not rows:
        return
    ids: dict[str, list[int]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.item_id):
        ids[row.channel.value].append(row.item_id)
    fact = Shown(by=by, items={channel: tuple(found) for channel, found in ids.items()})
    expose_to(fact, rows, [(by.person_id or 0, by.organisation_id or 0)])


def expose_to(fact: Fact, showings: Sequence[Showing], seats: Sequence[tuple[int, int]]) -> Event:
    """Record a fact by which each of the `showings` became known to each of the `seats`, in the caller's transaction.

    Args:
        seats: pairs of ids: a person, and the organisation for which she learned it. 0 is somebody who is not in Kith.
    """
    event = record(fact)
    Exposure.objects.bulk_create(
        [
            Exposure(
                event=event,
                at=event.at,
                channel=row.channel,
                item_id=row.item_id,
                version_id=row.version_id,
                attachment_id=row.attachment_id,
                person_id=person,
                organisation_id=organisation,
                owner_id=row.owner_id,
                basis_id=row.basis_id,
                grant_id=row.grant_id,
            )
            for person, organisation in seats
            for row in showings
        ]
    )
    return event


@dataclass(frozen=True, kw_only=True)
class DeniedFact(Fact):
    """Somebody was refused a deed; repeats within the minute are counted, not written again."""

    about_kind: str
    about_id: int
    ability: str


def deny(by: Actor, kind: str, object_id: int | None, ability: str) -> None:
    """Record a denial in a transaction of its own, so that it survives the request that was refused.

    An organisation's directory is nobody in person; its denials name the organisation.
    """
    if by.person_id is None and not by.is_directory:
        miss()
        return
    with transaction.atomic():
        row, fresh = Denial.objects.get_or_create(
            minute=_minute(clock.now()),
            person_id=by.person_id or 0,
            organisation_id=by.organisation_id or 0,
            kind=kind,
            object_id=object_id or 0,
            ability=ability,
        )
        if fresh:
            record(DeniedFact(by=by, about_kind=kind, about_id=object_id or 0, ability=ability))
        else:
            Denial.objects.filter(pk=row.pk).update(times=models.F("times") + 1)


def miss() -> None:
    """Count an unauthenticated request that found nothing."""
    with transaction.atomic():
        row, fresh = Miss.objects.get_or_create(minute=_minute(clock.now()))
        if not fresh:
            Miss.objects.filter(pk=row.pk).update(times=models.F("times") + 1)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
