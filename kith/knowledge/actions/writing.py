"""Writing: drafts that lose nothing, and versions that stay."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.access import actions as access
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.classification import Classification
from kith.core.errors import Refused, Stale, Unseen
from kith.identity import queries as identity
from kith.knowledge import bodies, events, indexing, inputs, locks, mentions, places, policy, sight, together, tree
from kith.knowledge.models import Draft, Item, Space, Version
from kith.knowledge.queries import items


@dataclass(frozen=True)
class Words:
    """What somebody wrote: a title and a Markdown text."""

    title: str
    markdown: str

    def cleaned(self) -> "Words":
        """Without NUL and surrounding space.

        Raises:
            Refused: the title is empty or too long.
        """
        title = " ".join(self.title.replace("\x00", "").split())
        if not title:
            raise Refused(_("Give it a title."), "title")
        if len(title) > 300:
            raise Refused(_("A title has at most 300 characters; this one has %(n)s.") % {"n": len(title)}, "title")
        return Words(title, self.markdown.replace("\x00", ""))


class DraftMoved(Stale):
    """Somebody saved the draft since it was shown. Carries the text that is there now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("draft")
        self.draft = draft


@transaction.atomic
def begin(
    space_uid: str,
    words: Words,
    *,
    by: Actor,
    parent_uid: str | None = None,
    kind: str = Item.Kind.ARTICLE,
    classification: int = Classification.INTERNAL,
    owner_id: int | None = None,
) -> Item:
    """Begin an item as a draft that only its writers see.

    What the other side begins in a joint space is owned by one of the people whose space it is: she answers for it,
    and hears who asks for access.

    Raises:
        Refused: no title, no owner of the organisation, too deep, or more closely held than she herself may see.
        Unseen: no such space or parent for her.
    """
    space = locks.space(space_uid, by, "write")
    words = words.cleaned()
    owner = owner_id or (by.person_id if space.organisation_id == by.organisation_id else _host(space))
    if owner is None or not identity.belongs(owner, space.organisation_id):
        raise Refused(_("An item needs an owner who belongs to your organisation."), "owner")
    item = place(space, _parent(parent_uid, space, by), words.title, owner, kind, classification)
    if not policy.items.can(by, "edit", item):
        raise Refused(_("Held as closely as that, it would be closed to you. Choose a lower one."), "classification")
    Draft.objects.create(
        item=item,
        title=words.title,
        markdown=words.markdown,
        saves=1,
        saved_at=clock.now(),
        saved_by_id=by.person,
    )
    ledger.record(events.ItemDrafted(by=by, owner_id=item.organisation_id, item_id=item.pk, space_id=space.pk))
    inputs.wrote(item, by=by)
    return item


def _host(space: Space) -> int | None:
    """Who of a space's organisation owns what others begin in it: who opened the space, or one of its keepers."""
    members = identity.colleagues(space.organisation_id)
    keepers = Role.OWNER, Role.STEWARD
    row = members.filter(person=space.created_by_id).first() or members.filter(role__in=keepers).first()
    return row.person_id if row else None


def _parent(uid: str | None, space: Space, by: Actor) -> Item | None:
    if not uid:
        return None
    parent = policy.items.scope(by, "edit").filter(uid=uid, space=space, binned_at=None).first()
    if parent is None:
        raise Unseen("Item")
    return parent


def place(
    space: Space,
    parent: Item | None,
    title: str,
    owner_id: int,
    kind: str,
    classification: int,
    source_key: str = "",
) -> Item:
    """Make an empty item at its place in the tree, in the caller's transaction; nothing of it is published.

    The space is locked and the parent's path read anew, so that a move at the same moment takes the item along.

    Raises:
        Refused: the parent does not stand in that space any more.
    """
    moment = clock.now()
    list(Space.objects.select_for_update().filter(pk=space.pk).values_list("pk"))
    if parent is not None:
        path = Item.objects.filter(pk=parent.pk, space=space).values_list("path", flat=True).first()
        if path is None:
            raise Refused(_("The page to put it under is not there any more."), "parent")
        parent.path = path
    item = Item(
        organisation_id=space.organisation_id,
        space=space,
        parent=parent,
        kind=kind,
        title=title,
        classification=classification,
        owner_id=owner_id,
        changed_at=moment,
        created_at=moment,
        source_key=source_key,
    )
    item.save()
    item.path = tree.path_under(parent, item.pk)
    item.save(update_fields=["path"])
    return item


@transaction.atomic
def save_draft(uid: str, words: Words, *, by: Actor, shown_saves: int) -> Draft:
    """Save a draft on top of the save that was shown (0: none yet).

    Raises:
        DraftMoved: somebody saved since; nothing is lost, both texts go back to the writer.
    """
    item = locks.item(uid, by, "edit")
    words = Words(words.title.replace("\x00", "")[:300], words.markdown.replace("\x00", ""))
    draft = Draft.objects.select_for_update().filter(item=item).first()
    if (draft.saves if draft else 0) != shown_saves:
        raise DraftMoved(draft or _as_draft(item))
    if draft is None:
        draft = Draft(item=item, based_on=item.current)
    draft.title, draft.markdown = words.title, words.markdown
    draft.saves, draft.saved_at, draft.saved_by_id = shown_saves + 1, clock.now(), by.person
    draft.save()
    together.bring(item, draft.title, lambda: bodies.from_markdown(draft.markdown).doc, by=by)
    ledger.record(events.DraftSaved(by=by, owner_id=item.organisation_id, item_id=item.pk, save=draft.saves))
    inputs.wrote(item, by=by)
    return draft


