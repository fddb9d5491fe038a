"""What the people of one side see of the other's at a moment, those who see the same taken together."""

from datetime import datetime

from kith.access.models import Acknowledgement, BasisRecipient, Grant
from kith.core.actor import Actor
from kith.identity import queries as identity
from kith.knowledge import sight
from kith.knowledge.sight import Sight

People = dict[int, str]  # id and name


def of(reader_id: int, owner_id: int, at: datetime | None = None) -> list[tuple[Sight, People]]:
    """The sights of the reader's people who have any door to the owner.

    Only teams, naming and whether somebody has taken note of her duties tell people of one side apart, so that the
    questions asked grow with these, not with people.
    """
    groups: dict[tuple[object, ...], tuple[Actor, People]] = {}
    named, noted = _named(reader_id), _noted(reader_id)
    for actor, name in identity.actors_of(reader_id):
        person = actor.person_id or 0
        key = (actor.team_ids, person if person in named else 0, noted.get(person, ()))
        groups.setdefault(key, (actor, {}))[1][person] = name
    merged: dict[tuple[int, ...], tuple[Sight, People]] = {}
    for actor, people in groups.values():
        view = sight.of(actor, at)
        doors = tuple(sorted(door.grant_id or 0 for door in view.reach.doors if door.owner_id == owner_id))
        merged.setdefault(doors, (view, {}))[1].update(people)
    return [group for doors, group in merged.items() if doors]


def _noted(reader_id: int) -> dict[int, tuple[int, ...]]:
    """Under which bases each of the reader's people has taken note of her duties."""
    found: dict[int, tuple[int, ...]] = {}
    rows = Acknowledgement.objects.filter(organisation=reader_id).order_by("basis")
    for person, basis in rows.values_list("person", "basis"):
        found[person] = (*found.get(person, ()), basis)
    return found


def _named(reader_id: int) -> set[int]:
    """Who of the reader's people is named by a grant from outside or by a basis."""
    grants = Grant.objects.filter(organisation=reader_id, basis__isnull=False, person__isnull=False)
    recipients = BasisRecipient.objects.filter(organisation=reader_id, person__isnull=False)
    return {pk for rows in (grants, recipients) for pk in rows.values_list("person", flat=True).distinct() if pk}
