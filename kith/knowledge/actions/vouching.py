"""Verifying an item, and saying who holds what is not written down."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity import queries as identity
from kith.knowledge import bodies, events, indexing, locks
from kith.knowledge.actions.writing import put
from kith.knowledge.models import Draft, Holder, Item, Verification

LONGEST = timedelta(days=3 * 366)


@transaction.atomic
def verify(uid: str, *, by: Actor, until: date) -> Verification:
    """Vouch for the item's current version until a day.

    Raises:
        Refused: the day has passed or lies more than three years ahead.
    """
    item = locks.item(uid, by, "verify")
    today = clock.now().date()
    if not today < until <= today + LONGEST:
        raise Refused(_("Choose a day after today, at most three years ahead."), "until")
    item.verifications.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
    if item.current is None:
        raise Unseen("Version")
    row = Verification.objects.create(
        item=item,
        version=item.current,
        verifier_id=by.person,
        organisation_id=by.organisation,
        verified_at=clock.now(),
        until=until,
    )
    ledger.record(
        events.ItemVerified(
            by=by,
            owner_id=item.organisation_id,
            item_id=item.pk,
            version_id=row.version_id,
            verification_id=row.pk,
        )
    )
    return row


@transaction.atomic
def withdraw(uid: str, *, by: Actor) -> None:
    """Take one's word back: the item is not verified any more."""
    item = locks.item(uid, by, "verify")
    row = item.verifications.filter(withdrawn_at=None).first()
    if row is None:
        raise Unseen("Verification")
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    ledger.record(
        events.VerificationWithdrawn(by=by, owner_id=item.organisation_id, item_id=item.pk, verification_id=row.pk)
    )


@transaction.atomic
def name_holders(uid: str, levels: dict[int, int], *, by: Actor, criticality: int, practised_at: str = "") -> Item:
    """Say who can do what a tacit item names, how well, and where it is practised. This publishes it.

    Args:
        levels: for each person's id, 2 with help, 3 alone, 4 can teach it.

    Raises:
        Refused: the item is not tacit, nobody is named, or somebody is not of the organisation.
    """
    item = locks.item(uid, by, "arrange")
    if item.kind != Item.Kind.TACIT:
        raise Refused(_("Only what is held by people has holders."))
    if not levels:
        raise Refused(_("Name at least one person who can do it."), "holders")
    if not all(identity.belongs(person_id, item.organisation_id) for person_id in levels):
        raise Refused(_("A holder must belong to your organisation."), "holders")
    item.criticality, item.practised_at = criticality, practised_at[:300]
    item.save(update_fields=["criticality", "practised_at"])
    item.holders.all().delete()
    Holder.objects.bulk_create([Holder(item=item, person_id=pk, level=level) for pk, level in sorted(levels.items())])
    ledger.record(
        events.HoldersNamed(by=by, owner_id=item.organisation_id, item_id=item.pk, person_ids=tuple(sorted(levels)))
    )
    if item.current is None:
        draft = Draft.objects.filter(item=item).first()
        put(item, item.title, bodies.from_markdown(draft.markdown if draft else ""), by=by)
        Draft.objects.filter(item=item).delete()
    else:
        indexing.put(item)
    return item
