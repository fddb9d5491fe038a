"""The threads of an item, as one of its readers may see them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.core.prepared import PreparedObjects, number, numbers, several
from kith.knowledge import mentions, policy, sight
from kith.knowledge.models import Comment, Item, Thread
from kith.knowledge.queries import audience, items
from kith.knowledge.queries.audience import Audience

MOST = 200  # of an item, the newest


@dataclass(frozen=True)
class Row:
    """A thread, and what its reader may do with it."""

    thread: Thread
    comments: list[Comment]
    may_resolve: bool
    drafting: bool  # whether she writes in the item, and so may see words that are only in its draft

    @property
    def quote(self) -> str:
        """The words that it is about."""
        moved = self.thread.moved if self.drafting and not self.thread.quote else None
        return str(moved["quote"]) if moved else self.thread.quote

    @property
    def place(self) -> dict[str, Any]:
        """Where it stands, for the page's script."""
        thread = self.thread
        place = {"quote": thread.quote, "before": thread.before, "after": thread.after}
        return place | ({"anchor": thread.anchor, "moved": thread.moved} if self.drafting else {})


@dataclass(frozen=True)
class Talk:
    """The threads of an item: those that are open, in the order in which they began, and those that are settled."""

    item: Item
    inside: bool
    open: list[Row]
    settled: list[Row]
    partners: list[tuple[int, str]]  # to whom a new one can be opened besides
    me: int | None
    may_talk: bool = True  # not where what was written together is frozen

    @property
    def about(self) -> dict[str, list[int]]:
        """What somebody who looks at them has been told of, for each kind of notice."""
        return {
            mentions.MENTION: [self.item.pk],
            mentions.COMMENT: [row.thread.pk for row in (*self.open, *self.settled)],
        }


def page(uid: str, by: Actor) -> Talk:
    """The threads of an item.

    Raises:
        Unseen: there is no such item for her.
    """
    item = items.find(uid, sight.of(by))
    people = audience.of(item) if item.organisation_id == by.organisation_id else None
    return of(item, by, people, policy.items.abilities_of(by, item, "edit", "comment"))


def of(item: Item, by: Actor, people: Audience | None, can: set[str]) -> Talk:
    """The threads of an item that somebody sees, as far as they are meant for her.

    Args:
        people: who may see the item; None for readers of another organisation, who are not told.
        can: what she may do with the item.
    """
    edits, talks = "edit" in can, "comment" in can
    inside = item.organisation_id == by.organisation_id
    found = _THREADS.all(inside, {"item": item.pk, "mine": by.organisation_id})[::-1]
    said: dict[int, list[Comment]] = {thread.pk: [] for thread in found}
    if found:
        for comment in _COMMENTS.all(*several("thread", list(said))):
            said[comment.thread_id].append(comment)
    rows = [Row(row, said[row.pk], talks and (edits or row.opened_by_id == by.person_id), edits) for row in found]
    groups = people.partners if people and item.current_id else ()
    return Talk(
        item=item,
        inside=inside,
        open=[row for row in rows if row.thread.resolved_at is None],
        settled=[row for row in rows if row.thread.resolved_at is not None],
        partners=[(group.organisation_id, group.organisation_name) for group in groups],
        me=by.person_id,
        may_talk=talks,
    )


def item_of(uid: str, by: Actor) -> str:
    """The id of the item that a thread is about.

    Raises:
        Unseen: there is no such thread for her.
    """
    thread = policy.threads.scope(by).filter(uid=uid).select_related("item").first()
    if thread is None:
        raise Unseen("Thread")
    return thread.item.uid


def _threads(inside: bool) -> QuerySet[Thread]:
    threads = Thread.objects.filter(item=number("item")).select_related("resolved_by", "partner")
    if not inside:
        threads = threads.filter(partner=number("mine"))
    return threads.order_by("-opened_at", "-pk")[:MOST]


_THREADS = PreparedObjects(_threads)
_COMMENTS = PreparedObjects(
    lambda count: (
        Comment.objects.filter(thread__pk__in=numbers("thread", count))
        .select_related("person", "organisation")
        .order_by("at", "pk")
    )
)
