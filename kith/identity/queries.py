"""Questions about people and organisations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Denied
from kith.core.prepared import Prepared, number
from kith.identity import steps
from kith.identity.models import ApiToken, Invitation, Membership, Organisation, Person, ProviderDemand, Team


@dataclass(frozen=True)
class Seat:
    """One organisation that a person belongs to: who she is when she acts for it."""

    actor: Actor
    organisation_name: str
    waits: bool = False  # nothing opens to her here until she has a second step
    only_through: bool = False  # it opens only in sessions that were begun through its own provider


def seats_of(person: Person, *, via: str = "session") -> list[Seat]:
    """Her seats, the one she took first in front; none when she is not active. One query, teams included."""
    if not person.is_active:
        return []
    rows = _SEATS.rows(None, {"person": person.pk})
    teams: dict[int, list[int]] = defaultdict(list)
    found = {}
    for pk, organisation_id, role, name, team, waits, only in rows:
        found[pk] = (organisation_id, Role(role), name, bool(waits), bool(only))
        teams[pk] += [team] if team else []
    return [
        Seat(Actor(person.pk, organisation_id, role, pk, tuple(teams[pk]), via), name, waits, only)
        for pk, (organisation_id, role, name, waits, only) in found.items()
    ]


def seats_in(person: Person, chosen: int | None, bound: int | None) -> list[Seat]:
    """Her seats in a session, the one of the organisation that she chose to act for in front.

    A session that was begun through an organisation's provider is bound to it: it holds no other seat. One that was not
    holds none of an organisation that lets its people in only so.
    """
    held = [seat for seat in seats_of(person) if _opens(seat, bound)]
    return sorted(held, key=lambda seat: seat.actor.organisation_id != chosen)


def _opens(seat: Seat, bound: int | None) -> bool:
    return not seat.only_through if bound is None else seat.actor.organisation_id == bound


_SEATS = Prepared(
    lambda _shape: (
        Membership.objects.filter(person=number("person"), ended_at=None)
        .order_by("joined_at", "id", "teams")
        .annotate(
            waits=steps.waiting_seat(),
            only=Exists(ProviderDemand.objects.filter(organisation=OuterRef("organisation"))),
        )
        .values_list("id", "organisation_id", "role", "organisation__name", "teams", "waits", "only")
    )
)


def name_of(person_id: int) -> str:
    """A person's name."""
    return Person.objects.values_list("name", flat=True).get(pk=person_id)


def actor_for(person: Person, organisation_id: int | None = None, *, via: str = "session") -> Actor | None:
    """The actor that `person` is for one of her organisations: the named one, or the one she joined first.

    None when she belongs to none, or not to the named one.
    """
    seats = seats_of(person, via=via)
    return next((seat.actor for seat in seats if organisation_id in (None, seat.actor.organisation_id)), None)


def admitted(person: Person, organisation_id: int, *, via: str = "session") -> Actor | None:
    """The actor that she is for an organisation, where something is to be shown to her or done as she asks.

    Unlike `actor_for`, which also says who she was when she did something.

    Raises:
        Denied: a second step is asked of her there, and she has none.
    """
    seat = next((each for each in seats_of(person, via=via) if each.actor.organisation_id == organisation_id), None)
    if seat is not None and seat.waits:
        sentence = _("%(firm)s asks a second step at sign-in. Set up yours at Kith; then go on here.")
        raise Denied(sentence % {"firm": seat.organisation_name}, ability="enter", kind="organisation", object_id=None)
    return seat.actor if seat else None


def organisations_of(person: Person) -> QuerySet[Organisation]:
    """The organisations she belongs to, by name."""
    return Organisation.objects.filter(memberships__person=person, memberships__ended_at=None).order_by("name", "pk")


def colleagues(organisation_id: int) -> QuerySet[Membership]:
    """Who belongs to an organisation now, by name."""
    return (
        Membership.objects.filter(organisation=organisation_id, ended_at=None, person__is_active=True)
        .select_related("person")
        .order_by("person__name", "pk")
    )


def actors_of(organisation_id: int) -> list[tuple[Actor, str]]:
    """Everybody of an organisation as she would act for it, with her name: two queries, whatever their number.

    Without those who are let in nowhere there before they have a second step.
    """
    admitted = colleagues(organisation_id).filter(~steps.waiting_seat())
    members = admitted.prefetch_related(Prefetch("teams", Team.objects.order_by("pk")))
    return [
        (
            Actor(
                person_id=row.person_id,
                organisation_id=organisation_id,
                role=Role(row.role),
                membership_id=row.pk,
                team_ids=tuple(team.pk for team in row.teams.all()),
            ),
            row.person.name,
        )
        for row in members
    ]


def left(organisation_id: int) -> QuerySet[Membership]:
    """Who belonged to an organisation once and is known by name still, who left last in front."""
    return (
        Membership.objects.filter(organisation=organisation_id, ended_at__isnull=False, person__erased_at=None)
        .select_related("person")
        .order_by("-ended_at", "pk")
    )


def keepers(organisation_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Those who keep the organisations' knowledge and agreements now: the person's id, and that of the organisation."""
    keeping = [role.value for role in Role if role.keeps]
    rows = Membership.objects.filter(
        organisation__in=set(organisation_ids), role__in=keeping, ended_at=None, person__is_active=True
    )
    return list(rows.order_by("pk").values_list("person_id", "organisation_id"))


def founder() -> int | None:
    """The organisation that founded this installation: the first one, whose owners answer for it."""
    return Organisation.objects.order_by("pk").values_list("pk", flat=True).first()


def owners(organisation_id: int) -> list[int]:
    """The ids of an organisation's owners."""
    rows = colleagues(organisation_id).filter(role=Role.OWNER.value)
    return list(rows.values_list("person_id", flat=True))


def belongs(person_id: int, organisation_id: int) -> bool:
    """Whether the person belongs to the organisation now."""
    return colleagues(organisation_id).filter(person=person_id).exists()


def teams(organisation_id: int) -> QuerySet[Team]:
    """An organisation's teams, by name."""
    return Team.objects.filter(organisation=organisation_id).order_by("name", "pk")


def teams_with_people(organisation_id: int) -> QuerySet[Team]:
    """An organisation's teams, by name, each with its people at hand, by name."""
    people = Membership.objects.select_related("person").order_by("person__name", "pk")
    return teams(organisation_id).prefetch_related(Prefetch("members", people))


def members_of_team(team_id: int) -> list[int]:
    """The ids of the people of a team who belong to its organisation now."""
    rows = Membership.objects.filter(teams=team_id, ended_at=None, person__is_active=True)
    return list(rows.order_by("pk").values_list("person_id", flat=True))


def tokens_of(by: Actor) -> QuerySet[ApiToken]:
    """The actor's tokens that still work, the newest first."""
    return ApiToken.objects.filter(membership=by.membership_id, revoked_at=None, expires_at__gt=clock.now()).order_by(
        "-made_at"
    )


def open_invitations(by: Actor) -> QuerySet[Invitation]:
    """The invitations of colleagues that can still be taken up."""
    return Invitation.objects.filter(
        organisation=by.organisation_id, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    ).order_by("-sent_at")
