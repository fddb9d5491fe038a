"""Whom a writer can name in an item: those who may see it."""

from dataclasses import dataclass

from kith.core.actor import Actor
from kith.identity.models import Organisation, Person
from kith.knowledge import mentions, policy, sight, together
from kith.knowledge.models import Item
from kith.knowledge.queries import items

SHOWN = 8


@dataclass(frozen=True)
class Named:
    """Somebody who can be named."""

    uid: str
    name: str
    firm: str


def people(uid: str, begins: str, by: Actor) -> list[Named]:
    """The first people who may see the item and of whose names a word begins like that.

    Who of the owner's and of other organisations may see it is not told to others: they can name their own colleagues,
    the owner, and whoever wrote in it.

    Raises:
        Unseen: there is no such item for her.
        Denied: she may not write in it.
    """
    item = items.find(uid, sight.of(by))
    policy.items.require(by, "edit", item)
    may_see = mentions.seats(item)
    if item.organisation_id != by.organisation_id:
        may_see = known(item, may_see, by)
    wanted = begins.casefold().strip()
    found = [
        person
        for person in Person.objects.filter(pk__in=may_see).order_by("name", "pk")
        if any(word.startswith(wanted) for word in (person.name.casefold(), *person.name.casefold().split()))
    ][:SHOWN]
    firms = dict(Organisation.objects.filter(pk__in={may_see[row.pk] for row in found}).values_list("pk", "name"))
    return [Named(row.uid, row.name, firms[may_see[row.pk]]) for row in found]


def known(item: Item, may_see: dict[int, int], by: Actor) -> dict[int, int]:
    """Those among the people who see an item whom a writer of another organisation has met there."""
    met = {item.owner_id, *together.writers(item, None), *([item.current.author_id] if item.current else [])}
    return {
        pk: firm
        for pk, firm in may_see.items()
        if firm == by.organisation_id or (firm == item.organisation_id and pk in met)
    }
