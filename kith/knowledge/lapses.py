"""When somebody's word for an item has run out: who is told, and who after her."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from kith.core import clock
from kith.core.actor import SYSTEM, Role
from kith.identity import queries as identity
from kith.knowledge import mentions
from kith.knowledge.models import Item, Verification
from kith.notices import actions as notices
from kith.notices.actions import Recipient

DUE, LATE, WITHDRAWN = "check_due", "check_late", "check_withdrawn"  # kinds of notices
PATIENCE = timedelta(days=14)  # after which the keepers are told too
AT_ONCE = 200


def remind() -> int:
    """Tell whoever vouches for an item that its day has passed, and the keepers after two weeks; of how many items."""
    with transaction.atomic():
        due = list(_lapsed().filter(told_at=None).select_for_update(of=("self",))[:AT_ONCE])
        for row in due:
            notices.tell(DUE, row.item_id, vouchers(row.item), by=SYSTEM)
            row.told_at = clock.now()
        Verification.objects.bulk_update(due, ["told_at"])
        late = list(
            _lapsed()
            .filter(told_at__lte=clock.now() - PATIENCE, escalated_at=None)
            .select_for_update(of=("self",))[:AT_ONCE]
        )
        for row in late:
            notices.tell(LATE, row.item_id, _keepers(row.item), by=SYSTEM)
            row.escalated_at = clock.now()
        Verification.objects.bulk_update(late, ["escalated_at"])
    return len(due) + len(late)


def waits() -> bool:
    """Whether somebody has to be told."""
    return (
        _lapsed().filter(told_at=None).exists()
        or _lapsed().filter(told_at__lte=clock.now() - PATIENCE, escalated_at=None).exists()
    )


def _lapsed() -> QuerySet[Verification]:
    """The words that have run out, for what is still there."""
    today = clock.now().date()
    standing = Verification.objects.filter(withdrawn_at=None, until__lt=today, item__binned_at=None)
    return standing.select_related("item").order_by("pk")


def vouchers(item: Item) -> list[Recipient]:
    """Who is asked to vouch for an item: whoever is named, as far as she may see it, otherwise its owner."""
    seats = mentions.seats(item)
    if item.verifier_id in seats:
        return [(item.verifier_id or 0, seats[item.verifier_id or 0])]
    if item.verifier_team_id is not None:
        members = identity.members_of_team(item.verifier_team_id)
        found = [(person, seats[person]) for person in members if seats.get(person) == item.organisation_id]
        if found:
            return found
    return [(item.owner_id, item.organisation_id)]


def _keepers(item: Item) -> list[Recipient]:
    rows = identity.colleagues(item.organisation_id).filter(role__in=(Role.OWNER, Role.STEWARD))
    return [(row.person_id, item.organisation_id) for row in rows]
