"""What follows from deeds elsewhere: a report of use is an internalization, and a source's word a confirmation."""

import json

from kith.audit import outbox
from kith.audit.models import Event
from kith.identity import queries as identity
from kith.identity.models import Person
from kith.knowledge import events as knowledge
from kith.knowledge.models import Use
from kith.spiral.actions import converting
from kith.spiral.actions.converting import Passing
from kith.spiral.models import Conversion, Evidence
from kith.spiral.modes import Mode, Proof, Role


def listen() -> None:
    """Register with the outbox."""
    outbox.on(knowledge.ItemUsed, used)
    outbox.on(knowledge.SourceConfirmed, meant)


def used(event: Event) -> None:
    """Somebody put an item to use, and it did something for her: she has learned from it, once somebody confirms it."""
    use = Use.objects.filter(pk=json.loads(event.data)["use_id"]).select_related("item", "person").first()
    if use is None or use.outcome == Use.Outcome.NOTHING_YET:
        return
    if Evidence.objects.filter(kind=Proof.USE, ref=use.pk).exists():
        return
    by = identity.actor_for(use.person, use.organisation_id)
    if by is None or not converting.reaches(use.item_id, by):
        return
    passing = Passing(
        Mode.INTERNALIZATION,
        "use",
        use.used_at.date(),
        {use.person_id: str(Role.RECIPIENT)},
        into=(use.item_id,),
        note=use.words,
        proofs=((Proof.USE, use.pk),),
    )
    converting.record(passing, by=by)


def meant(event: Event) -> None:
    """A source said of a text that it is what she meant: the externalizations of hers to that item are confirmed."""
    person = Person.objects.filter(pk=event.person_id or 0).first()
    by = identity.actor_for(person, event.organisation_id) if person else None
    if by is None:
        return
    rows = Conversion.objects.filter(
        mode=Mode.EXTERNALIZATION,
        parts__item=event.object_id,
        parts__way="out",
        participants__person=by.person_id,
        participants__role=Role.SOURCE,
        confirmation=None,
        retraction=None,
    )
    for row in rows.distinct():
        converting.confirm_as_source(row, by=by)
