"""What follows when something became known: an incident is talked over within a week, and a lesson is begun from it.
And when many pages are to be moved: a worker does it."""

import json
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.audit import outbox
from kith.audit.models import Event
from kith.commitments import actions as commitments
from kith.commitments.actions import Promise
from kith.commitments.models import Status
from kith.commitments.queries import standing
from kith.core import clock
from kith.identity import queries as identity
from kith.knowledge import events, kinds, tasks
from kith.knowledge.actions import relating, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item, Relation, Use
from kith.knowledge.promises import ITEM
from kith.knowledge.quality import Scores
from kith.knowledge.queries import templates

MENDED = timedelta(days=14)  # in which what was rated low is to be mended
FIX = "fix"  # what for: the sort of a commitment
WITHIN = timedelta(days=7)  # in which an after-action review is held (domain/seci.md, A4)


def listen() -> None:
    """Register with the outbox."""
    outbox.on(events.ItemPublished, talk_over)
    outbox.on(events.ItemUsed, mend)
    outbox.on(events.ArrangementAsked, arrange)


def arrange(event: Event) -> None:
    """Hand it to a worker."""
    tasks.arrange.enqueue(event.object_id or 0)


def talk_over(event: Event) -> None:
    """For an item whose kind asks for it, once it is published: its owner promises to have it talked over, and a lesson
    that comes from it is begun as a draft. Both can be handed to others, and dropped."""
    if json.loads(event.data)["number"] != 1:
        return
    item = Item.objects.select_related("owner", "space").filter(pk=event.object_id or 0, binned_at=None).first()
    if item is None or item.source_key or not kinds.of(item.kind).reviewed:
        return  # what was brought in from elsewhere was talked over there
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


def mend(event: Event) -> None:
    """A low score opens a fix, for the item's owner; one at a time."""
    use = Use.objects.filter(pk=json.loads(event.data)["use_id"]).select_related("item__owner").first()
    if use is None or use.accuracy is None or use.relevance is None or use.timeliness is None:
        return
    scores, item = Scores(use.accuracy, use.relevance, use.timeliness), use.item
    by = identity.actor_for(item.owner, item.organisation_id)
    if by is None or not scores.low or item.final_at is not None or item.binned_at is not None:
        return
    running = {status for sort, status in standing(ITEM, item.pk) if sort == FIX}
    if running & {Status.OPEN, Status.OVERDUE}:
        return
    with override(item.owner.locale):
        words = _("Mend what a reader rated low; what she says stands under “Did it work?”")
    promise = Promise(words, item.owner_id, clock.now().date() + MENDED, sort=FIX)
    commitments.make(ITEM, item.uid, promise, by=by)
