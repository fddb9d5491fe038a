"""Asking for access. The answer to the asker is always the same; what happens behind it, she cannot tell."""

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity import queries as identity
from kith.knowledge import events, policy
from kith.knowledge.models import AccessRequest, Attachment, Item, Space
from kith.notices import actions as notices

ADDRESS = re.compile(r"^/(items|spaces|files)/([0-9a-z]{12})(?:/|$)")
ASKED = "access_asked"  # a notice: somebody asks to be let in


@transaction.atomic
def ask(address: str, reason: str, *, by: Actor) -> None:
    """Bring the question to those who may answer it for whatever stands at `address`, if anything does.

    Nothing is returned, whether or not there was something. Asking twice is asking once.
    """
    thing = _at(address)
    if thing is None or not by.present or sees(thing, by):
        return
    about = {"item": thing} if isinstance(thing, Item) else {"space": thing}
    row, fresh = AccessRequest.objects.get_or_create(
        **about,
        person_id=by.person,
        organisation_id=by.organisation,
        answered_at=None,
        defaults={"reason": reason.replace("\x00", "").strip()[:1000], "asked_at": clock.now()},
    )
    if fresh:
        ledger.record(
            events.AccessAsked(by=by, owner_id=thing.organisation_id, item_id=row.item_id, space_id=row.space_id)
        )
        notices.tell(ASKED, row.pk, _answerers(thing), by=by)


def _at(address: str) -> Item | Space | None:
    match = ADDRESS.match(address)
    if match is None:
        return None
    kind, uid = match.groups()
    if kind == "spaces":
        return Space.objects.filter(uid=uid).first()
    if kind == "files":
        file = Attachment.objects.filter(uid=uid).select_related("item").first()
        return file.item if file and file.item.binned_at is None else None
    return Item.objects.filter(uid=uid, binned_at=None).first()


def sees(thing: Item | Space, by: Actor) -> bool:
    """Whether somebody may see an item or a space now."""
    if isinstance(thing, Item):
        return policy.items.can(by, "see", thing)
    return policy.spaces.can(by, "see", thing)


def _answerers(thing: Item | Space) -> list[tuple[int, int]]:
    """Those who keep the organisation's knowledge, and the owner of an item."""
    told = set(identity.keepers([thing.organisation_id]))
    if isinstance(thing, Item):
        told.add((thing.owner_id, thing.organisation_id))
    return sorted(told)


def held(pk: int, by: Actor) -> AccessRequest:
    """A request that waits, locked, if the actor may answer it.

    Raises:
        Unseen: there is none for her.
        Refused: it is her own.
    """
    row = AccessRequest.objects.select_for_update(of=("self",)).filter(pk=pk, answered_at=None).first()
    if row is None or not policy.requests.can(by, "answer", row):
        raise Unseen("AccessRequest")
    if row.person_id == by.person_id:
        raise Refused(_("Nobody answers her own question for access. Another owner or steward does."))
    return row


@transaction.atomic
def put_aside(pk: int, *, by: Actor) -> None:
    """Close a request without letting the person in. She is not told, as it would tell that something is there."""
    answer(held(pk, by), by=by)


def answer(row: AccessRequest, *, by: Actor, grant_id: int | None = None) -> None:
    """Note how a request was answered, in the caller's transaction."""
    row.answered_at, row.answered_by_id, row.grant_id = clock.now(), by.person, grant_id
    row.save(update_fields=["answered_at", "answered_by", "grant"])
    ledger.record(
        events.AccessRequestAnswered(
            by=by,
            owner_id=row.thing.organisation_id,
            item_id=row.item_id,
            space_id=row.space_id,
            request_id=row.pk,
            grant_id=grant_id,
        )
    )
