"""Opening spaces, and opening them to colleagues."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kith.access import actions as access
from kith.access.actions import Container, Subject
from kith.access.models import Ability, ContainerKind, Grant
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity import queries as identity
from kith.knowledge import events, locks
from kith.knowledge.models import Space


@transaction.atomic
def open_space(name: str, about: str = "", *, by: Actor, language: str = "en", to_all: bool = True) -> Space:
    """Open a space in the actor's organisation, for all of it to write in, or for its opener alone at first."""
    if by.role not in {Role.OWNER, Role.STEWARD, Role.MEMBER}:
        raise Denied(
            _("Auditors read the trail; they do not open spaces."), ability="open", kind="space", object_id=None
        )
    space = Space(
        organisation_id=by.organisation,
        name=name.strip(),
        about=about.strip(),
        language=language,
        created_at=clock.now(),
        created_by_id=by.person,
    )
    space.full_clean()
    space.save()
    ledger.record(events.SpaceOpened(by=by, owner_id=space.organisation_id, space_id=space.pk))
    person_id = None if to_all else by.person_id
    _open(space, Subject(space.organisation_id, person_id=person_id), Ability.WRITE, by)
    return space


@transaction.atomic
def open_to(uid: str, subject: Subject, ability: Ability, *, by: Actor) -> Grant:
    """Open a space to colleagues, one team or one person.

    Raises:
        Refused: the subject is not of the space's organisation.
    """
    space = locks.space(uid, by, "manage")
    if subject.organisation_id != space.organisation_id:
        raise Refused(_("People of another organisation are let in by an agreement, not here."))
    if subject.person_id and not identity.belongs(subject.person_id, space.organisation_id):
        raise Refused(_("This person does not belong to your organisation."))
    if subject.team_id and not identity.teams(space.organisation_id).filter(pk=subject.team_id).exists():
        raise Refused(_("Your organisation has no such team."))
    return _open(space, subject, ability, by)


def _open(space: Space, subject: Subject, ability: Ability, by: Actor) -> Grant:
    container = Container(ContainerKind.SPACE, space.pk, space.organisation_id)
    try:
        with transaction.atomic():
            grant = access.open_inside(container, subject, ability, by_person=by.person_id)
    except IntegrityError as error:
        raise Refused(_("They are let in already."), "subject") from error
    ledger.record(events.SpaceOpenedTo(by=by, owner_id=space.organisation_id, space_id=space.pk, grant_id=grant.pk))
    return grant


@transaction.atomic
def close_to(uid: str, grant_uid: str, *, by: Actor) -> None:
    """Take back a colleague's door to a space."""
    space = locks.space(uid, by, "manage")
    grant = Grant.objects.filter(
        uid=grant_uid, container_kind=ContainerKind.SPACE, container_id=space.pk, basis=None, stopped_at=None
    ).first()
    if grant is None:
        raise Unseen("Grant")
    access.stop([grant], by_person=by.person_id)
    ledger.record(events.SpaceClosedTo(by=by, owner_id=space.organisation_id, space_id=space.pk, grant_id=grant.pk))
