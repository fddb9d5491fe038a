"""Who was erased, by id, in a file beside the installation's keys: a backup from before does not know it."""

import json
import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kith.core import keyfiles
from kith.core.actor import SYSTEM
from kith.core.errors import Refused
from kith.identity.actions import erasing as accounts
from kith.identity.actions import leaving
from kith.identity.models import Membership, Person
from kith.privacy import leavings
from kith.privacy.actions import erasing

log = logging.getLogger(__name__)


def file() -> Path:
    """Where the list lies."""
    return Path(settings.KITH_KEYS) / "erased"


def note(person_id: int, at: datetime) -> None:
    """Put somebody on the list, once."""
    uid = Person.objects.values_list("uid", flat=True).get(pk=person_id)
    with keyfiles.alone(file()):
        held = listed()
        if uid not in held:
            rows = [*held.items(), (uid, at.isoformat())]
            keyfiles.replace(file(), "".join(json.dumps(row) + "\n" for row in rows).encode())


def listed() -> dict[str, str]:
    """The uids of those who were erased, each with its moment."""
    if not file().exists():
        return {}
    return dict(filter(None, map(_read, file().read_text().splitlines())))


def _read(line: str) -> tuple[str, str] | None:
    """One line; none for one that somebody broke by hand, so that it stops no other."""
    try:
        uid, at = json.loads(line)
    except ValueError:
        if line.strip():
            log.warning("a line of %s cannot be read: who it names may be here again", file())
        return None
    return str(uid), str(at)


def still_here() -> int:
    """How many of those who were erased are known again: the last owners of organisations, after a restore."""
    uids = listed()
    return Person.objects.filter(uid__in=uids, erased_at=None).count() if uids else 0


def again() -> int:
    """Erase anew whom a restored backup knows again; how many. Their memberships end with it.

    Whoever is the last owner of an organisation there is left until it has another one.
    """
    uids = listed()
    known = Person.objects.filter(uid__in=uids, erased_at=None).order_by("pk") if uids else []
    return sum(_again(person) for person in known)


def _again(person: Person) -> bool:
    home = Membership.objects.filter(person=person).order_by("-joined_at").first()
    try:
        with transaction.atomic():
            leaving.end_all(person, by=SYSTEM)
            done = accounts.erase(person.pk, by=SYSTEM, owner_id=home.organisation_id if home else None)
            leavings.drop(person)
            erasing.settle(person.pk)
            return done
    except Refused as refused:
        log.warning("somebody who was erased is here again since a restore, and stays for now: %s", refused)
        return False
