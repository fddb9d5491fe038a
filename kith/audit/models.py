"""The ledger's nouns. Rows hold ids without foreign keys: the ledger outlives what it speaks of."""

from django.db import models
from django.db.models import F


class Event(models.Model):
    """One thing that happened, written in the transaction that did it. Never changed, never deleted."""

    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    person_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    via = models.CharField(max_length=12)
    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    data = models.TextField()  # canonical JSON as text: a jsonb column would respell it and break its hash

    class Meta:
        indexes = [
            models.Index(fields=["kind", "object_id", "id"], name="event_by_object"),
            models.Index(fields=["owner_id", "id"], name="event_by_owner"),
            models.Index(fields=["person_id", "id"], name="event_by_person"),
        ]


class Pending(models.Model):
    """An event that the sealer has not yet taken into the chain."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="pending")


class Reaction(models.Model):
    """Something that must follow an event, kept until it is done: the ledger row is the outbox."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="reactions")
    handler = models.CharField(max_length=120)
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="one_reaction_per_handler")]
        indexes = [models.Index(fields=["not_before"], name="reaction_due")]


class Head(models.Model):
    """The chain's last link: one row, locked by whoever seals."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class Link(models.Model):
    """An event's place in the hash chain."""

    seq = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)


class Checkpoint(models.Model):
    """The chain's state at a moment, signed with the installation's key and mailed to every party."""

    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)


class Exposure(models.Model):
    """Something of an organisation was shown to a person of another one."""

    class Channel(models.TextChoices):
        TITLE = "title"
        SNIPPET = "snippet"
        READ = "read"
        DOWNLOAD = "download"
        API = "api"
        EXPORT = "export"
        ORAL = "oral"  # this and the following were written down by hand
        DEMO = "demo"
        PHYSICAL = "physical"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="exposures")
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    item_id = models.BigIntegerField()
    version_id = models.BigIntegerField(null=True)
    attachment_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    basis_id = models.BigIntegerField()
    grant_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "organisation_id", "item_id"], name="exposure_between"),
            models.Index(fields=["item_id", "at"], name="exposure_of_item"),
            models.Index(fields=["basis_id"], name="exposure_under_basis"),
            models.Index(fields=["grant_id", "at"], name="exposure_through_grant"),
            models.Index(fields=["owner_id", "id"], name="exposure_by_owner"),
            models.Index(fields=["organisation_id", "id"], name="exposure_to_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(organisation_id=F("owner_id")), name="exposure_is_to_another_organisation"
            )
        ]


class Denial(models.Model):
    """How often one actor was denied one thing within one minute."""

    minute = models.DateTimeField()
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()  # 0 where there is none, and so below
    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    ability = models.CharField(max_length=40)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minute", "person_id", "organisation_id", "kind", "object_id", "ability"],
                name="one_denial_row_per_minute",
            )
        ]


class Miss(models.Model):
    """How many unauthenticated requests found nothing within one minute."""

    minute = models.DateTimeField(unique=True)
    times = models.PositiveIntegerField(default=1)
