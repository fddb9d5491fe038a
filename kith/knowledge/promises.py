"""Commitments about items: who sees them, who makes them, and what they can be for."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kith.commitments import subjects
from kith.commitments.subjects import Line, Subject, Thing
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.knowledge import kinds, mentions, policy, sight
from kith.knowledge.models import Item
from kith.knowledge.queries import mentionable, references

ITEM = "item"  # the kind of thing, as commitments name it


def listen() -> None:
    """Let commitments be about items."""
    subjects.register(ITEM, Subject(seen=_seen, find=_find, seats=_seats, lines=_lines, proof=_proof, sorts=_sorts()))


def _seen(by: Actor) -> "QuerySet[Item, int]":
    return Item.objects.filter(policy.open_to(sight.of(by))).values_list("pk", flat=True)


def _find(uid: str, by: Actor) -> Thing:
    """An item that she may change, or decide about: what is final or frozen may still have to be followed by deeds."""
    item = Item.objects.filter(uid=uid).first()
    if item is None:
        raise Unseen("Item")
    if not policy.items.can(by, "govern", item):
        policy.items.require(by, "edit", item)
    return Thing(item.pk, item.organisation_id)


def _seats(pk: int, by: Actor) -> Mapping[int, int]:
    item = Item.objects.select_related("current").get(pk=pk)
    if by.organisation_id in {None, item.organisation_id}:
        return mentions.seats(item)
    return mentionable.known(item, mentions.seats(item), by)


def _lines(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    uids = Item.objects.filter(pk__in=set(ids)).values_list("uid", flat=True)
    return {
        item.pk: Line(item.title, reverse("item" if item.current_id else "draft", args=[item.uid]))
        for item in references.titles(uids, sight.of(by)).values()
    }


def _proof(uid: str, by: Actor) -> int | None:
    return policy.items.scope(by).filter(uid=uid).values_list("pk", flat=True).first()


def _sorts() -> Mapping[str, Sentence]:
    fix: dict[str, Sentence] = {"fix": _("Mend what readers found")}
    return fix | {key: words for kind in kinds.ALL.values() if kind.promises for key, words in kind.promises.items()}
