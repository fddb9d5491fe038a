"""People, organisations, and who belongs where."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kith.core import ids
from kith.core.actor import Role


class People(BaseUserManager["Person"]):
    """The manager of people; an address is the same whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody with an account. She acts for one of her organisations at a time."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    email = models.EmailField(_("Mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=300)
    locale = models.CharField(_("Language"), max_length=10, default="en-gb")
    zone = models.CharField(_("Time zone"), max_length=64, default="Europe/London")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)  # since then nobody can tell from here who she was

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects: ClassVar[People] = People()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


def display_name(person: Person) -> str:
    """How the account pages call her."""
    return str(person)


class Organisation(models.Model):
    """A firm, university or public body that keeps knowledge here. All are equals."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    name = models.CharField(_("Name"), max_length=300)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person belongs to an organisation, in a role, from a day until (perhaps) another."""

    ROLES = [
        (Role.OWNER.value, _("Owner")),
        (Role.STEWARD.value, _("Knowledge steward")),
        (Role.MEMBER.value, _("Member")),
        (Role.AUDITOR.value, _("Auditor")),
    ]
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=ROLES)
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="one_membership_per_organisation")
        ]


class Team(models.Model):
    """A named group of one organisation's people."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("Name"), max_length=120)
    members = models.ManyToManyField(Membership, related_name="teams")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="one_team_per_name",
                violation_error_message=_("Your organisation has a team of that name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link sent by mail with which somebody joins an organisation, or founds the partner's. It expires."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    token_sha256 = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=300, blank=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    inviting = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="invitations_sent")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="invitations"
    )  # None: she founds a new one
    organisation_name = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=10, choices=Membership.ROLES, default=Role.MEMBER.value)
    sent_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)  # None: the mail server has not taken the mail yet
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be accepted at that moment."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at


class SetupLink(models.Model):
    """The link with which the first organisation is made. A fresh one makes the old ones useless."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class StepDemand(models.Model):
    """That an organisation asks a second step at sign-in: of its own people in a role, or of a partner's people."""

    asking = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Membership.ROLES, blank=True)  # empty: all people of a partner
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asking", "asked", "role"], name="a_second_step_is_asked_once"),
            models.CheckConstraint(
                condition=models.Q(~models.Q(role=""), asking=models.F("asked"))
                | models.Q(~models.Q(asking=models.F("asked")), role=""),
                name="own_people_are_asked_by_role_and_partners_all",
            ),
        ]


class ProviderDemand(models.Model):
    """That an organisation lets its people in only through the provider that it connected."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"since {self.since:%Y-%m-%d}"


class ApiToken(models.Model):
    """A secret with which a program acts for a person in one organisation, for some scopes, until a day."""

    class Scope(models.TextChoices):
        READ = "read", _("Read what I may read")
        WRITE = "write", _("Write what I may write")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("What it is for"), max_length=120)
    token_sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=40)  # separated by spaces
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
