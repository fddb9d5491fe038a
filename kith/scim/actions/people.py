"""Whom a directory keeps: added, changed, taken away. What follows for membership and access is `belonging`'s."""

import unicodedata
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Stale, Unseen
from kith.identity.models import Invitation
from kith.scim import events, shapes
from kith.scim.actions import belonging
from kith.scim.models import Entry, Mail
from kith.scim.refusals import Taken
from kith.scim.shapes import Said


def key(user_name: str) -> str:
    """A user name, the same whatever its case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", user_name).casefold())[:320]


@transaction.atomic
def add(said: Said, *, by: Actor) -> Entry:
    """Keep somebody from now on: bound to the member who has her address, else invited as a colleague would be.

    Raises:
        Taken: the directory keeps somebody of that user name, id or address already.
    """
    moment = clock.now()
    entry = Entry(organisation_id=by.organisation, made_at=moment, changed_at=moment)
    _fill(entry, said.fields)
    _check_free(entry)
    entry.save()
    _write_mails(entry, said)
    ledger.record(events.EntryAdded(by=by, owner_id=by.organisation, entry_id=entry.pk))
    belonging.settle(entry, by, fresh=True)
    return entry


@transaction.atomic
def change(entry: Entry, said: Said, *, by: Actor) -> None:
    """Say something else of somebody whom the caller has taken hold of. What follows from it follows at once.

    Raises:
        Taken: as for adding.
        Denied: she is an owner, and was to be ended.
    """
    before = {name: getattr(entry, name) for name in said.fields}
    changed = [name for name, value in said.fields.items() if before[name] != value]
    held = [shapes.mail(row) for row in entry.mails.all()]
    if held != said.mails:
        changed.append("mails")
    _fill(entry, said.fields)
    if changed:
        _check_free(entry)
        entry.version, entry.changed_at = entry.version + 1, clock.now()
        entry.save()
        if "mails" in changed:
            _write_mails(entry, said)
        fact = events.EntryChanged(
            by=by, owner_id=by.organisation, entry_id=entry.pk, fields=tuple(sorted(set(changed)))
        )
        ledger.record(fact)
    belonging.settle(entry, by, role_before=before["role"])


@transaction.atomic
def remove(entry: Entry, *, by: Actor) -> None:
    """Keep somebody no longer, whom the caller has taken hold of. Her membership ends at once.

    Raises:
        Denied: she is an owner.
    """
    entry.active = False
    belonging.settle(entry, by)
    ledger.record(events.EntryRemoved(by=by, owner_id=by.organisation, entry_id=entry.pk))
    entry.delete()


def take(uid: str, if_match: str, by: Actor) -> Entry:
    """Take hold of somebody of the directory's own organisation, in the caller's transaction.

    The invitation is locked first, as it is when somebody takes it up: so neither waits for the other in a ring.

    Raises:
        Unseen: there is none.
        Stale: she is not as the directory read her.
    """
    known = Entry.objects.filter(uid=uid, organisation=by.organisation).first()
    if known is not None and known.invitation_id is not None:
        Invitation.objects.select_for_update().filter(pk=known.invitation_id).first()
    held = Entry.objects.select_for_update().filter(pk=known.pk if known else 0).values_list("pk", flat=True).first()
    if known is None or held is None:
        raise Unseen("Entry")
    entry = shapes.entries(by.organisation).get(pk=known.pk)
    require_version(entry.version, if_match)
    return entry


def require_version(version: int, if_match: str) -> None:
    """Stop when something has changed since it was read.

    Raises:
        Stale: it has.
    """
    wanted = {each.strip() for each in if_match.split(",")} - {""}
    if wanted and not wanted & {"*", shapes.tag(version), f'"{version}"'}:
        raise Stale


def _fill(entry: Entry, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.user_key = key(entry.user_name)


def _check_free(entry: Entry) -> None:
    others = Entry.objects.filter(organisation=entry.organisation_id).exclude(pk=entry.pk)
    if others.filter(user_key=entry.user_key).exists():
        raise Taken(_("Somebody of that userName is kept already."))
    if entry.external_id and others.filter(external_id=entry.external_id).exists():
        raise Taken(_("Somebody of that externalId is kept already."))
    if entry.email and others.filter(email=entry.email).exists():
        raise Taken(_("Somebody of that address is kept already."))


def _write_mails(entry: Entry, said: Said) -> None:
    Mail.objects.filter(entry=entry).delete()
    Mail.objects.bulk_create([Mail(entry=entry, **each) for each in said.mails])
