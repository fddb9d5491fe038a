"""Checks of what stands open, to whom, and whether it should."""

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kith.access.models import Basis, Grant
from kith.agreements import heeds
from kith.agreements.actions import recertifying
from kith.assurance.checks.base import Check
from kith.assurance.outcome import Fault, Outcome, among, listed
from kith.assurance.records import Records
from kith.audit.models import Exposure
from kith.core import clock
from kith.exits.gathering import ANSWERING
from kith.exits.models import Side
from kith.exposures.models import Disclosure
from kith.exposures.queries.log import BY_HAND
from kith.identity.models import ApiToken, Membership
from kith.knowledge.models import AccessRequest


def _exits_done(records: Records) -> Outcome:
    """Our side of each agreement that is over."""
    over = Q(exit__agreement__basis__ends_at__lte=records.at) | Q(exit__agreement__basis__ended_at__lte=records.at)
    sides = Side.objects.filter(over, organisation=records.organisation_id).select_related("exit__agreement")
    rows = list(sides.order_by("pk"))
    late = [row for row in rows if not row.is_whole and row.due_on < clock.day_of(records.at, row.exit.agreement.zone)]
    return listed(len(rows), [Fault("agreement", row.exit.agreement_id, row.due_on) for row in late])


def _shown_in_time(records: Records) -> Outcome:
    """Exposures by Kith itself; what was told by hand is judged on the day it was written down.

    The first and the last of each basis tell under which a fault can be at all; only these are read row by row.
    """
    shown = Exposure.objects.filter(owner_id=records.organisation_id).exclude(channel__in=BY_HAND)
    spans = list(shown.order_by().values("basis_id").annotate(n=Count("pk"), first=Min("at"), last=Max("at")))
    bases = Basis.objects.in_bulk([span["basis_id"] for span in spans])
    wrong, joint = Q(pk__in=()), Grant.objects.filter(joint=True, basis__in=list(bases)).values("pk")
    for span in spans:
        basis = bases[span["basis_id"]]
        if span["first"] < basis.starts_at:
            wrong |= Q(basis_id=basis.pk, at__lt=basis.starts_at)
        if span["last"] >= basis.closes_at + ANSWERING:
            late = Q(basis_id=basis.pk, at__gte=basis.closes_at + ANSWERING)
            wrong |= late & ~Q(grant_id__in=joint) if basis.stays else late  # what both wrote stays readable
    shown = shown.filter(at__gt=records.dealt_with("shown_in_time"))
    faults = among(shown.none(), shown.filter(wrong), "exposure", lambda row: row.at.date())
    return Outcome(sum(span["n"] for span in spans), faults.found, faults.faults)


def _told_in_bounds(records: Records) -> Outcome:
    told = Disclosure.objects.filter(owner=records.organisation_id, retracted_at=None)
    faulty = told.exclude(breaches=[]).filter(recorded_at__gt=records.dealt_with("told_in_bounds"))
    return among(told, faulty, "disclosure", lambda row: row.told_on)


def _confirmed(records: Records) -> Outcome:
    asked = Disclosure.objects.filter(owner=records.organisation_id, retracted_at=None, confirm_by__isnull=False)
    faulty = asked.filter(confirmed_at=None, confirm_by__lt=records.today)
    return among(asked, faulty, "disclosure", lambda row: row.confirm_by)


def _data_protected(records: Records) -> Outcome:
    named = heeds.naming_personal_data(records.organisation_id)
    return listed(len(named), [Fault("agreement", row.pk) for row, protected in named if not protected])


def _looked_through(records: Records) -> Outcome:
    doors = recertifying.doors(records.organisation_id)
    faulty = doors.filter(recertifying.due())
    return among(doors, faulty, "grant", lambda row: (row.confirmed_at or row.granted_at).date())


def _none_left_behind(records: Records) -> Outcome:
    """Doors to people who belong to the firm no more to which the door opens, and keys of programs of such people."""
    gone = Q(ended_at__isnull=False) | Q(person__is_active=False)
    opens = Q(basis=None) | Q(basis__in=Basis.objects.in_force(records.at))
    opens |= Q(joint=True, basis__in=Basis.objects.staying(records.at))  # the clock has closed all others
    named = Grant.objects.live(records.at).filter(opens, owner=records.organisation_id, person__isnull=False)
    belongs = Membership.objects.filter(organisation=OuterRef("organisation"), person=OuterRef("person"))
    doors = among(named, named.exclude(Exists(belongs.exclude(gone))), "grant")
    keys = ApiToken.objects.filter(
        membership__organisation=records.organisation_id, revoked_at=None, expires_at__gt=records.at
    )
    left = Q(membership__ended_at__isnull=False) | Q(membership__person__is_active=False)
    tokens = among(keys, keys.filter(left), "token")
    return Outcome(doors.looked + tokens.looked, doors.found + tokens.found, doors.faults + tokens.faults)


def _asked_and_answered(records: Records) -> Outcome:
    ours = records.organisation_id
    asked = AccessRequest.objects.filter(
        Q(item__organisation=ours) | Q(space__organisation=ours), answered_by__isnull=False
    )
    faulty = asked.filter(answered_by=F("person"), answered_at__gt=records.dealt_with("asked_and_answered"))
    return among(asked, faulty, "access_request", lambda row: row.answered_at.date())


CHECKS = (
    Check(
        "exits_done",
        _("Is what each end asks of us done?"),
        _("Agreements that are over. A fault: the day has passed, and not all is decided, returned and certified."),
        _exits_done,
        "exits",
    ),
    Check(
        "shown_in_time",
        _("Was nothing shown before its agreement began or after it was over?"),
        _("Each time that Kith showed something of yours to somebody of a partner, by the clock."),
        _shown_in_time,
        "exposure_log",
    ),
    Check(
        "told_in_bounds",
        _("Was what people told outside Kith covered by an agreement?"),
        _("What was written down as told, demonstrated or handed over. A fault: no agreement covered it that day."),
        _told_in_bounds,
        "exposure_log",
    ),
    Check(
        "told_confirmed",
        _("Was what was told confirmed in writing where the agreement asks for it?"),
        _("What had to be confirmed by a day. A fault: the day has passed."),
        _confirmed,
        "exposure_log",
    ),
    Check(
        "data_protected",
        _("Is personal data covered by an agreement on its processing?"),
        _("Agreements in force that name personal data. A fault: none on its processing is in force beside it."),
        _data_protected,
        "protect",
    ),
    Check(
        "looked_through",
        _("Was each door looked through in the last 90 days?"),
        _("Doors to partners, and to some of your own people. A fault: nobody has said for 90 days that it is needed."),
        _looked_through,
        "access_list",
    ),
    Check(
        "none_left_behind",
        _("Has nobody who left still a door or a key?"),
        _("Doors to named people and keys of programs. A fault: she belongs to the firm no more for which she had it."),
        _none_left_behind,
        "access_list",
    ),
    Check(
        "asked_and_answered",
        _("Was no request answered by who asked?"),
        _("Requests to be let in. A fault: one person asked and answered."),
        _asked_and_answered,
        "access_requests",
    ),
)
