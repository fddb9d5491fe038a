"""What is shown to another organisation is recorded before it is shown."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from kith.audit import ledger
from kith.audit.ledger import Showing
from kith.audit.models import Exposure
from kith.knowledge.models import Item
from kith.knowledge.sight import Sight

# What of an item a list of titles needs, so that it can be recorded as shown without asking again for each.
NEEDED = ("uid", "title", "organisation_id", "current_id", "classification", "space_id", "path", "bound_to")

_waiting: ContextVar[list[Showing] | None] = ContextVar("waiting", default=None)


@contextmanager
def together(view: Sight) -> Iterator[None]:
    """Within the block what is to be shown is gathered, and written in one transaction at its end.

    For the making of one page: nothing of it may leave the block before its end. If the rows cannot be written the
    error goes up and nothing is served.
    """
    token = _waiting.set([])
    try:
        yield
        gathered = list(dict.fromkeys(_waiting.get() or ()))
    finally:
        _waiting.reset(token)
    _write(view, gathered)


def record(
    view: Sight,
    channel: Exposure.Channel,
    items: Iterable[Item],
    *,
    attachment_id: int | None = None,
) -> None:
    """Write the exposures of those `items` that belong to other organisations, and only then let them be shown.

    Readers of the owner's own organisation write nothing and take no lock. If the rows cannot be written the error
    goes up and nothing is served.
    """
    _write(view, [_showing(view, channel, item, item.current_id, attachment_id) for item in _outside(view, items)])


def record_page(
    view: Sight, channel: Exposure.Channel, item: Item, version_id: int | None, titles: Iterable[Item]
) -> None:
    """Write the exposures of an item's page, its text by `channel` and the titles beside it, as `record` does."""
    rows = [_showing(view, channel, row, version_id or row.current_id) for row in _outside(view, [item])]
    rows += [_showing(view, Exposure.Channel.TITLE, each, each.current_id) for each in _outside(view, titles)]
    _write(view, rows)


def _outside(view: Sight, items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.organisation_id != view.actor.organisation_id]


def _showing(
    view: Sight, channel: Exposure.Channel, item: Item, version_id: int | None, attachment_id: int | None = None
) -> Showing:
    door = view.doors_to(item)[0]
    return Showing(
        channel=channel,
        item_id=item.pk,
        owner_id=item.organisation_id,
        basis_id=door.basis_id or 0,
        grant_id=door.grant_id or 0,
        version_id=version_id,
        attachment_id=attachment_id,
    )


def _write(view: Sight, showings: list[Showing]) -> None:
    waiting = _waiting.get()
    if waiting is not None:
        waiting += showings
    elif showings:
        with transaction.atomic():
            ledger.expose(view.actor, showings)
