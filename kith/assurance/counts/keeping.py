"""Records of people and of keeping order: policies, trainings, meetings, promises, the ledger, audits."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from kith.access.models import Fulfilment, Requirement
from kith.assurance.counts.base import Count
from kith.assurance.models import Audit, Finding
from kith.audit.models import Checkpoint, Denial, Event
from kith.commitments.models import Closure
from kith.deadlines.models import Alert
from kith.identity.models import ApiToken, Membership
from kith.meetings.models import Ballot, Meeting


def _second_factors(ours: int) -> "QuerySet[Authenticator]":
    """Recovery codes come beside a factor and are none themselves."""
    there = Membership.objects.filter(organisation=ours, person=OuterRef("user"), ended_at=None)
    rows: QuerySet[Authenticator] = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return rows.filter(Exists(there))


COUNTS = (
    Count(
        "people",
        _("People who belong to you, each with a role"),
        lambda ours: Membership.objects.filter(organisation=ours, ended_at=None),
        "joined_at",
        "people",
    ),
    Count(
        "people_left",
        _("People who left, and whose account was closed to you"),
        lambda ours: Membership.objects.filter(organisation=ours, ended_at__isnull=False),
        "ended_at",
        "people",
    ),
    Count("second_factors", _("Second steps set up for signing in"), _second_factors, "created_at", "people"),
    Count(
        "tokens_revoked",
        _("Keys of programs taken back"),
        lambda ours: ApiToken.objects.filter(membership__organisation=ours, revoked_at__isnull=False),
        "revoked_at",
        "people",
    ),
    Count(
        "policies_asked",
        _("Policies that all have to take note of"),
        lambda ours: Requirement.objects.filter(organisation=ours, item_id__isnull=False, ended_at=None),
        "asked_at",
        "asked",
    ),
    Count(
        "policies_noted",
        _("Times that somebody took note of a policy"),
        lambda ours: Fulfilment.objects.filter(requirement__organisation=ours, requirement__item_id__isnull=False),
        "at",
        "asked",
    ),
    Count(
        "trainings_asked",
        _("Trainings asked of all"),
        lambda ours: Requirement.objects.filter(organisation=ours, item_id=None, ended_at=None),
        "asked_at",
        "asked",
    ),
    Count(
        "trainings_done",
        _("Trainings done"),
        lambda ours: Fulfilment.objects.filter(requirement__organisation=ours, requirement__item_id=None),
        "at",
        "asked",
    ),
    Count(
        "meetings",
        _("Meetings of committees held"),
        lambda ours: Meeting.objects.filter(committee__organisation=ours, held_at__isnull=False),
        "starts_at",
        "meetings",
    ),
    Count(
        "minutes",
        _("Minutes approved"),
        lambda ours: Meeting.objects.filter(committee__organisation=ours, approved_at__isnull=False),
        "approved_at",
        "meetings",
    ),
    Count(
        "ballots",
        _("Votes counted"),
        lambda ours: Ballot.objects.filter(committee__organisation=ours, closed_at__isnull=False),
        "closed_at",
        "meetings",
    ),
    Count(
        "commitments_kept",
        _("Commitments about your things kept, each with what was done"),
        lambda ours: Closure.objects.filter(commitment__organisation=ours, kept=True, undone_at=None),
        "at",
        "commitments",
    ),
    Count(
        "alerts_noted",
        _("Alerts about deadlines that somebody took note of"),
        lambda ours: Alert.objects.filter(organisation=ours, acknowledged_at__isnull=False),
        "acknowledged_at",
        "deadlines",
    ),
    Count("events", _("Events in the ledger"), lambda ours: Event.objects.filter(owner_id=ours), "at", "trail"),
    Count(
        "checkpoints",
        _("Signed checkpoints of the whole ledger"),
        # The chain is one for all organisations of an installation, so its checkpoints are everybody's.
        lambda _ours: Checkpoint.objects.all(),
        "at",
        "trail",
    ),
    Count(
        "denials",
        _("Minutes in which your people were refused something"),
        lambda ours: Denial.objects.filter(organisation_id=ours),
        "minute",
        "trail",
    ),
    Count(
        "audits_closed",
        _("Audits closed with a conclusion"),
        lambda ours: Audit.objects.filter(organisation=ours, closed_at__isnull=False),
        "closed_at",
        "audits",
    ),
    Count(
        "findings_closed",
        _("Findings closed by a second look"),
        lambda ours: Finding.objects.filter(organisation=ours, closed_at__isnull=False),
        "closed_at",
        "audits",
    ),
)
