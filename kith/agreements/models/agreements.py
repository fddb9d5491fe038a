"""Terms between parties, and where they stand."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.access.models import Basis, SubjectKind
from kith.core import clock, ids
from kith.core.classification import Classification

if TYPE_CHECKING:
    from kith.agreements.models.ending import Ending


class Status(StrEnum):
    """Where an agreement stands, what needs attention first. Computed from dates and signatures, never typed."""

    OUT = "out for signature"
    IN_REVIEW = "in review"
    DRAFT = "draft"
    SIGNED = "signed"
    IN_FORCE = "in force"
    EXPIRED = "expired"
    ENDED = "ended"
    REPLACED = "replaced"  # by an amendment that all have signed
    OVERTAKEN = "overtaken"  # an amendment of what is no longer there to be amended


class Agreement(models.Model):
    """What two partners agreed may be shared, for what, until when, and what happens at the end."""

    class Kind(models.TextChoices):
        NDA_MUTUAL = "nda_mutual", _("NDA, mutual")
        NDA_ONE_WAY = "nda_one_way", _("NDA, one way")
        MOU = "mou", _("Letter of intent")
        COLLABORATION = "collaboration", _("Collaboration agreement")
        JOINT_DEVELOPMENT = "joint_development", _("Joint development agreement")
        LICENCE = "licence", _("Licence")
        ASSIGNMENT = "assignment", _("Assignment")
        DATA_TRANSFER = "data_transfer", _("Material or data transfer")
        DATA_PROCESSING = "data_processing", _("Data processing agreement")
        JOINT_CONTROLLERS = "joint_controllers", _("Arrangement between joint controllers")
        CONSULTANCY = "consultancy", _("Consultancy")
        SECONDMENT = "secondment", _("Secondment")
        STAFF_IP = "staff_ip", _("Contractor’s intellectual property clause")

    class EndRule(models.TextChoices):
        RETURN = "return", _("Copies are returned")
        DESTROY = "destroy", _("Copies are deleted, and that is confirmed")
        KEEP = "keep", _("Copies may be kept under the same duties")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(_("Type"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("Title"), max_length=300)
    ceiling = models.PositiveSmallIntegerField(_("Highest classification it may open"), choices=Classification.choices)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until, that day included"))
    zone = models.CharField(_("Time zone of these days"), max_length=64)
    end_rule = models.CharField(_("What happens to copies at the end"), max_length=8, choices=EndRule.choices)
    survival_months = models.PositiveSmallIntegerField(_("Months for which secrecy goes on after the end"), default=60)
    notice_days = models.PositiveSmallIntegerField(_("Days of notice to end it early"), default=30)
    renewal_months = models.PositiveSmallIntegerField(
        _("Months by which it renews by itself, unless a side says no"), default=0
    )
    renewed_until = models.DateField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)  # a side said no to the next renewal
    declined_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    declined_for = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    further = models.JSONField(default=dict)  # values of the terms of its type, by their keys (`terms.catalogue`)
    drafted_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    drafted_for = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    text = models.TextField(blank=True)  # fixed when it goes out for signature
    text_sha256 = models.CharField(max_length=64, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)  # laid open to the other parties, who may write in it too
    sent_at = models.DateTimeField(null=True, blank=True)
    basis = models.OneToOneField(Basis, on_delete=models.PROTECT, null=True, related_name="agreement")
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amendments")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def starts_at(self) -> datetime:
        """The first moment of its first day, in its zone."""
        return clock.start_of(self.starts_on, self.zone)

    def ends_at(self) -> datetime:
        """The first moment after its last day, in its zone."""
        return clock.end_of(self.last_day, self.zone)

    @property
    def last_day(self) -> date:
        """Its last day as things stand: the one that was signed, or the one to which it has renewed since."""
        return self.renewed_until or self.ends_on

    @property
    def renews(self) -> bool:
        """Whether it goes on by itself after its last day, unless a side says no in time."""
        return self.renewal_months > 0 and self.declined_at is None

    @property
    def decline_by(self) -> date:
        """The last day on which a side may say no to the next renewal."""
        return self.last_day - timedelta(days=self.notice_days)

    def status(self, at: datetime | None = None) -> Status:
        """Where it stands at a moment (now by default)."""
        moment = at or clock.now()
        if self.basis is None:
            if self.amends and not self.amends.is_open(moment):
                return Status.OVERTAKEN
            if self.sent_at:
                return Status.OUT
            return Status.IN_REVIEW if self.shown_at else Status.DRAFT
        if self.basis.ended_at and self.basis.ended_at <= moment:
            return Status.REPLACED if self._is_amended() else Status.ENDED
        if self.basis.ends_at <= moment:
            return Status.EXPIRED
        return Status.IN_FORCE if self.basis.starts_at <= moment else Status.SIGNED

    def is_open(self, at: datetime) -> bool:
        """Whether all have signed it, it has not run out and no end of it is recorded: it can be amended."""
        return self.basis is not None and self.basis.closes_at > at and self.recorded_end is None

    @property
    def recorded_end(self) -> "Ending | None":
        """The end that was recorded of it, if one was."""
        ending: Ending | None = getattr(self, "ending", None)  # Django raises an AttributeError where there is none
        return ending

    def _is_amended(self) -> bool:
        return self.recorded_end is not None and self.recorded_end.by_amendment


class Party(models.Model):
    """An organisation bound by an agreement, and who signs for it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(_("In which capacity"), max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="a_party_signs_once")]


class Purpose(models.Model):
    """One thing that shared knowledge may be used for."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="purposes")
    text = models.CharField(max_length=300)


class Recipient(models.Model):
    """Who of a party may be shown anything."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="recipients")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    team = models.ForeignKey("identity.Team", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
