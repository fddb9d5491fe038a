"""Asking people to read an item, and saying that one has."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.knowledge import events, locks, mentions
from kith.knowledge.models import Reading
from kith.notices import actions as notices

ASKED = "reading"  # the kind of notices


@transaction.atomic
def ask(uid: str, person_ids: Iterable[int], *, by: Actor, due_on: date | None = None) -> list[Reading]:
    """Ask people to read an item and to say so; whoever has been asked and has not answered yet is not asked twice.

    Raises:
        Refused: it is a draft, nobody was chosen, somebody may not see it, or the day has passed.
    """
    item = locks.item(uid, by, "govern")
    asked = set(person_ids)
    if item.current_id is None:
        raise Refused(_("Publish it first: a draft is not for readers."))
    if not asked:
        raise Refused(_("Choose at least one person."), "people")
    if due_on is not None and due_on < clock.now().date():
        raise Refused(_("Choose today or a later day."), "due_on")
    seats = mentions.seats(item)
    if asked - set(seats):
        raise Refused(_("Choose people who may see the page."), "people")
    waiting = set(item.readings.filter(read_at=None).values_list("person_id", flat=True))
    rows = Reading.objects.bulk_create(
        [
            Reading(
                item=item,
                person_id=person,
                organisation_id=seats[person],
                asked_at=clock.now(),
                asked_by_id=by.person,
                due_on=due_on,
            )
            for person in sorted(asked - waiting)
        ]
    )
    notices.tell(ASKED, item.pk, [(row.person_id, row.organisation_id) for row in rows], by=by)
    ledger.record(
        events.ReadingAsked(
            by=by, owner_id=item.organisation_id, item_id=item.pk, person_ids=tuple(row.person_id for row in rows)
        )
    )
    return rows


@transaction.atomic
def acknowledge(uid: str, *, by: Actor) -> Reading:
    """Say that one has read the item's current version.

    Raises:
        Unseen: there is no such item for her, or nobody asked her.
    """
    item = locks.item(uid, by, "see")
    row = item.readings.select_for_update().filter(person=by.person_id, read_at=None).first()
    if row is None:
        raise Unseen("Reading")
    row.read_at, row.version = clock.now(), item.current
    row.save(update_fields=["read_at", "version"])
    notices.read_about(ASKED, [item.pk], by=by)
    ledger.record(
        events.ReadingAcknowledged(
            by=by, owner_id=item.organisation_id, item_id=item.pk, version_id=item.current_id or 0
        )
    )
    return row
