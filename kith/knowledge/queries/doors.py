"""Who of one's own organisation a space is open to, for those who manage it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kith.access.actions import Subject
from kith.access.models import ContainerKind, Grant, SubjectKind
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity import queries as identity
from kith.knowledge import policy
from kith.knowledge.models import Space

Choice = tuple[str, str]


@dataclass(frozen=True)
class DoorsPage:
    """A space, its doors inside, and whom it can be opened to."""

    space: Space
    doors: list[tuple[Grant, str]]
    subjects: list[Choice]


def page(uid: str, by: Actor) -> DoorsPage:
    """The doors of a space to its own organisation's people.

    Raises:
        Unseen: there is no such space for her.
        Denied: she does not manage it.
    """
    space = policy.spaces.scope(by).filter(uid=uid).first()
    if space is None:
        raise Unseen("Space")
    policy.spaces.require(by, "manage", space)
    grants = (
        Grant.objects.live(clock.now())
        .filter(container_kind=ContainerKind.SPACE, container_id=space.pk, basis=None)
        .select_related("team", "person")
        .order_by("pk")
    )
    return DoorsPage(space, [(grant, _words(grant)) for grant in grants], _subjects(space.organisation_id))


def _words(grant: Grant) -> str:
    if grant.subject_kind == SubjectKind.PERSON and grant.person:
        return grant.person.name
    if grant.subject_kind == SubjectKind.TEAM and grant.team:
        return grant.team.name
    return _("Everyone at our company")


def _subjects(organisation_id: int) -> list[Choice]:
    return [
        ("organisation", _("Everyone at our company")),
        *((f"team:{team.pk}", team.name) for team in identity.teams(organisation_id)),
        *((f"person:{row.person_id}", row.person.name) for row in identity.colleagues(organisation_id)),
    ]


def subject(choice: str, organisation_id: int) -> Subject:
    """What a choice of the form means."""
    kind, _sep, number = choice.partition(":")
    if kind == SubjectKind.TEAM:
        return Subject(organisation_id, team_id=int(number))
    if kind == SubjectKind.PERSON:
        return Subject(organisation_id, person_id=int(number))
    return Subject(organisation_id)
