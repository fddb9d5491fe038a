"""From the ledger to what is to be delivered: the ledger's rows are the outbox, and each webhook knows how far it read.

The chain is read, not the events: its order is that of the sealer, in which nothing that is committed late comes before
what was read already. So a crash loses nothing and repeats nothing: how far a webhook read and what it found are one
transaction.
"""

from datetime import UTC, datetime

from django.db import transaction

from kith.audit.facts import canonical
from kith.audit.models import Event, Head, Link
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Denied
from kith.identity import queries as identity
from kith.webhooks import naming, topics
from kith.webhooks.models import Delivery, Hook

MANY = 500  # links at a time


def gather() -> int:
    """Find for each webhook the facts that were sealed since it last looked; how many are to be delivered."""
    head = Head.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    behind = Hook.objects.running().filter(seq__lt=head).order_by("pk").values_list("pk", flat=True)
    return sum(_gather(pk) for pk in list(behind))


@transaction.atomic
def _gather(pk: int) -> int:
    hook = Hook.objects.running().select_for_update(of=("self",)).select_related("keeper").filter(pk=pk).first()
    if hook is None:
        return 0
    links = list(Link.objects.filter(seq__gt=hook.seq).order_by("seq").values_list("seq", "event_id")[:MANY])
    if not links:
        return 0
    Hook.objects.filter(pk=pk).update(seq=links[-1][0])
    wanted = topics.names(hook.topics.split())
    owned = Event.objects.filter(
        pk__in=[event for _seq, event in links], owner_id=hook.organisation_id, name__in=wanted
    )
    found = list(owned.order_by("id"))
    if not found:
        return 0
    uids = naming.uids([(event.kind, event.object_id) for event in found], _keeper(hook))
    moment = clock.now()
    rows = [
        Delivery(
            hook=hook,
            event_id=event.pk,
            type=event.name,
            body=body(event.name, event.at, _data(event, uids)),
            made_at=moment,
            due_at=moment,
        )
        for event in found
    ]
    Delivery.objects.bulk_create(rows)
    return len(rows)


def _keeper(hook: Hook) -> Actor | None:
    """Whose sight decides what is named: who made or last changed it, while the organisation's things open to her."""
    try:
        return identity.admitted(hook.keeper, hook.organisation_id)
    except Denied:  # a second step is asked of her, and she has none
        return None


def _data(event: Event, uids: dict[tuple[str, int], str]) -> dict[str, object]:
    """The kind of thing; its id where the keeper may see the thing and the API can be asked.

    Never the row's number: rows of all organisations are counted together, so its gaps would tell of the others.
    """
    uid = uids.get((event.kind, event.object_id or 0))
    return {"about": event.kind, "id": uid} if uid else {"about": event.kind}


def body(type_: str, at: datetime, data: dict[str, object]) -> str:
    """What is posted, as the convention has it: `type`, `timestamp`, `data`."""
    return canonical({"type": type_, "timestamp": at.astimezone(UTC), "data": data})
