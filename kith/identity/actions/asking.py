"""Asking for a second step: of one's own people by role, and of a partner's people."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Denied, Refused
from kith.identity import events, steps
from kith.identity.models import Organisation, StepDemand


@transaction.atomic
def ask_own(roles: set[str], *, by: Actor) -> None:
    """Say of which of the actor's organisation's roles a second step is asked; of the others it is not.

    Raises:
        Denied: she is not an owner.
        Refused: an unknown role; or her own is among them, and she has none herself.
    """
    _require_owner(by)
    if not roles <= {role.value for role in Role}:
        raise Refused(_("There is no such role."), "roles")
    if by.role is not None and by.role.value in roles and not steps.held(by.person).exists():
        raise Refused(_("Set up yours first: you would close the door on yourself."), "roles")
    Organisation.objects.select_for_update().get(pk=by.organisation)
    standing = StepDemand.objects.filter(asking=by.organisation, asked=by.organisation)
    held = {row.role: row for row in standing}
    for role in sorted(roles - held.keys()):
        _ask(by.organisation, role, by)
    for role in sorted(held.keys() - roles):
        _ask_no_more(held[role], by)


@transaction.atomic
def ask_partner(organisation_id: int, *, asked: bool, by: Actor) -> None:
    """Ask a second step of another organisation's people, or no more. Without one, nothing of ours opens to them.

    Raises:
        Denied: she is not an owner.
        Refused: it is her own organisation.
    """
    _require_owner(by)
    if organisation_id == by.organisation:
        raise Refused(_("Of your own people you ask it by their role."))
    Organisation.objects.select_for_update().get(pk=by.organisation)
    held = steps.asked_of_partner(by.organisation, organisation_id).first()
    if asked and held is None:
        _ask(organisation_id, "", by)
    elif not asked and held is not None:
        _ask_no_more(held, by)


def _ask(asked_id: int, role: str, by: Actor) -> None:
    StepDemand.objects.create(asking_id=by.organisation, asked_id=asked_id, role=role, since=clock.now())
    ledger.record(events.SecondStepAsked(by=by, owner_id=by.organisation_id, organisation_id=asked_id, role=role))


def _ask_no_more(row: StepDemand, by: Actor) -> None:
    row.delete()
    ledger.record(
        events.SecondStepAskedNoMore(by=by, owner_id=by.organisation_id, organisation_id=row.asked_id, role=row.role)
    )


def _require_owner(by: Actor) -> None:
    if by.role is not Role.OWNER:
        sentence = _("Only an owner says of whom a second step is asked.")
        raise Denied(sentence, ability="ask", kind="organisation", object_id=by.organisation_id)
