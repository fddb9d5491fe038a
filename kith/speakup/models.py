"""What was reported without a name. Nothing here tells who did: no person, no address, no time of day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.core import ids
from kith.core.sealing.fields import SealedJSONField, SealedTextField


class Stage(models.IntegerChoices):
    """How far it is on its way to the keepers. It rests so that nobody can tell from the time who was there."""

    FRESH = 0, _("Just come in")
    RESTING = 1, _("Resting")
    HANDED_OVER = 2, _("Handed over")


class Channel(models.Model):
    """The link through which an organisation takes reports without names."""

    organisation = models.OneToOneField("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=40, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)


class Report(models.Model):
    """What somebody reported."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    key_sha256 = models.CharField(max_length=64, unique=True)
    title = SealedTextField()
    words = SealedTextField()
    data = SealedJSONField()  # as an incident's record keeps it
    received_on = models.DateField()
    stage = models.PositiveSmallIntegerField(choices=Stage.choices, default=Stage.FRESH)
    item = models.ForeignKey("knowledge.Item", on_delete=models.PROTECT, null=True, related_name="+")  # taken up as
    closed_on = models.DateField(null=True)  # nothing will come of it


class Message(models.Model):
    """What was said about a report later: by whoever reported it, or by a keeper."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="messages")
    words = SealedTextField()
    said_on = models.DateField()
    by = models.ForeignKey(
        "identity.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: she herself
    stage = models.PositiveSmallIntegerField(choices=Stage.choices, default=Stage.FRESH)


class Round(models.Model):
    """When reports were handed over last: one row, so that rounds keep their distance however many clocks turn."""

    at = models.DateTimeField()
