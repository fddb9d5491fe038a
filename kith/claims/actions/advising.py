"""Writing down who advises us."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.claims import events, inputs, policy
from kith.claims.models import Adviser
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen


@dataclass(frozen=True)
class Contact:
    """Somebody who advises us, and how to reach her."""

    kind: str
    name: str
    firm: str = ""
    mail: str = ""
    phone: str = ""
    words: str = ""
    since: date | None = None  # None: today


@transaction.atomic
def add(contact: Contact, *, by: Actor) -> Adviser:
    """Write down somebody who advises us.

    Raises:
        Denied: she is neither owner nor steward.
        Refused: no name, no way to reach her, or one that is none.
    """
    policy.require_keeper(by)
    row = Adviser.objects.create(organisation_id=by.organisation, **_checked(contact, by))
    ledger.record(events.AdviserAdded(by=by, owner_id=row.organisation_id, adviser_id=row.pk))
    return row


@transaction.atomic
def change(uid: str, contact: Contact, *, by: Actor) -> Adviser:
    """Correct what is written down about her.

    Raises:
        Unseen, Denied: it is not hers to correct.
        Refused: as `add`.
    """
    row = _held(uid, by)
    fields = inputs.put(row, _checked(contact, by))
    if fields:
        ledger.record(events.AdviserChanged(by=by, owner_id=row.organisation_id, adviser_id=row.pk, fields=fields))
    return row


@transaction.atomic
def end(uid: str, *, by: Actor) -> Adviser:
    """She advises us no more. What names her goes on naming her; nothing new can.

    Raises:
        Unseen, Denied: it is not hers to say.
    """
    row = _held(uid, by)
    row.ended_at, row.ended_by_id = clock.now(), by.person
    row.save(update_fields=["ended_at", "ended_by"])
    ledger.record(events.AdviserEnded(by=by, owner_id=row.organisation_id, adviser_id=row.pk))
    return row


def _checked(contact: Contact, by: Actor) -> dict[str, Any]:
    zone = inputs.zone_of(by)
    values = {
        "kind": inputs.choice(contact.kind, Adviser.Kind, "kind"),
        "name": inputs.line(contact.name, 200, "name", _("Say her name.")),
        "firm": inputs.line(contact.firm, 200, "firm"),
        "mail": inputs.mail(contact.mail),
        "phone": inputs.phone(contact.phone),
        "words": inputs.line(contact.words, 1000, "words"),
        "since": inputs.day(contact.since or inputs.today(zone), "since"),
    }
    if not values["mail"] and not values["phone"]:
        raise Refused(_("Write down a mail address or a telephone number, so that she can be asked."), "mail")
    return values


def _held(uid: str, by: Actor) -> Adviser:
    row = Adviser.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Unseen("Adviser")
    policy.advisers.require(by, "run", row)
    return row
