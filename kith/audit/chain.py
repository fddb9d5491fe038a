"""The hash chain: one sealer strings committed events together, so that writers never queue behind each other."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from kith.audit import keys
from kith.audit.facts import canonical
from kith.audit.models import Checkpoint, Event, Head, Link, Pending
from kith.core import clock

GENESIS = "0" * 64
BATCH = 2000


def digest(previous: str, seq: int, event: Event) -> str:
    """SHA-256 (hex) over the previous link's hash, the place in the chain and every field of the event."""
    fields = [
        previous,
        seq,
        event.pk,
        event.at,
        event.name,
        event.person_id,
        event.organisation_id,
        event.via,
        event.kind,
        event.object_id,
        event.owner_id,
        event.data,
    ]
    return hashlib.sha256(canonical(fields).encode()).hexdigest()


@transaction.atomic
def seal() -> int:
    """Take up to `BATCH` committed events into the chain; how many were taken.

    Events are sealed in the order of their ids among those committed; one that commits late is sealed later, so the
    chain's order is `seq`, not the event's id.
    """
    if not Pending.objects.exists():
        return 0
    Head.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    head = Head.objects.select_for_update().get(pk=1)
    events = list(Event.objects.filter(pending__isnull=False).order_by("id")[:BATCH])
    links = []
    for event in events:
        head.seq += 1
        head.hash = digest(head.hash, head.seq, event)
        links.append(Link(seq=head.seq, event_id=event.pk, hash=head.hash))
    Link.objects.bulk_create(links)
    Pending.objects.filter(event__in=events).delete()
    head.save()
    return len(links)


@transaction.atomic
def checkpoint() -> Checkpoint | None:
    """Sign the chain's present state; None when nothing was sealed since the last one."""
    head = Head.objects.select_for_update().filter(pk=1).first()
    last = Checkpoint.objects.order_by("-seq").first()
    if head is None or head.seq == 0 or (last and last.seq >= head.seq):
        return None
    moment = clock.now()
    return Checkpoint.objects.create(
        seq=head.seq,
        hash=head.hash,
        at=moment,
        key_id=keys.key_id(),
        signature=keys.sign(statement(head.seq, head.hash)),
    )


def statement(seq: int, digest_: str) -> bytes:
    """What a checkpoint's signature covers."""
    return canonical({"kith": "checkpoint", "seq": seq, "hash": digest_}).encode()


@dataclass(frozen=True)
class Finding:
    """The first fault of the ledger, in a sentence."""

    seq: int | None
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """What a check of the whole ledger found."""

    events: int
    sealed: int
    waiting: int
    checkpoints: int
    finding: Finding | None


def check() -> Verdict:
    """Read the whole ledger and name the first broken or missing row, if any."""
    finding = _broken_link() or _unsealed_event() or _broken_checkpoint()
    return Verdict(
        events=Event.objects.count(),
        sealed=Link.objects.count(),
        waiting=Pending.objects.count(),
        checkpoints=Checkpoint.objects.count(),
        finding=finding,
    )


def newest(links: int = BATCH) -> tuple[int, Finding | None]:
    """Read the newest links and all signed checkpoints: how many links were read, and the first fault in them."""
    top = Link.objects.order_by("-seq").first()
    if top is None:
        return 0, None
    after = max(top.seq - links, 0)
    before = Link.objects.filter(seq=after).first()
    if after and before is None:
        return 0, Finding(after, f"Link {after} is missing.")
    return top.seq - after, _broken_link(after, before.hash if before else GENESIS) or _broken_checkpoint()


def _linked(size: int = BATCH, after: int = 0) -> Iterator[tuple[Link, Event | None]]:
    while links := list(Link.objects.filter(seq__gt=after).order_by("seq")[:size]):
        events = Event.objects.in_bulk([link.event_id for link in links])
        for link in links:
            yield link, events.get(link.event_id)
        after = links[-1].seq


def _broken_link(after: int = 0, previous: str = GENESIS) -> Finding | None:
    """The first broken link behind one of which the hash is known."""
    expected = after + 1
    for link, event in _linked(after=after):
        if link.seq != expected:
            return Finding(expected, f"Link {expected} is missing.")
        if event is None:
            return Finding(link.seq, f"Event {link.event_id} (link {link.seq}) is missing.")
        if digest(previous, link.seq, event) != link.hash:
            return Finding(link.seq, f"Event {link.event_id} (link {link.seq}) was changed after it was sealed.")
        previous, expected = link.hash, expected + 1
    head = Head.objects.filter(pk=1).first()
    if head and (head.seq, head.hash) != (expected - 1, previous):
        return Finding(expected, f"The chain ends at link {expected - 1}, but {head.seq} links were sealed.")
    return None


def _unsealed_event() -> Finding | None:
    stray = (
        Event.objects.filter(pending__isnull=True)
        .exclude(Exists(Link.objects.filter(event_id=OuterRef("pk"))))
        .order_by("id")
        .first()
    )
    return Finding(None, f"Event {stray.pk} is neither sealed nor waiting to be sealed.") if stray else None


def _broken_checkpoint() -> Finding | None:
    hashes = dict(Link.objects.filter(seq__in=Checkpoint.objects.values("seq")).values_list("seq", "hash"))
    for mark in Checkpoint.objects.order_by("seq"):
        if hashes.get(mark.seq) != mark.hash:
            return Finding(mark.seq, f"The signed checkpoint at link {mark.seq} does not fit the chain.")
        if not keys.verify(statement(mark.seq, mark.hash), mark.signature):
            return Finding(mark.seq, f"The signature of the checkpoint at link {mark.seq} is not ours.")
    return None
