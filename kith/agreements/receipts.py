"""Receipts: what closed and when, signed, so that the other side can verify it without us.

The owner's copy names what closed and who had seen it. The reader's copy carries ids and numbers only: the titles
closed too.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kith.agreements import dates, events
from kith.agreements.models import Agreement, Receipt
from kith.agreements.queries.closing import Closing
from kith.audit import keys, ledger
from kith.audit.facts import canonical
from kith.core import clock
from kith.core.actor import Actor
from kith.knowledge.models import Item

FORMAT = 1


def issue(
    deed: Receipt.Deed,
    agreement: Agreement,
    closings: list[Closing],
    *,
    by: Actor,
    closed_at: datetime,
    reason: str = "",
    amendment: Agreement | None = None,
) -> list[Receipt]:
    """Write and sign one receipt for each party, in the caller's transaction.

    Args:
        amendment: what took the agreement's place, where that is the deed.
    """
    continued = _continued(amendment)

    def said(reader_id: int) -> dict[str, Any]:
        hers = [row for row in closings if reader_id in (row.owner.pk, row.reader.pk)]  # no third party's
        titled = [_view(row, titles=row.owner.pk == reader_id) for row in hers]
        return {"reason": reason, "closings": titled} | continued

    return write(deed, agreement, closed_at, said, by=by)


def write(
    deed: Receipt.Deed,
    agreement: Agreement,
    closed_at: datetime,
    said: Callable[[int], dict[str, Any]],
    *,
    by: Actor,
) -> list[Receipt]:
    """Write and sign one paper of a deed for each party, in the caller's transaction.

    Args:
        said: by the id of the party that reads it, what the paper says beside what all such papers say.
    """
    receipts = []
    for party in agreement.parties.select_related("organisation").order_by("pk"):
        body = canonical(_body(deed, agreement, closed_at) | said(party.organisation_id))
        receipt = Receipt.objects.create(
            deed=deed,
            agreement=agreement,
            organisation=party.organisation,
            at=clock.now(),
            body=body,
            signature=keys.sign(body.encode()),
            key_id=keys.key_id(),
        )
        ledger.record(
            events.ReceiptIssued(
                by=by, owner_id=party.organisation_id, receipt_id=receipt.pk, agreement_id=agreement.pk
            )
        )
        receipts.append(receipt)
    return receipts


def _body(deed: Receipt.Deed, agreement: Agreement, closed_at: datetime) -> dict[str, Any]:
    return {
        "kith": "receipt",
        "format": FORMAT,
        "demo": ledger.is_demo(),
        "installation": settings.KITH_URL,
        "deed": deed.value,
        "reason": "",
        "agreement": {
            "id": agreement.uid,
            "title": agreement.title,
            "text_sha256": agreement.text_sha256,
            "parties": sorted(party.organisation.name for party in agreement.parties.all()),
        },
        "closed_at": closed_at,
        "issued_at": clock.now(),
        "duties": duties(agreement, closed_at),
        "cannot": _("Access that closed cannot call back copies that were taken before."),
    }


def _continued(amendment: Agreement | None) -> dict[str, Any]:
    """What a receipt says when an amendment goes on where the agreement ended: its duties go on too."""
    if amendment is None:
        return {}
    return {
        "amendment": {"id": amendment.uid, "title": amendment.title, "text_sha256": amendment.text_sha256},
        "duties": duties(amendment, amendment.ends_at()),
    }


def _view(closing: Closing, *, titles: bool) -> dict[str, Any]:
    """What one side keeps of a closing: the owner with titles, the reader with ids alone."""

    def named(item: Item) -> dict[str, str]:
        return {"item": item.uid, "title": item.title} if titles else {"item": item.uid}

    return {
        "whose": closing.owner.name,
        "closed_to": closing.reader.name,
        "doors": len(closing.grants),
        "closed": [named(row.item) | {"people": sorted(row.people.values())} for row in closing.closes],
        "stays_open": [
            named(row.item)
            | {
                "people": sorted(row.people.values()),
                "under": [{"agreement": title, "until": at} for title, at in sorted(row.bases.items())],
            }
            for row in closing.stays
        ],
        "frozen": [named(row.item) | {"people": sorted(row.people.values())} for row in closing.frozen],
        "seen_before": [
            named(row.item)
            | {
                "person": row.person,
                "version": row.version,
                "channel": row.channel,
                "first": row.first,
                "last": row.last,
                "times": row.times,
            }
            for row in closing.seen
        ],
    }


def duties(agreement: Agreement, closed_at: datetime) -> list[dict[str, Any]]:
    """Which duties outlive the closing."""
    return [
        {
            "duty": "secrecy",
            "words": _("What was seen stays secret."),
            "until": dates.secret_until(agreement, closed_at),
        },
        {"duty": agreement.end_rule, "words": str(agreement.get_end_rule_display()), "until": None},
    ]
