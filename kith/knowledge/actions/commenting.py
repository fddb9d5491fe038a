"""Saying something about a text, answering it, and settling it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.collab import hub
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity.models import Person
from kith.knowledge import events, locks, mentions, places, policy, together
from kith.knowledge.models import Comment, Item, Thread
from kith.knowledge.places import Place
from kith.notices import actions as notices

LONGEST = 5000  # characters of one comment


@transaction.atomic
def open_thread(uid: str, words: str, place: Place, *, by: Actor, partner_id: int | None = None) -> Thread:
    """Say something about an item, at a place of its text or about all of it.

    Args:
        partner_id: another organisation whose readers see it too. People of another organisation open theirs to it.

    Raises:
        Unseen: there is no such item for her.
        Refused: she said nothing or too much, or the partner may not see the item.
    """
    item = _commentable(uid, by)
    inside = item.organisation_id == by.organisation_id
    partner = partner_id if inside else by.organisation_id
    if inside and partner is not None and partner not in set(mentions.seats(item).values()) - {item.organisation_id}:
        raise Refused(_("Nobody of that firm may see this page now."), "partner")
    said = _said(words)
    thread = Thread(
        item=item,
        version=item.current,
        partner_id=partner,
        opened_at=clock.now(),
        opened_by_id=by.person,
    )
    places.stand(thread, place.cleaned(), places.readable(item), writes=policy.items.can(by, "edit", item))
    thread.save()
    _say(thread, said, by)
    ledger.record(events.ThreadOpened(by=by, owner_id=item.organisation_id, item_id=item.pk, thread_id=thread.pk))
    return thread


def _commentable(uid: str, by: Actor) -> Item:
    """An item that she may read or write; it is not locked, for nothing of it changes."""
    found = Item.objects.select_related("current").filter(uid=uid, binned_at=None).first()
    if found is None:
        raise Unseen("Item")
    locks.check_item(uid, by, "comment")
    return found


def _said(words: str) -> str:
    said = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if not said:
        raise Refused(_("Write what you want to say."), "words")
    if len(said) > LONGEST:
        raise Refused(_("A comment has at most 5,000 characters; this one has %(n)s.") % {"n": len(said)}, "words")
    return said


def _say(thread: Thread, words: str, by: Actor) -> Comment:
    comment = Comment.objects.create(
        thread=thread, person_id=by.person, organisation_id=by.organisation, words=words, at=clock.now()
    )
    _tell(thread, words, by)
    hub.talked(together.document(thread.item))
    return comment


def _tell(thread: Thread, words: str, by: Actor) -> None:
    """Tell those who spoke in a thread, the item's owner and whom the words name, as far as they may read it."""
    firms = {thread.item.organisation_id, thread.partner_id}
    may_read = {pk: firm for pk, firm in mentions.seats(thread.item).items() if firm in firms}
    spoke = set(thread.comments.values_list("person_id", flat=True))
    meant = {pk for pk in may_read if pk in spoke or pk == thread.item.owner_id}
    if "@" in words:
        names = Person.objects.filter(pk__in=may_read).values_list("pk", "name")
        meant |= {pk for pk, name in names if f"@{name}".casefold() in words.casefold()}
    notices.tell(mentions.COMMENT, thread.pk, [(pk, may_read[pk]) for pk in meant], by=by)


@transaction.atomic
def answer(uid: str, words: str, *, by: Actor) -> Comment:
    """Say something in a thread; one that was resolved is open again by it."""
    thread = _held(uid, by, "answer")
    comment = _say(thread, _said(words), by)
    if thread.resolved_at is not None:
        _settle(thread, None, by)
    ledger.record(
        events.CommentMade(
            by=by,
            owner_id=thread.item.organisation_id,
            item_id=thread.item_id,
            thread_id=thread.pk,
            comment_id=comment.pk,
        )
    )
    return comment


@transaction.atomic
def resolve(uid: str, resolved: bool, *, by: Actor) -> Thread:
    """Say that a thread is settled, or that it is not."""
    thread = _held(uid, by, "resolve")
    if (thread.resolved_at is not None) != resolved:
        _settle(thread, by if resolved else None, by)
        hub.talked(together.document(thread.item))
    return thread


def _settle(thread: Thread, resolver: Actor | None, by: Actor) -> None:
    thread.resolved_at = clock.now() if resolver else None
    thread.resolved_by_id = resolver.person_id if resolver else None
    thread.save(update_fields=["resolved_at", "resolved_by"])
    fact = events.ThreadResolved if resolver else events.ThreadReopened
    ledger.record(fact(by=by, owner_id=thread.item.organisation_id, item_id=thread.item_id, thread_id=thread.pk))


@transaction.atomic
def take_back(uid: str, *, by: Actor) -> Comment:
    """Take one's own comment back: its words are gone, that there was one stays."""
    comment = Comment.objects.select_for_update().filter(policy.own_comments(by), uid=uid).first()
    if comment is None or not policy.threads.can(by, "see", comment.thread):
        raise Unseen("Comment")
    comment.words, comment.taken_back_at = "", clock.now()
    comment.save(update_fields=["words", "taken_back_at"])
    thread = comment.thread
    ledger.record(
        events.CommentTakenBack(
            by=by,
            owner_id=thread.item.organisation_id,
            item_id=thread.item_id,
            thread_id=thread.pk,
            comment_id=comment.pk,
        )
    )
    hub.talked(together.document(thread.item))
    return comment


@transaction.atomic
def put_in_place(uid: str, moved: Iterable[tuple[str, Place]], *, by: Actor) -> int:
    """Keep where threads of an item stand now that its text has moved; how many moved. Editors say so as they write."""
    locks.check_item(uid, by, "edit")
    given = {thread: place.cleaned() for thread, place in moved}
    item = Item.objects.select_related("current").get(uid=uid)
    rows = list(
        Thread.objects.select_for_update(of=("self",)).filter(
            policy.among(by), item=item, uid__in=given, resolved_at=None
        )
    )
    text = places.readable(item) if rows else ""
    for row in rows:
        places.stand(row, given[row.uid], text, writes=True)
    Thread.objects.bulk_update(rows, ["anchor", "moved", "quote", "before", "after"])
    return len(rows)


def _held(uid: str, by: Actor, ability: str) -> Thread:
    found = Thread.objects.select_for_update(of=("self",)).select_related("item").filter(uid=uid).first()
    if found is None:
        raise Unseen("Thread")
    policy.threads.require(by, ability, found)
    return found
