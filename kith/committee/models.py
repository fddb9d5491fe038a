"""What is put to the committee for intellectual property, and what came of it."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids


class Sort(models.TextChoices):
    """What somebody wants decided."""

    DISCLOSE = "disclose", _("Show something to a partner")
    LICENSE = "license", _("Give a licence")
    PUBLISH = "publish", _("Publish: a paper, a talk, a fair, a web page")
    FILE = "file", _("File a patent, a mark or a design")
    ABANDON = "abandon", _("Give something up")
    ACCEPT = "accept", _("Use something of a third party")
    DISPUTE = "dispute", _("Act in a dispute")


class Request(models.Model):
    """Somebody asks the committee to decide. Where it stands follows from what was done, and is never typed."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey("meetings.Committee", on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=10, choices=Sort.choices)
    title = models.CharField(max_length=300)
    reason = models.CharField(max_length=2000)
    partner = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    asset = models.ForeignKey("register.Asset", on_delete=models.PROTECT, null=True, related_name="requests")
    items = models.ManyToManyField("knowledge.Item", related_name="+")
    public_on = models.DateField(null=True)  # when it is to be published
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField()  # the committee's days to answer
    withdrawn_at = models.DateTimeField(null=True)
    # what came of it
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    granted = models.BooleanField(default=False)
    words = models.CharField(max_length=2000, blank=True)
    until = models.DateField(null=True)  # the last day on which what was granted holds
    alone = models.BooleanField(default=False)  # the chair decided before the committee could
    ratify_by = models.DateField(null=True)
    ratified_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)  # what was granted does not hold any more
    over_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    over_why = models.CharField(max_length=500, blank=True)
    releases = models.ManyToManyField("knowledge.Release", related_name="+")  # given because of it

    class Meta:
        indexes = [models.Index(fields=["organisation", "-asked_at"], name="request_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="nobody_decides_what_she_asked_for"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def holds(self, at: datetime) -> bool:
        """Whether it was granted, and what was granted still holds."""
        return self.granted and (self.over_at is None or self.over_at > at)

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.decided_at is None and self.withdrawn_at is None

    @property
    def to_ratify(self) -> bool:
        """Whether the chair decided it alone, and the committee has said nothing yet."""
        return self.alone and self.granted and self.ratified_at is None and self.over_at is None


class Condition(models.Model):
    """Something under which it was granted; somebody sees to it by a day (a commitment)."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="conditions")
    words = models.CharField(max_length=500)
    commitment_id = models.BigIntegerField()
