"""What the people of one side see of the other's at a moment, those who see the same taken together."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from kith.access.models import Acknowledgement, BasisRecipient, Grant, Requirement
from kith.core import clock
from kith.core.actor import Actor
from kith.identity import queries as identity
from kith.identity import steps
from kith.identity.models import Membership
from kith.knowledge import sight
from kith.knowledge.sight import Sight

People = dict[int, str]  # id and name


def of(reader_id: int, owner_id: int, at: datetime | None = None) -> list[tuple[Sight, People]]:
    """The sights of the reader's people who have any door to the owner.

    People of one side are told apart by what `access.reach` asks about a person: her teams, naming, the duties of which
    she has taken note, whether she has a second step, and whether her own organisation asks something that she has not
    met. So the questions asked grow with these, not with people. Whoever waits to be let in at home sees nothing.
    """
    groups: dict[tuple[object, ...], tuple[Actor, People]] = {}
    named, noted = _named(reader_id), _noted(reader_id)
    proven, unmet = steps.holders(reader_id), _unmet(reader_id, at or clock.now())
    for actor, name in identity.actors_of(reader_id):
        person = actor.person_id or 0
        mine = person if person in named else 0
        key = (actor.team_ids, mine, noted.get(person, ()), person in proven, person in unmet)
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


def _unmet(reader_id: int, at: datetime) -> set[int]:
    """Who of the reader's people sees nothing of others, because of what her own organisation asks of her."""
    waiting = Requirement.objects.unmet(reader_id, OuterRef(OuterRef("person")), at).filter(waits_from__lte=at)
    rows = Membership.objects.filter(Exists(waiting), organisation=reader_id, ended_at=None)
    return set(rows.values_list("person", flat=True))


def _named(reader_id: int) -> set[int]:
    """Who of the reader's people is named by a grant from outside or by a basis."""
    grants = Grant.objects.filter(organisation=reader_id, basis__isnull=False, person__isnull=False)
    recipients = BasisRecipient.objects.filter(organisation=reader_id, person__isnull=False)
    return {pk for rows in (grants, recipients) for pk in rows.values_list("person", flat=True).distinct() if pk}
