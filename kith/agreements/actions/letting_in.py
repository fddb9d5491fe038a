"""Letting somebody in who asked for it: for a time, by somebody else than herself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kith.access import actions as access
from kith.access.actions import Container, Subject
from kith.access.models import Ability, ContainerKind, Grant
from kith.agreements import events
from kith.agreements.actions import sharing
from kith.agreements.actions.sharing import Target
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.knowledge.actions import asking
from kith.knowledge.models import AccessRequest, Item
from kith.notices import actions as notices

LET_IN = "let_in"  # a notice: she was let in to what she asked for
USUAL = timedelta(days=90)
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Under:
    """What lets in people of another organisation: an agreement, and one of its purposes."""

    agreement_uid: str
    purpose_uid: str


@transaction.atomic
def let_in(pk: int, *, by: Actor, last_day: date, zone: str, under: Under | None = None) -> Grant:
    """Let somebody read what she asked for, until a day, that day included.

    Args:
        zone: the time zone of that day.
        under: needed for people of another organisation.

    Raises:
        Unseen: there is no such request for the actor to answer.
        Refused: it is her own; the day has passed or lies more than a year ahead; or sharing is refused.
    """
    row = asking.held(pk, by)
    today = clock.day_of(clock.now(), zone)
    if not today <= last_day <= today + LONGEST:
        raise Refused(_("Choose a last day between today and a year from now."), "last_day")
    until = clock.end_of(last_day, zone)
    grant = _inside(row, by, until) if _is_ours(row) else _outside(row, by, until, under)
    asking.answer(row, by=by, grant_id=grant.pk)
    notices.tell(LET_IN, row.pk, [(row.person_id, row.organisation_id)], by=by)
    return grant


def _is_ours(row: AccessRequest) -> bool:
    return row.organisation_id == row.thing.organisation_id


def _kind(row: AccessRequest) -> ContainerKind:
    return ContainerKind.ITEM if isinstance(row.thing, Item) else ContainerKind.SPACE


def _inside(row: AccessRequest, by: Actor, until: datetime) -> Grant:
    container = Container(_kind(row), row.thing.pk, row.thing.organisation_id)
    subject = Subject(row.organisation_id, person_id=row.person_id)
    try:
        with transaction.atomic():
            grant = access.open_inside(container, subject, Ability.READ, by_person=by.person_id, until=until)
    except IntegrityError as error:
        raise Refused(_("She is let in already.")) from error
    ledger.record(
        events.LetIn(
            by=by,
            owner_id=by.organisation,
            grant_id=grant.pk,
            container_kind=container.kind.value,
            container_id=container.id,
            until=until,
        )
    )
    return grant


def _outside(row: AccessRequest, by: Actor, until: datetime, under: Under | None) -> Grant:
    if under is None:
        raise Refused(_("People of another organisation are let in under an agreement, for a purpose."), "under")
    return sharing.share(
        under.agreement_uid,
        Target(_kind(row), row.thing.uid),
        Subject(row.organisation_id, person_id=row.person_id),
        under.purpose_uid,
        by=by,
        until=until,
    )
