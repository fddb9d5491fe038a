"""Naming whose knowledge an item holds, and asking her whether its text says what she meant."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Stale, Unseen
from kith.identity import queries as identity
from kith.identity.models import Person
from kith.knowledge import bodies, events, inputs, locks, policy, together
from kith.knowledge.bodies import Body
from kith.knowledge.models import Draft, Item, Source, Space
from kith.knowledge.queries import audience
from kith.notices import actions as notices

MEANT = "source"  # the kinds of notices: is it what you meant?
ANSWERED = "source_answered"  # she has said what is missing
LONGEST = 2000


@transaction.atomic
def name(uid: str, person_ids: Iterable[int], *, by: Actor) -> list[Source]:
    """Say whose knowledge an item holds, and ask each of them; asking again changes nothing.

    Raises:
        Refused: somebody may not see what is written there.
    """
    item = locks.item(uid, by, "edit")
    seats = _askable(item)
    rows = []
    for person in dict.fromkeys(person_ids):
        if person not in seats:
            raise Refused(_("Choose somebody who may see the draft: she has to read it."), "source")
        row, fresh = Source.objects.get_or_create(
            item=item,
            person_id=person,
            defaults={
                "organisation_id": seats[person],
                "asked_at": clock.now(),
                "asked_by_id": by.person,
            },
        )
        rows.append(row)
        if fresh:
            notices.tell(MEANT, item.pk, [(person, seats[person])], by=by)
            ledger.record(events.SourceNamed(by=by, owner_id=item.organisation_id, item_id=item.pk, person_id=person))
    if any(row.organisation_id != item.organisation_id for row in rows):
        inputs.rebind(item.pk, by=by)
    return rows


def _askable(item: Item) -> dict[int, int]:
    """Who may be asked about an item, each with her organisation: its organisation's people, and of partners those who
    write in its space."""
    own = {row.person_id: item.organisation_id for row in identity.colleagues(item.organisation_id)}
    for group in audience.of(item).partners:
        if any(under.joint for under in group.bases.values()):
            own = {pk: group.organisation_id for pk in group.person_ids} | own
    return own


def askable(item: Item, by: Actor) -> bool:
    """Whether somebody may read, as a source, what is written of an item."""
    return _askable(item).get(by.person_id or 0) == by.organisation_id


def may_be_asked(space: Space, person_id: int, organisation_id: int) -> bool:
    """Whether somebody could read a draft that will stand in a space."""
    if organisation_id == space.organisation_id:
        return True
    person = Person.objects.filter(pk=person_id).first()
    actor = identity.actor_for(person, organisation_id) if person else None
    return actor is not None and policy.spaces.can(actor, "write", space)


def choices(item: Item) -> list[tuple[int, str]]:
    """Who may be asked, by name."""
    return list(Person.objects.filter(pk__in=_askable(item)).order_by("name", "pk").values_list("pk", "name"))


def text_of(item: Item) -> tuple[str, Body]:
    """Title and text of an item as its writers have them.

    Raises:
        Unseen: there is none.
    """
    shared = together.text_of(item)
    if shared is not None:
        return shared[0], bodies.from_doc(shared[1])
    draft = Draft.objects.filter(item=item).first()
    if draft is not None:
        return draft.title, bodies.from_markdown(draft.markdown)
    if item.current is None:
        raise Unseen("Draft")
    return item.title, bodies.from_doc(item.current.body)


@transaction.atomic
def confirm(uid: str, shown_sha256: str, *, by: Actor) -> Source:
    """Say of the text that was shown that it is what she meant.

    Raises:
        Unseen: nobody asked her.
        Stale: the text has changed since it was shown.
    """
    row = _asked(uid, by)
    if text_of(row.item)[1].sha256 != shown_sha256:
        raise Stale(uid)
    row.confirmed_at, row.sha256, row.objection = clock.now(), shown_sha256, ""
    row.save(update_fields=["confirmed_at", "sha256", "objection"])
    item = row.item
    ledger.record(events.SourceConfirmed(by=by, owner_id=item.organisation_id, item_id=item.pk, sha256=shown_sha256))
    notices.tell(ANSWERED, item.pk, [(row.asked_by_id, item.organisation_id)], by=by)
    return row


@transaction.atomic
def object_to(uid: str, words: str, *, by: Actor) -> Source:
    """Say what the text does not say yet, or says wrongly; whoever asked is told.

    Raises:
        Unseen: nobody asked her.
        Refused: nothing was said.
    """
    row = _asked(uid, by)
    said = words.replace("\x00", "").strip()
    if not said:
        raise Refused(_("Say what is missing or wrong."), "words")
    row.confirmed_at, row.sha256, row.objection = None, "", said[:LONGEST]
    row.save(update_fields=["confirmed_at", "sha256", "objection"])
    item = row.item
    ledger.record(events.SourceObjected(by=by, owner_id=item.organisation_id, item_id=item.pk))
    notices.tell(ANSWERED, item.pk, [(row.asked_by_id, item.organisation_id)], by=by)
    return row


def _asked(uid: str, by: Actor) -> Source:
    row = asked(by).select_for_update(of=("self",)).select_related("item__current").filter(item__uid=uid).first()
    if row is None or not askable(row.item, by):
        raise Unseen("Source")
    return row


def asked(by: Actor) -> QuerySet[Source]:
    """What somebody was asked about, for the organisation that she acts for."""
    return Source.objects.filter(person=by.person_id, organisation=by.organisation_id, item__binned_at=None)
