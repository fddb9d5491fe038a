"""What offices keep: rights with their numbers and days, their fees, and the rules by which fees come due."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids
from kith.register.models.assets import Asset, Kind


class Schedule(models.Model):
    """An organisation's own rule for the fees of an office; it takes the place of Kith's. It is never changed: the
    next one follows it."""

    class From(models.TextChoices):
        FILING = "filing", _("The day of filing")
        GRANT = "grant", _("The day of grant")

    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    counted_from = models.CharField(max_length=7, choices=From.choices)
    months = models.JSONField()  # after how many months each fee is due
    month_end = models.BooleanField()  # due on the last day of that month
    grace_months = models.PositiveSmallIntegerField()
    term_months = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500)  # where the rule stands
    at = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    followed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "office", "kind"],
                condition=Q(followed_at=None),
                name="one_rule_for_an_office_and_kind",
            )
        ]


class Right(models.Model):
    """An asset's right at one office: filed, perhaps granted, kept by fees until its term ends."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="rights")
    office = models.CharField(max_length=40)  # a key of `schedules`, or a name
    where = models.CharField(max_length=200, blank=True)  # the countries for which it counts
    filed_on = models.DateField(null=True)
    filing_number = models.CharField(max_length=60, blank=True)
    granted_on = models.DateField(null=True)
    grant_number = models.CharField(max_length=60, blank=True)
    is_first = models.BooleanField(default=False)  # the first filing: others can follow with its day
    priority_used_at = models.DateTimeField(null=True)  # it was decided where else to file
    paid_before = models.DateField(null=True)  # what was due before this day had been paid when it was registered
    runs_out_on = models.DateField(null=True)  # where no rule says so, as for a domain name
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)  # let lapse, refused or sold
    dropped_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(dropped_at=None) | ~Q(reason=""), name="a_right_is_dropped_for_a_reason")
        ]


class Fee(models.Model):
    """A fee of a right that was paid."""

    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="fees")
    due_on = models.DateField()
    paid_on = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["right", "due_on"], name="a_fee_is_paid_once")]
