"""Promises about what was told: to confirm it in writing."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.commitments import subjects
from kith.commitments.subjects import Line, Subject, Thing
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.exposures import policy
from kith.exposures.models import Disclosure
from kith.identity import queries as identity

DISCLOSURE = "disclosure"  # the kind of thing, as commitments name it
CONFIRM = "confirm"


def listen() -> None:
    """Let commitments be about disclosures."""
    sorts = {CONFIRM: gettext_lazy("Confirm in writing")}
    subjects.register(
        DISCLOSURE,
        Subject(seen=_seen, find=_find, seats=_seats, lines=_lines, proof=lambda _uid, _by: None, sorts=sorts),
    )


def _seen(by: Actor) -> "QuerySet[Disclosure, int]":
    """Of one's own side: the other one learns of the confirmation, not of the promise to send it."""
    return policy.disclosures.scope(by).filter(owner=by.organisation_id).order_by().values_list("pk", flat=True)


def _find(uid: str, by: Actor) -> Thing:
    row = policy.disclosures.scope(by).filter(uid=uid, owner=by.organisation_id).first()
    if row is None or not by.keeps:
        raise Unseen("Disclosure")
    return Thing(row.pk, row.owner_id)


def _seats(pk: int, by: Actor) -> Mapping[int, int]:
    """Who told it, and the keepers of that side."""
    row = Disclosure.objects.get(pk=pk)
    return {person: firm for person, firm in [*identity.keepers([row.owner_id]), (row.told_by_id, row.owner_id)]}


def _lines(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    rows = policy.disclosures.scope(by).filter(pk__in=set(ids)).select_related("partner")
    return {
        row.pk: Line(_("Told to %(firm)s") % {"firm": row.partner.name}, reverse("disclosure", args=[row.uid]))
        for row in rows
    }
