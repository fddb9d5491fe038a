"""What follows when something became known: an incident is talked over within a week, and a lesson is begun from it."""

import json
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.audit import outbox
from kith.audit.models import Event
from kith.commitments import actions as commitments
from kith.commitments.actions import Promise
from kith.core import clock
from kith.identity import queries as identity
from kith.knowledge import events, kinds
from kith.knowledge.actions import relating, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item, Relation
from kith.knowledge.promises import ITEM
from kith.knowledge.queries import templates

WITHIN = timedelta(days=7)  # in which an after-action review is held (domain/seci.md, A4)


def listen() -> None:
    """Register with the outbox."""
    outbox.on(events.ItemPublished, talk_over)


def talk_over(event: Event) -> None:
    """For an item whose kind asks for it, once it is published: its owner promises to have it talked over, and a lesson
    that comes from it is begun as a draft. Both can be handed to others, and dropped."""
    if json.loads(event.data)["number"] != 1:
        return
    item = Item.objects.select_related("owner", "space").filter(pk=event.object_id or 0, binned_at=None).first()
    if item is None or not kinds.of(item.kind).reviewed:
        return
    by = identity.actor_for(item.owner, item.organisation_id)
    if by is None or Relation.objects.filter(other=item, kind=Relation.Kind.DERIVED).exists():
        return
    with override(item.owner.locale):
        title = _("Lesson: %(title)s") % {"title": item.title}
        words = _("Talk over what happened: what was meant to happen, what did, why, and what we keep or change.")
    promise = Promise(words, item.owner_id, clock.now().date() + WITHIN, sort="review")
    commitments.make(ITEM, item.uid, promise, by=by)
    text = templates.text_for(Item.Kind.LESSON, by)
    lesson = writing.begin(
        item.space.uid,
        Words(title[:300], text),
        by=by,
        parent_uid=item.uid,
        kind=Item.Kind.LESSON,
        classification=item.classification,
        owner_id=item.owner_id,
    )
    relating.put(lesson, Relation.Kind.DERIVED, item, by=by)
