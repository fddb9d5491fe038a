"""Looking through who has access: each door is confirmed every ninety days, or closed."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kith.access import actions as access
from kith.access.models import Grant, SubjectKind
from kith.agreements import events
from kith.agreements.actions import ending
from kith.agreements.models import Agreement
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor
from kith.core.errors import Denied, Refused
from kith.identity import queries as identity
from kith.notices import actions as notices

EVERY = timedelta(days=90)
TO_LOOK = "access_due"  # a notice about an organisation: doors of its are to be looked through


def doors(organisation_id: int | None = None) -> QuerySet[Grant]:
    """The doors that are looked through, of one organisation or of all: those to partners, and those to some of its own
    people."""
    now = clock.now()
    some = ~Q(subject_kind=SubjectKind.ORGANISATION)
    unended = Q(basis__ended_at=None) | Q(basis__ended_at__gt=now)
    in_force = Q(basis=None) | (Q(basis__ends_at__gt=now) & unended)
    found = Grant.objects.live(now).filter(some | Q(basis__isnull=False), in_force)
    return found.filter(owner=organisation_id) if organisation_id else found


def due() -> Q:
    """Whether nobody has looked at a door for ninety days."""
    before = clock.now() - EVERY
    return Q(confirmed_at__lte=before) | Q(confirmed_at=None, granted_at__lte=before)


@transaction.atomic
def confirm(grant_uids: list[str], *, by: Actor) -> int:
    """Confirm that doors are still needed; how many."""
    grants = _chosen(grant_uids, by)
    access.confirm(grants, by_person=by.person_id)
    ledger.record(events.DoorsConfirmed(by=by, owner_id=by.organisation, grant_ids=tuple(grant.pk for grant in grants)))
    return len(grants)


@transaction.atomic
def close(grant_uids: list[str], *, by: Actor) -> int:
    """Close doors that are not needed any more, with a receipt for each agreement; how many."""
    grants = _chosen(grant_uids, by)
    outside: dict[Agreement, list[str]] = defaultdict(list)
    inside = []
    for grant in grants:
        if grant.basis:
            outside[grant.basis.agreement].append(grant.uid)
        else:
            inside.append(grant)
    for agreement, uids in outside.items():
        ending.stop_sharing(agreement.uid, by=by, grant_uids=uids)
    if inside:
        access.stop(inside, by_person=by.person_id)
        ledger.record(
            events.DoorsClosed(by=by, owner_id=by.organisation, grant_ids=tuple(grant.pk for grant in inside))
        )
    return len(grants)


def _chosen(grant_uids: list[str], by: Actor) -> list[Grant]:
    if not by.keeps:
        raise Denied(
            _("Owners and stewards look through who has access."), ability="confirm", kind="grant", object_id=None
        )
    rows = doors(by.organisation).filter(uid__in=grant_uids).select_related("basis__agreement")
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not found:
        raise Refused(_("Choose at least one."))
    return found


def waiting() -> list[int]:
    """The organisations whose keepers have to be told that doors are to be looked through."""
    return list(_untold(doors()).values_list("owner", flat=True).distinct().order_by("owner"))


def _untold(rows: QuerySet[Grant]) -> QuerySet[Grant]:
    """Doors that became due since their keepers were told of them."""
    return rows.filter(due()).filter(Q(reminded_at=None) | Q(reminded_at__lte=clock.now() - EVERY))


@transaction.atomic
def remind(organisation_id: int) -> int:
    """Tell an organisation's keepers once of the doors that became due; how many doors."""
    found = list(_untold(doors(organisation_id)).select_for_update(of=("self",)).values_list("pk", flat=True))
    if found:
        Grant.objects.filter(pk__in=found).update(reminded_at=clock.now())
        notices.tell(TO_LOOK, organisation_id, identity.keepers([organisation_id]), by=SYSTEM)
    return len(found)