def _as_draft(item: Item) -> Draft:
    """The published text as if it were a draft: what a stale writer is shown when the draft was published."""
    version = item.current
    text = bodies.to_markdown(version.body) if version else ""
    return Draft(item=item, title=item.title, markdown=text, saves=0, saved_at=item.changed_at)


@transaction.atomic
def publish(uid: str, *, by: Actor, note: str = "", shown_saves: int | None = None) -> Version:
    """Make the draft the item's current version, for all who may see the item.

    Raises:
        Refused: there is no draft, or it has no title.
        DraftMoved: the draft is no longer the one that was shown.
    """
    item = locks.item(uid, by, "edit")
    draft = Draft.objects.select_for_update().filter(item=item).first()
    if draft is None:
        raise Refused(_("There is no draft to publish; it may have been published already."))
    if shown_saves is not None and draft.saves != shown_saves:
        raise DraftMoved(draft)
    words = Words(draft.title, draft.markdown).cleaned()
    body = bodies.from_markdown(words.markdown)
    _check_sources(item, body)
    version = put(item, words.title, body, by=by, note=note)
    draft.delete()
    return version


@transaction.atomic
def publish_together(uid: str, *, by: Actor, note: str = "") -> Version:
    """Make what stands in the item's shared document its current version, for all who may see the item.

    Raises:
        Refused: nobody has written in it, it has no title, or it says what is published already.
    """
    item = locks.item(uid, by, "edit")
    text = together.text_of(item)
    if text is None:
        raise Refused(_("There is no draft to publish; it may have been published already."))
    title = Words(text[0], "").cleaned().title
    body = bodies.from_doc(text[1])
    if item.current and (item.current.title, item.current.sha256) == (title, body.sha256):
        raise Refused(_("This is what is published already."))
    _check_sources(item, body)
    since = item.current.published_at if item.current else None
    version = put(item, title, body, by=by, note=note)
    hands = together.writers(item, since)
    _name_writers(version, hands)
    Draft.objects.filter(item=item).delete()
    inputs.wrote(item, hands, by=by)
    return version


def _check_sources(item: Item, body: bodies.Body) -> None:
    """Stop the first publication of what was taken down from somebody until she has said of that text that it is what
    she meant. Later versions are their writers'."""
    if item.current is not None:
        return
    waiting = item.sources.exclude(confirmed_at__isnull=False, sha256=body.sha256).select_related("person")
    names = [row.person.name for row in waiting.order_by("pk")]
    if names:
        sentence = _("First %(names)s has to say that this text is what was meant. It stays a draft until then.")
        raise Refused(sentence % {"names": ", ".join(names)})


def _name_writers(version: Version, people: list[int]) -> None:
    """Say who wrote a version, beside her who published it."""
    version.writers.set(people)
    version.others = len(set(people) - {version.author_id})
    version.save(update_fields=["others"])


def put(
    item: Item,
    title: str,
    body: bodies.Body,
    *,
    by: Actor,
    note: str = "",
    restores: Version | None = None,
    at: datetime | None = None,
) -> Version:
    """Give a locked item a new current version, in the caller's transaction.

    Args:
        at: when it was published, for what comes from elsewhere with its dates.
    """
    moment = at or clock.now()
    before = item.current  # the only version that nothing has replaced, and the last one
    if before is not None:
        Version.objects.filter(pk=before.pk).update(replaced_at=moment)
    number = before.number + 1 if before else 1
    version = Version.objects.create(
        item=item,
        number=number,
        title=title,
        body=body.doc,
        html=body.html,
        text=body.text,
        sha256=body.sha256,
        author_id=by.person,
        note=note[:300],
        published_at=moment,
        restores=restores,
    )
    item.current, item.title, item.changed_at = version, title, moment
    item.save(update_fields=["current", "title", "changed_at", "source_sha256"])
    indexing.put(item)
    if before is not None:
        together.bring(item, title, lambda: body.doc, by=by)
    ledger.record(
        events.ItemPublished(
            by=by, owner_id=item.organisation_id, item_id=item.pk, version_id=version.pk, number=number
        )
    )
    if item.kind == Item.Kind.POLICY:
        _ask_again(item, version, by)
    mentions.tell_named(item, version, before, by=by)
    places.published(item)
    return version


def _ask_again(item: Item, version: Version, by: Actor) -> None:
    """Where people are asked to take note of a policy, the new version is what they have to take note of."""
    asked = access.renew(item.pk, version.pk)
    if asked:
        ledger.record(
            events.PolicyRenewed(by=by, owner_id=item.organisation_id, item_id=item.pk, requirement_id=asked.pk)
        )


@transaction.atomic
def restore(uid: str, version_uid: str, *, by: Actor) -> Version:
    """Publish an earlier version's text again, as a new version; nothing is overwritten."""
    item = locks.item(uid, by, "edit")
    old = items.version_of(item, sight.of(by), version_uid)
    return put(item, old.title, bodies.from_doc(old.body), by=by, restores=old)


@transaction.atomic
def discard_draft(uid: str, *, by: Actor) -> None:
    """Throw a draft away; an item that was never published goes to the bin with it."""
    item = locks.item(uid, by, "edit")
    Draft.objects.filter(item=item, item__current__isnull=False).delete()
    if item.current_id is None:
        Item.objects.filter(pk=item.pk).update(binned_at=clock.now(), binned_by=by.person_id)
    elif (version := item.current) is not None:
        together.bring(item, version.title, lambda: version.body, by=by)
    ledger.record(events.DraftDiscarded(by=by, owner_id=item.organisation_id, item_id=item.pk))
