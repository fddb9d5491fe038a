"""Checks of the pages: marked, kept up, owned, and published only after a look."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kith.assurance.checks.base import Check
from kith.assurance.outcome import Fault, Outcome, among, listed
from kith.assurance.records import Records
from kith.audit.models import Exposure
from kith.committee.models import Request, Sort
from kith.core.classification import Classification
from kith.exposures.queries.log import GLANCES
from kith.identity.models import Membership
from kith.knowledge.models import Item, Verification
from kith.knowledge.queries import records as kept
from kith.register.models import Asset

LONG = timedelta(days=30)  # an incident that stays open longer counts as a fault
FEW = 1000  # incidents whose state is worked out at most


def _published(records: Records) -> "QuerySet[Item]":
    return Item.objects.filter(organisation=records.organisation_id, binned_at=None, current__isnull=False)


def _marked(records: Records) -> Outcome:
    """A page that was shown outside and still has the level with which every page begins."""
    shown = Exposure.objects.filter(item_id=OuterRef("pk"), owner_id=records.organisation_id)
    outside = _published(records).filter(Exists(shown.exclude(channel__in=GLANCES)))
    return among(outside, outside.filter(classification=Classification.INTERNAL), "item")


def _owned(records: Records) -> Outcome:
    there = Membership.objects.filter(
        organisation=OuterRef("organisation"), person=OuterRef("owner"), ended_at=None, person__is_active=True
    )
    pages = _published(records)
    return among(pages, pages.exclude(Exists(there)), "item")


def _checked(records: Records) -> Outcome:
    vouched = Verification.objects.filter(item=OuterRef("pk"), withdrawn_at=None)
    pages = _published(records).filter(Exists(vouched))
    holds = vouched.filter(version=OuterRef("current"), until__gte=records.today)
    return among(pages, pages.exclude(Exists(holds)), "item")


def _incidents(records: Records) -> Outcome:
    rows = list(
        _published(records)
        .filter(kind=Item.Kind.INCIDENT, created_at__lte=records.at - LONG)
        .select_related("record")
        .order_by("-pk")[:FEW]
    )
    states = kept.promised_states(rows)
    faults = [Fault("item", row.pk, row.created_at.date()) for row in rows if states[row.pk] != "closed"]
    return listed(len(rows), faults)


def _looked_before(records: Records) -> Outcome:
    """Pages open to the public, and assets that the public could know since they are in the register."""
    granted = Request.objects.filter(organisation=records.organisation_id, sort=Sort.PUBLISH, granted=True)
    pages = _published(records).filter(classification=Classification.PUBLIC)
    unseen = among(pages, pages.exclude(Exists(granted.filter(items=OuterRef("pk")))), "item")
    assets = Asset.objects.filter(
        organisation=records.organisation_id, given_up_at=None, public_on__isnull=False
    ).exclude(Q(kind="mark") | Q(kind="domain"))
    late = [row for row in assets.order_by("pk") if row.public_on and row.public_on >= row.made_at.date()]
    reviewed = set(granted.filter(asset__in=late).values_list("asset_id", flat=True))
    missing = [Fault("asset", row.pk, row.public_on) for row in late if row.pk not in reviewed]
    return Outcome(unseen.looked + len(late), unseen.found + len(missing), unseen.faults + tuple(missing))


CHECKS = (
    Check(
        "pages_marked",
        _("Was each page that a partner has read given its level by somebody?"),
        _("Pages that people of partners have read or fetched. A fault: it still says “inside our company”."),
        _marked,
        "knowledge",
    ),
    Check(
        "pages_owned",
        _("Does the owner of each page still belong to you?"),
        _("All published pages. A fault: its owner has left."),
        _owned,
        "knowledge",
    ),
    Check(
        "pages_checked",
        _("Is what somebody vouched for still vouched for?"),
        _("Pages that somebody vouched for once. A fault: that day has passed, or the text is another one by now."),
        _checked,
        "knowledge",
    ),
    Check(
        "incidents_closed",
        _("Are incidents dealt with within 30 days?"),
        _("Incidents written down more than 30 days ago. A fault: its cause is not known, or is not taken away yet."),
        _incidents,
        "knowledge",
    ),
    Check(
        "published_after_review",
        _("Was nothing published without the committee’s word?"),
        _("Public pages, and assets the public came to know. A fault: no request to publish was granted for it."),
        _looked_before,
        "requests",
    ),
)
