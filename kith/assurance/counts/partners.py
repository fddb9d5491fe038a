"""Records of working with others: partnerships, agreements, doors, and what was shown and told."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kith.access.models import Acknowledgement, Basis, Grant
from kith.agreements.models import Agreement, Ending, Receipt, Signature
from kith.assurance.counts.base import Count
from kith.audit.models import Exposure
from kith.core import clock
from kith.exits.models import Side
from kith.exposures.models import Disclosure, Unusual
from kith.exposures.queries.log import BY_HAND
from kith.knowledge.models import AccessRequest, Release
from kith.partnerships.models import Aim, Partnership


def _in_force(ours: int) -> "QuerySet[Agreement]":
    """An agreement names each party once, so that none is counted twice."""
    return Agreement.objects.filter(parties__organisation=ours, basis__in=Basis.objects.in_force(clock.now()))


def _answered(ours: int) -> "QuerySet[AccessRequest]":
    asked = AccessRequest.objects.filter(answered_at__isnull=False)
    return asked.filter(Q(item__organisation=ours) | Q(space__organisation=ours))


COUNTS = (
    Count(
        "partnerships",
        _("Partnerships"),
        lambda ours: Partnership.objects.filter(Q(first=ours) | Q(second=ours)),
        "began_at",
        "partnerships",
    ),
    Count(
        "aims",
        _("Aims written down: what you want to learn, and to teach"),
        lambda ours: Aim.objects.filter(organisation=ours, withdrawn_at=None),
        "written_at",
        "partnerships",
    ),
    Count(
        "agreements_signed",
        _("Signatures of yours under agreements"),
        lambda ours: Signature.objects.filter(organisation=ours),
        "signed_at",
        "partnerships",
    ),
    Count("agreements_in_force", _("Agreements in force"), _in_force, "starts_on", "partnerships"),
    Count(
        "agreements_ended",
        _("Ends of agreements recorded"),
        lambda ours: Ending.objects.filter(agreement__parties__organisation=ours).exclude(reason=Ending.Reason.AMENDED),
        "recorded_at",
        "partnerships",
    ),
    Count(
        "duties_noted",
        _("Times that one of your people took note of her duties under an agreement"),
        lambda ours: Acknowledgement.objects.filter(organisation=ours),
        "at",
        "partnerships",
    ),
    Count(
        "receipts",
        _("Signed receipts of what was closed"),
        lambda ours: Receipt.objects.filter(organisation=ours).exclude(deed=Receipt.Deed.CERTIFIED),
        "at",
        "partnerships",
    ),
    Count(
        "certificates",
        _("Certificates of yours that copies were returned or deleted"),
        lambda ours: Side.objects.filter(organisation=ours, certificate__isnull=False),
        "certified_at",
        "exits",
    ),
    Count(
        "doors_given",
        _("Doors given to partners, each with a purpose"),
        lambda ours: Grant.objects.filter(owner=ours, purpose__isnull=False),
        "granted_at",
        "access_list",
    ),
    Count(
        "doors_looked_through",
        _("Doors that somebody looked through and confirmed"),
        lambda ours: Grant.objects.filter(owner=ours, confirmed_at__isnull=False),
        "confirmed_at",
        "access_list",
    ),
    Count(
        "doors_closed",
        _("Doors closed"),
        lambda ours: Grant.objects.filter(owner=ours, stopped_at__isnull=False, stopped_at__lte=clock.now()),
        "stopped_at",
        "access_list",
    ),
    Count(
        "exposures",
        _("Times that Kith showed something of yours to a partner, recorded"),
        lambda ours: Exposure.objects.filter(owner_id=ours).exclude(channel__in=BY_HAND),
        "at",
        "exposure_log",
    ),
    Count(
        "disclosures",
        _("Disclosures written down: what was told, demonstrated or handed over"),
        lambda ours: Disclosure.objects.filter(owner=ours, retracted_at=None),
        "told_on",
        "exposure_log",
    ),
    Count(
        "unusual",
        _("Unusual reading by partners, found and told"),
        lambda ours: Unusual.objects.filter(owner=ours),
        "day",
        "exposure_log",
    ),
    Count("requests_answered", _("Requests to be let in, answered"), _answered, "answered_at", "access_requests"),
    Count(
        "releases_decided",
        _("Releases decided, of pages that hold what a partner told"),
        lambda ours: Release.objects.filter(item__organisation=ours, decided_at__isnull=False),
        "decided_at",
        "access_requests",
    ),
)
