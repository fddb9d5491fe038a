"""The previews of both deeds, and receipts."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kith.access.models import Grant
from kith.agreements import policy
from kith.agreements.actions import ending
from kith.agreements.models import Agreement, Receipt
from kith.agreements.queries import agreements, others
from kith.agreements.queries.closing import Closing
from kith.agreements.queries.others import Others
from kith.audit import keys
from kith.core.actor import Actor
from kith.core.errors import Unseen


@dataclass(frozen=True)
class EndingPage:
    """What a deed would close, before it is done."""

    agreement: Agreement
    partner: Others
    ours: list[Closing]  # what is ours and closes to them
    theirs: list[Closing]  # what is theirs and closes to us: people and numbers only
    doors: list[Grant]


def stop_page(uid: str, by: Actor, grant_uids: list[str] | None) -> EndingPage:
    """What stopping would close of the actor's side.

    Raises:
        Unseen, Denied: it is not hers to stop.
    """
    agreement = agreements.find(uid, by)
    policy.agreements.require(by, "stop", agreement)
    doors = ending.doors(agreement, by, grant_uids)
    return EndingPage(agreement, agreements.partner_of(agreement, by), ending.closings_of(agreement, doors), [], doors)


def end_page(uid: str, by: Actor) -> EndingPage:
    """What the end of an agreement would close, on both sides."""
    agreement = agreements.find(uid, by)
    policy.agreements.require(by, "end", agreement)
    doors = list(agreements.live_grants(agreement).select_related("basis"))
    closings = ending.closings_of(agreement, doors, ends=True)
    return EndingPage(
        agreement,
        agreements.partner_of(agreement, by),
        [row for row in closings if row.owner.pk == by.organisation_id],
        [row for row in closings if row.reader.pk == by.organisation_id],
        doors,
    )


def receipt(uid: str, by: Actor) -> Receipt:
    """A receipt of the actor's organisation.

    Raises:
        Unseen: there is none for her.
    """
    found = policy.receipts.scope(by).select_related("agreement", "organisation").filter(uid=uid).first()
    if found is None:
        raise Unseen("Receipt")
    return found


def readable(found: Receipt) -> dict[str, Any]:
    """A receipt's body with its moments and days as such, for the page."""
    body: dict[str, Any] = json.loads(found.body, object_hook=_with_moments)
    return body


MOMENTS = {"closed_at", "issued_at", "first", "last", "done_at", "at"}


def _with_moments(part: dict[str, Any]) -> dict[str, Any]:
    for name, value in part.items():
        if isinstance(value, str) and (name in MOMENTS or (name == "until" and "T" in value)):
            part[name] = datetime.fromisoformat(value)
        elif name in {"until", "backups_until"} and value:
            part[name] = date.fromisoformat(value)
    return part


def partner_name(found: Receipt) -> str:
    """The other side of a receipt's agreement."""
    return others.of(found.agreement, found.organisation_id).name


def signed(found: Receipt) -> dict[str, Any]:
    """A receipt with all that is needed to check it without this installation."""
    return {
        "body": found.body,
        "signature": found.signature,
        "algorithm": keys.ALGORITHM,
        "key_id": found.key_id,
        "public_key": keys.public_pem(),
    }
