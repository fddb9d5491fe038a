"""What was told or shown outside Kith and written down by hand, and what was unusual in what was shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.core import ids


class Disclosure(models.Model):
    """People of a partner were told or shown something of ours, by word of mouth, in a demonstration or by hand.

    Each recipient and page of it stands in the ledger's exposures too. It is never changed: what was written down by
    mistake is taken back with a reason, and stays.
    """

    class Channel(models.TextChoices):
        ORAL = "oral", _("By word of mouth")
        DEMO = "demo", _("In a demonstration")
        PHYSICAL = "physical", _("As a thing or on paper")

    class Breach(models.TextChoices):
        """What no agreement covered."""

        BASIS = "basis", _("No agreement was in force with them on that day.")
        CEILING = "ceiling", _("A page is held more closely than the agreement may open.")
        SECRET = "secret", _("A page is a trade secret.")
        BOUND = "bound", _("A page holds a third party’s confidential knowledge that was not released to them.")
        RECIPIENT = "recipient", _("Somebody was told whom the agreement does not name.")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    owner = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    told_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=2000)  # what was told, in words that can be confirmed in writing
    told_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    people = models.ManyToManyField("identity.Person", related_name="+")  # of the partner
    others = models.CharField(max_length=500, blank=True)  # names of those who are not in Kith
    items = models.ManyToManyField("knowledge.Item", related_name="+")
    breaches = models.JSONField(default=list)  # `Breach` values, as it stood on the day it was written down
    event_id = models.BigIntegerField(default=0)  # the ledger's row, to which the exposures belong
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    confirm_by = models.DateField(null=True)  # where the agreement asks for it in writing
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    retracted_at = models.DateTimeField(null=True)
    retracted_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # why it was taken back

    class Meta:
        indexes = [models.Index(fields=["event_id"], name="disclosure_by_event")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(owner=models.F("partner")), name="told_to_somebody_else")
        ]

    def __str__(self) -> str:
        return self.about


class Unusual(models.Model):
    """What one person of another organisation did with what is ours on a day was unusual. Told to the keepers once."""

    class Pattern(models.TextChoices):
        MANY = "many", _("Fetched much more than usual")
        LATE = "late", _("Read at night, shortly before the agreement ends")

    owner = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    pattern = models.CharField(max_length=4, choices=Pattern.choices)
    day = models.DateField()
    items = models.PositiveIntegerField()  # how many different pages
    usual = models.PositiveIntegerField(default=0)  # on her busiest day of the four weeks before
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "organisation", "person", "pattern", "day"], name="told_once_a_day_of_each_pattern"
            )
        ]
