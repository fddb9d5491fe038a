"""What is shown to another organisation is recorded before it is shown."""

from collections.abc import Iterable

from django.db import transaction

from kith.audit import ledger
from kith.audit.ledger import Showing
from kith.audit.models import Exposure
from kith.knowledge.models import Item
from kith.knowledge.sight import Sight


def record(
    view: Sight,
    channel: Exposure.Channel,
    items: Iterable[Item],
    *,
    version_id: int | None = None,
    attachment_id: int | None = None,
) -> None:
    """Write the exposures of those `items` that belong to other organisations, and only then let them be shown.

    Readers of the owner's own organisation write nothing and take no lock. If the rows cannot be written the error
    goes up and nothing is served.
    """
    actor = view.actor
    showings = []
    for item in items:
        if item.organisation_id == actor.organisation_id:
            continue
        door = view.doors_to(item)[0]
        showings.append(
            Showing(
                item_id=item.pk,
                owner_id=item.organisation_id,
                basis_id=door.basis_id or 0,
                grant_id=door.grant_id or 0,
                version_id=version_id or item.current_id,
                attachment_id=attachment_id,
            )
        )
    if showings:
        with transaction.atomic():
            ledger.expose(actor, channel, showings)
