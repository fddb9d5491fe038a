"""Alerts: that a day comes near by which something has to be done, and who has taken note of it."""

from datetime import date

from django.db import models
from django.db.models import Q

from kith.core import ids


class Alerts(models.QuerySet["Alert"]):
    """Questions about alerts."""

    def open(self) -> "Alerts":
        """Those of which nobody has taken note, about days that still stand."""
        return self.filter(acknowledged_at=None, settled_at=None)


class Alert(models.Model):
    """Somebody was told of a day, so many days before it. It stays open until she says what will be done, or it is
    done; after some days without an answer everybody who keeps the organisation is told."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # a kind of `sources`
    about_id = models.BigIntegerField()
    what = models.CharField(max_length=20)
    day = models.DateField()
    before = models.SmallIntegerField()  # days before it, or `sources.LATE`
    responsible = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # what will be done, or why nothing has to be
    settled_at = models.DateTimeField(null=True)  # done, moved, or overtaken by the next alert

    objects = Alerts.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about_id", "what", "day", "before"], name="a_deadline_alerts_once_at_each_distance"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | ~Q(reason=""), name="nobody_passes_over_a_deadline_in_silence"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "day"],
                condition=Q(acknowledged_at=None, settled_at=None),
                name="alert_open_by_organisation",
            )
        ]

    def days_left(self, today: date) -> int:
        """Days until it; negative when it has passed."""
        return (self.day - today).days

    def known(self) -> tuple[str, int, str, date]:
        """Which day it is about: kind, thing, what, day."""
        return self.kind, self.about_id, self.what, self.day
