"""Committees, their meetings, and the questions that they vote on."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kith.core import clock, ids
from kith.core.actor import Role
from kith.identity.models import Membership
from kith.meetings.tallying import Count


class Committee(models.Model):
    """People of one organisation who decide something together, by votes."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=20, blank=True)  # a key that `subjects` knows; empty: whatever comes
    quorum = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()  # within so many days it wants to decide
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "purpose"],
                condition=Q(closed_at=None) & ~Q(purpose=""),
                name="one_open_committee_of_a_purpose",
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="a_quorum_is_somebody"),
        ]


class Seats(models.Manager["Seat"]):
    """The manager of seats."""

    def live(self) -> "models.QuerySet[Seat]":
        """The open seats whose people still belong to the organisation and take part in its work: auditors do not."""
        belongs = Membership.objects.filter(
            person=OuterRef("person"), organisation=OuterRef("organisation"), ended_at=None, person__is_active=True
        ).exclude(role=Role.AUDITOR.value)
        return self.filter(Exists(belongs), left_at=None)


class Seat(models.Model):
    """Somebody sits in a committee, from a moment until perhaps another. Who takes or gives the chair sits anew."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    chairs = models.BooleanField(default=False)
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = Seats()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "person"], condition=Q(left_at=None), name="one_open_seat_for_a_person"
            ),
            models.UniqueConstraint(
                fields=["committee"], condition=Q(left_at=None, chairs=True), name="one_open_chair_of_a_committee"
            ),
        ]


class State(StrEnum):
    """Where a meeting stands. Computed, never typed."""

    PLANNED = "planned"
    DUE = "due"  # it is over, and nobody has written the minutes
    HELD = "held"
    APPROVED = "approved"
    CANCELLED = "cancelled"


STATE_NAMES = {
    State.PLANNED: _("Planned"),
    State.DUE: _("Waits for its minutes"),
    State.HELD: _("Minutes wait for approval"),
    State.APPROVED: _("Minutes approved"),
    State.CANCELLED: _("Cancelled"),
}


class Meeting(models.Model):
    """A committee comes together. Its length is in minutes; what was said is its record."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=64)  # in which it was fixed
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # rises with each change that a calendar has to hear of
    called_at = models.DateTimeField()
    called_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)  # when its minutes were first written down
    held_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    record = models.TextField(blank=True)
    quorum = models.PositiveSmallIntegerField(null=True)  # as it was when the minutes were written
    members = models.PositiveSmallIntegerField(null=True)  # the same
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "starts_at"], name="meeting_by_committee")]

    @property
    def ends_at(self) -> datetime:
        """When it is over, as planned."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def state(self) -> State:
        """Where it stands now."""
        if self.cancelled_at:
            return State.CANCELLED
        if self.approved_at:
            return State.APPROVED
        if self.held_at:
            return State.HELD
        return State.PLANNED if clock.now() < self.ends_at else State.DUE

    @property
    def edition(self) -> str:
        """Which minutes stand there: they change when somebody writes them anew."""
        return self.written_at.isoformat() if self.written_at else ""

    @property
    def begun(self) -> bool:
        """Whether its hour has come, and it was not cancelled."""
        return self.cancelled_at is None and self.starts_at <= clock.now()


class Attendance(models.Model):
    """Whether somebody was there."""

    class Was(models.TextChoices):
        PRESENT = "present", _("There")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Not there")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    was = models.CharField(max_length=8, choices=Was.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_attendance_of_a_person")]


class Point(models.Model):
    """One point of an agenda, and what was said about it."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    order = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    words = models.CharField(max_length=2000, blank=True)
    about = models.CharField(max_length=20, blank=True)  # a kind of thing that `subjects` knows
    about_id = models.BigIntegerField(null=True)
    proposed_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    record = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["meeting", "order"], name="point_by_meeting")]


class Outcome(models.TextChoices):
    """What the tally says of a question."""

    CARRIED = "carried", _("Carried")
    REJECTED = "rejected", _("Rejected")
    NO_QUORUM = "no_quorum", _("Not decided: too few voted")


class Ballot(models.Model):
    """A question that a committee votes on, in a meeting or between two, with what it was shown for it."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="ballots")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="ballots")
    question = models.CharField(max_length=300)
    words = models.CharField(max_length=4000, blank=True)
    about = models.CharField(max_length=20, blank=True)  # a kind of thing that `subjects` knows
    about_id = models.BigIntegerField(null=True)
    pack = models.JSONField(default=list)  # frozen when it is opened
    pack_sha256 = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    closes_on = models.DateField(null=True)  # the last day to vote; None: the meeting decides
    closes_at = models.DateTimeField(null=True)  # the end of that day
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    # What was counted when it was closed.
    members = models.PositiveSmallIntegerField(default=0)
    entitled = models.PositiveSmallIntegerField(default=0)
    yes = models.PositiveSmallIntegerField(default=0)
    no = models.PositiveSmallIntegerField(default=0)
    abstain = models.PositiveSmallIntegerField(default=0)
    void = models.PositiveSmallIntegerField(default=0)
    needed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about", "about_id"],
                condition=Q(closed_at=None) & ~Q(about=""),
                name="one_open_ballot_about_a_thing",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="a_closed_ballot_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(entitled__gte=F("yes") + F("no") + F("abstain")),
                name="no_more_votes_than_voters",
            ),
        ]
        indexes = [models.Index(fields=["about", "about_id"], name="ballot_by_thing")]

    @property
    def counted(self) -> Count:
        """What was counted when it was closed."""
        return Count(self.members, self.entitled, self.yes, self.no, self.abstain, self.void, self.needed)

    @property
    def overdue(self) -> bool:
        """Whether its last day is over, and it is still open."""
        return self.closed_at is None and self.closes_at is not None and self.closes_at <= clock.now()


class Bar(models.Model):
    """Somebody has no vote on a question: she asked for it, or has an interest of her own in it."""

    class Kind(models.TextChoices):
        REQUESTER = "requester", _("Asked for it")
        CONFLICT = "conflict", _("Interest of their own")

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="bars")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="one_bar_of_a_person")]


class Vote(models.Model):
    """What somebody says to a question. It may be changed until the question is closed."""

    class Choice(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        ABSTAIN = "abstain", _("Abstains")

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="votes")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    words = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    counts = models.BooleanField(null=True)  # whether it was counted at closing; None while it is open

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="one_vote_of_a_person")]
