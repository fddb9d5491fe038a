"""Whether an organisation lets its people in only through its provider."""

from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor
from kith.core.errors import Refused, Unseen
from kith.identity.models import Organisation, ProviderDemand
from kith.signons import events
from kith.signons.actions.holding import take
from kith.signons.models import Provider


@transaction.atomic
def ask(provider: Provider, begun_through: str | None, *, by: Actor) -> None:
    """Let everybody of the organisation in only through its provider, from the next page on. Tokens work on.

    Args:
        begun_through: the provider through which the owner's own session was begun.

    Raises:
        Unseen: she is no owner, or it was ended meanwhile.
        Refused: she did not come by it herself: so nobody locks her own organisation out.
    """
    held = take(by)  # the end of it waits, or came first
    if held.pk != provider.pk:
        raise Unseen("Provider")
    if begun_through != held.uid or held.tried_at is None:
        raise Refused(_("Sign in through your provider yourself first; then you can ask it of everybody."))
    values = {"since": clock.now()}
    _row, fresh = ProviderDemand.objects.get_or_create(organisation_id=held.organisation_id, defaults=values)
    if fresh:
        firm = held.organisation_id
        ledger.record(events.ProviderRequired(by=by, owner_id=firm, organisation_id=firm))


@transaction.atomic
def lift(organisation_id: int, *, by: Actor) -> bool:
    """Let them in by other ways too; whether it was asked before. The caller knows that she may."""
    gone, _rows = ProviderDemand.objects.filter(organisation=organisation_id).delete()
    if gone:
        ledger.record(events.ProviderNotRequired(by=by, owner_id=organisation_id, organisation_id=organisation_id))
    return bool(gone)


def lift_for_operator(organisation: str) -> str:
    """Lift it because the operator says so: nobody of theirs can come in any more. Its name.

    Raises:
        Refused: there is no such organisation, or it does not ask it.
    """
    named = list(Organisation.objects.filter(name=organisation)[:2])
    found = Organisation.objects.filter(uid=organisation).first() or (named[0] if len(named) == 1 else None)
    if found is None:
        raise Refused(_("There is no organisation of this id, and not just one of this name."))
    if not lift(found.pk, by=SYSTEM):
        raise Refused(_("%(name)s lets its people in by other ways already.") % {"name": found.name})
    return found.name
