"""By which provider an organisation's people sign in, and who of them is who there."""

from django.db import models
from django.db.models import Q

from kith.core import ids
from kith.core.sealing.fields import SealedTextField


class Providers(models.QuerySet["Provider"]):
    """Providers, asked for by how they stand."""

    def standing(self) -> "Providers":
        """Those that were not ended."""
        return self.filter(ended_at=None)

    def open(self) -> "Providers":
        """Those by which people may sign in: an owner has tried it."""
        return self.standing().filter(tried_at__isnull=False)


class Provider(models.Model):
    """What an organisation lets say who its people are. Issuer and client id never change: subjects hang on both."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)  # on the button
    short = models.CharField(max_length=40)  # what people type to find it
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=300)
    secret = SealedTextField(blank=True)
    authorization_endpoint = models.CharField(max_length=500)
    token_endpoint = models.CharField(max_length=500)
    jwks_uri = models.CharField(max_length=500)
    basic = models.BooleanField()  # the secret goes in a header; otherwise in the form
    keys = models.TextField(blank=True)  # as it published them last
    keys_at = models.DateTimeField(null=True)
    keys_asked_at = models.DateTimeField(null=True)  # whether or not it answered
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)  # by an owner, with success
    ended_at = models.DateTimeField(null=True)

    objects = Providers.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(ended_at=None), name="one_provider_of_a_firm"),
            models.UniqueConstraint(fields=["short"], condition=Q(ended_at=None), name="one_provider_per_short_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """That somebody whom a provider names by a subject is a person here. Made only by herself, or with her account."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="links")
    subject = models.CharField(max_length=255)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="a_subject_is_one_person"),
            models.UniqueConstraint(fields=["provider", "person"], name="a_person_is_one_subject"),
        ]

    def __str__(self) -> str:
        return self.uid
