"""Records of rights: the register, requests about it, insurance, advisers and claims."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.counts.base import Count
from kith.claims.models import Adviser, Claim, Cover
from kith.committee.models import Request
from kith.register.models import Asset, Fee, Invention, Licence, Right, Step

COUNTS = (
    Count(
        "assets",
        _("Assets in the register"),
        lambda ours: Asset.objects.filter(organisation=ours, given_up_at=None),
        "made_at",
        "register",
    ),
    Count(
        "rights",
        _("Rights at offices, applied for or granted"),
        lambda ours: Right.objects.filter(asset__organisation=ours, dropped_at=None),
        "made_at",
        "register",
    ),
    Count("fees", _("Fees paid"), lambda ours: Fee.objects.filter(right__asset__organisation=ours), "at", "register"),
    Count(
        "licences",
        _("Licences that stand"),
        lambda ours: Licence.objects.filter(asset__organisation=ours, ended_at=None),
        "at",
        "register",
    ),
    Count(
        "inventions",
        _("Inventions told"),
        lambda ours: Invention.objects.filter(organisation=ours),
        "told_at",
        "inventions",
    ),
    Count(
        "secret_measures",
        _("Measures attested that keep something secret"),
        lambda ours: Step.objects.filter(asset__organisation=ours),
        "at",
        "register",
    ),
    Count(
        "leaving_talks",
        _("Talks attested with people who left"),
        lambda ours: Step.objects.filter(asset__organisation=ours, what=Step.What.LEAVING),
        "at",
        "register",
    ),
    Count(
        "requests_decided",
        _("Requests about intellectual property decided"),
        lambda ours: Request.objects.filter(organisation=ours, decided_at__isnull=False),
        "decided_at",
        "requests",
    ),
    Count(
        "covers",
        _("Insurance written down"),
        lambda ours: Cover.objects.filter(organisation=ours, ended_at=None, renewed_by=None),
        "known_since",
        "claims",
    ),
    Count(
        "advisers",
        _("Advisers written down"),
        lambda ours: Adviser.objects.filter(organisation=ours, ended_at=None),
        "since",
        "claims",
    ),
    Count(
        "claims",
        _("Claims written down"),
        lambda ours: Claim.objects.filter(organisation=ours),
        "recorded_at",
        "claims",
    ),
)
