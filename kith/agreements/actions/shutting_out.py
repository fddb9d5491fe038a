"""Emergency: everything of ours closes to a partner at once, under whatever agreement it is open."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.access.models import Grant
from kith.agreements import events
from kith.agreements.actions import ending
from kith.agreements.models import Agreement, Receipt
from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.partnerships import actions as partnerships
from kith.partnerships import queries


def doors(partner_id: int, by: Actor) -> dict[Agreement, list[Grant]]:
    """What the actor's side holds open to a partner, by agreement: frozen spaces too."""
    rows = Grant.objects.live(clock.now()).filter(
        owner=by.organisation, organisation=partner_id, basis__agreement__isnull=False
    )
    found: dict[Agreement, list[Grant]] = {}
    for grant in rows.select_related("basis__agreement").order_by("pk"):
        if grant.basis and grant.holds(clock.now()):
            found.setdefault(grant.basis.agreement, []).append(grant)
    return found


@transaction.atomic
def shut_out(partnership_uid: str, *, by: Actor, partner_name: str) -> list[Receipt]:
    """Close all that is ours to a partner, on every surface, with one deed; the actor's receipts.

    The agreements go on: they are ended by a deed of their own.

    Raises:
        Unseen, Denied: the partnership is not hers to run.
        Refused: the partner's name is mistyped, or nothing is open.
    """
    partnership = partnerships.held(partnership_uid, by)
    partner = queries.partner_of(partnership, by)
    if plain.folded(partner_name) != plain.folded(partner.name):
        raise Refused(_("Type the partner’s name, %(name)s, to confirm.") % {"name": partner.name}, "partner_name")
    open_doors = doors(partner.pk, by)
    if not open_doors:
        raise Refused(_("Nothing of yours is open to them."))
    ledger.record(events.ShutOut(by=by, owner_id=by.organisation, partnership_id=partnership.pk, partner_id=partner.pk))
    return [
        ending.stop_sharing(agreement.uid, by=by, grant_uids=[grant.uid for grant in grants])
        for agreement, grants in open_doors.items()
    ]
