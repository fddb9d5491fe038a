"""Conversions: knowledge that passed. Rows are only ever added; the database refuses anything else."""

from django.db import models

from kith.core import ids
from kith.spiral.modes import Mode, Proof, Role


class Conversion(models.Model):
    """Knowledge passed from people or pages to people or a page, on a day, by a method."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")  # the items'
    mode = models.CharField(max_length=1, choices=Mode.choices)
    method = models.CharField(max_length=20)
    held_on = models.DateField()
    minutes = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=2000, blank=True)
    session = models.ForeignKey("spiral.Session", on_delete=models.PROTECT, null=True, related_name="conversions")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "held_on"], name="conversion_by_day")]


class Part(models.Model):
    """An item that went into a conversion, or came out of it."""

    class Way(models.TextChoices):
        IN = "in"
        OUT = "out"

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="parts")
    item = models.ForeignKey("knowledge.Item", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=3, choices=Way.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversion", "item"], name="an_item_is_part_once")]


class Participant(models.Model):
    """Somebody who took part, and for which organisation."""

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=11, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversion", "person"], name="a_person_takes_part_once")]


class Evidence(models.Model):
    """What shows that it was so: a kind of proof, which one it is, and the hash of what it said then."""

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20, choices=Proof.choices)
    ref = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)


class Confirmation(models.Model):
    """Somebody else says that it was so; of an externalization its source. From then on it counts."""

    conversion = models.OneToOneField(Conversion, on_delete=models.PROTECT, related_name="confirmation")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Retraction(models.Model):
    """It was not so after all. The conversion stays readable and counts no more."""

    conversion = models.OneToOneField(Conversion, on_delete=models.PROTECT, related_name="retraction")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=1000)
