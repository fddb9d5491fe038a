"""Where a thread stands: in what its readers read, and in the draft, which is for writers until it is published."""

import json
from dataclasses import dataclass, replace
from typing import Any

from kith.knowledge.models import BESIDE, MOST_QUOTED, Item, Thread
from kith.prose.text import ATTACHMENT, REFERENCE

MOST_LOOKED_AT = 500  # places at which the same words stand
LARGEST_ANCHOR = 1000  # characters of an anchor as JSON


@dataclass(frozen=True)
class Place:
    """A place in a text: its words, what stands around them, and where the shared document has it."""

    quote: str = ""
    before: str = ""
    after: str = ""
    anchor: Any = None

    def cleaned(self) -> "Place":
        """Shortened to what a thread keeps; white space counts as one space."""
        parts = (self.quote, self.before, self.after)
        quote, before, after = (" ".join(part.replace("\x00", "").split()) for part in parts)
        anchor = self.anchor if _is_anchor(self.anchor) else None
        return Place(quote[:MOST_QUOTED], before[-BESIDE:], after[:BESIDE], anchor)


def _is_anchor(given: Any) -> bool:
    """Whether it is two positions as the editor writes them. What they name is asked of the document, not of them."""
    return (
        isinstance(given, list)
        and len(given) == 2
        and all(isinstance(each, dict) for each in given)
        and len(json.dumps(given)) <= LARGEST_ANCHOR
        and "\\u0000" not in json.dumps(given)
    )


def stand(thread: Thread, place: Place, text: str, *, writes: bool) -> None:
    """Let a thread stand at a place. Words that are only in the draft are for writers, until they are published.

    Args:
        text: what is published, as `readable` gives it.
        writes: whether she who says so writes in the item; others can only have read what is published.
    """
    if writes:
        thread.anchor = place.anchor
    if not place.quote:  # what was deleted is still what it was about
        return
    found = _found(place, text) if writes else place
    if found and (found.before, found.after) == (place.before, place.after):
        thread.quote, thread.before, thread.after, thread.moved = place.quote, place.before, place.after, None
        return
    if found and thread.quote != place.quote:  # else it stands there already, with what is around it there
        thread.quote, thread.before, thread.after = place.quote, "", ""
    thread.moved = {"quote": place.quote, "before": place.before, "after": place.after}


def published(item: Item) -> None:
    """Where the draft had an item's threads its readers have them now, as far as the text says so; in the caller's
    transaction. What was not published stays with the writers.
    """
    rows = list(Thread.objects.filter(item=item).exclude(moved=None))
    text = readable(item) if rows else ""
    for row in rows:
        if row.moved and (found := _found(Place(**row.moved), text)):
            row.quote, row.before, row.after, row.moved = found.quote, found.before, found.after, None
    Thread.objects.bulk_update(rows, ["moved", "quote", "before", "after"])


def readable(item: Item) -> str:
    """The published text of an item as places know it: one space between words, and without what it names."""
    text = item.current.text if item.current else ""
    return " ".join(text.replace(REFERENCE, "").replace(ATTACHMENT, "").split())


def _found(place: Place, text: str) -> Place | None:
    """The place as a text has it; without its surroundings when these are others there. None: it is not there."""
    at = text.find(place.quote)
    if at < 0:
        return None
    for _nth in range(MOST_LOOKED_AT):
        after = at + len(place.quote)
        before_it, after_it = text[max(0, at - 2 * BESIDE) : at], text[after : after + 2 * BESIDE]
        if before_it.rstrip().endswith(place.before) and after_it.lstrip().startswith(place.after):
            return replace(place, anchor=None)
        at = text.find(place.quote, at + 1)
        if at < 0:
            break
    return replace(place, before="", after="", anchor=None)
