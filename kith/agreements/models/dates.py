"""What the calendar does with agreements: renewals, and alerts before a date."""

from django.db import models

from kith.agreements.models.agreements import Agreement


class Renewal(models.Model):
    """An agreement went on by itself, because no side had said no in time."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="renewals")
    until_before = models.DateField()
    until = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "until"], name="renewed_once_for_each_term")]


class Alert(models.Model):
    """People were told that a date of an agreement comes near. Each is told once, whatever restarts in between."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="alerts")
    what = models.CharField(max_length=8)  # a `dates.What`
    day = models.DateField()
    before = models.PositiveSmallIntegerField()  # days: 90, 30 or 7
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "what", "day", "before"], name="an_alert_is_given_once")
        ]
