"""Naming people in a text: who can be named, and telling those who were."""

from typing import Any

from kith.core.actor import Actor
from kith.identity.models import Person
from kith.knowledge.models import Item, Version
from kith.knowledge.queries import audience
from kith.notices import actions as notices
from kith.prose.canonical import walk

MENTION, COMMENT = "mention", "comment"  # kinds of notices
MOST = 50  # people whom one text names and tells


def in_body(doc: dict[str, Any]) -> list[str]:
    """The ids of the people whom a body names, each once, in reading order."""
    found = (node["attrs"]["person"] for node in walk(doc) if node["type"] == "mention")
    return list(dict.fromkeys(found))[:MOST]


def seats(item: Item) -> dict[int, int]:
    """Everybody who may see an item, with the organisation for which she does; the owner's before others."""
    groups = audience.of(item)
    return {pk: group.organisation_id for group in (*groups.partners, groups.ours) for pk in group.person_ids}


def tell_named(item: Item, version: Version, before: Version | None, *, by: Actor) -> None:
    """Tell the people whom a version names and the one before did not, as far as they may see the item."""
    if "data-person=" not in version.html:
        return
    known = set(in_body(before.body)) if before else set()
    tell(item, [uid for uid in in_body(version.body) if uid not in known], by=by)


def tell(item: Item, person_uids: list[str], *, by: Actor) -> None:
    """Tell people that they were named in an item; whoever may not see it is not told."""
    if not person_uids:
        return
    may_see = seats(item)
    people = Person.objects.filter(uid__in=person_uids, pk__in=may_see).values_list("pk", flat=True)
    notices.tell(MENTION, item.pk, [(pk, may_see[pk]) for pk in people], by=by)
