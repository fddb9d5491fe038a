"""An organisation's directory, and whom and which teams it keeps here."""

from django.db import models
from django.db.models import Q

from kith.core import ids


class Directory(models.Model):
    """That an organisation's own directory keeps its people and teams here, by a token. Of the token only a hash."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)  # when the owners were told that the token ends soon
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(ended_at=None), name="one_living_directory")
        ]

    def __str__(self) -> str:
        return f"directory of {self.made_at:%Y-%m-%d}"  # never the token


class Entry(models.Model):
    """Somebody whom an organisation's directory keeps: awaited until she joins, then bound to her membership."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=254)
    user_key = models.CharField(max_length=320)  # the user name, the same whatever its case
    external_id = models.CharField(max_length=254, blank=True)
    given = models.CharField(max_length=150, blank=True)
    family = models.CharField(max_length=150, blank=True)
    formatted = models.CharField(max_length=300, blank=True)
    display = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=254, blank=True)  # where she is invited; lower case
    language = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    roles = models.JSONField(default=list)  # as sent
    role = models.CharField(max_length=10, blank=True)  # the role of ours among them
    active = models.BooleanField(null=True, default=True)  # None: nothing is said, so she is
    invitation = models.ForeignKey("identity.Invitation", on_delete=models.PROTECT, null=True, related_name="+")
    invited_from = models.DateTimeField(null=True)  # the day in which its invitations are counted begins
    invited_times = models.PositiveSmallIntegerField(default=0)  # since then
    membership = models.ForeignKey("identity.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user_key"], name="one_entry_per_user_name"),
            models.UniqueConstraint(
                fields=["organisation", "external_id"], condition=~Q(external_id=""), name="one_entry_per_external_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"], condition=~Q(email=""), name="one_entry_per_address"
            ),
            models.UniqueConstraint(fields=["membership"], name="one_entry_per_membership"),
        ]

    def __str__(self) -> str:
        return self.user_name

    @property
    def wanted(self) -> bool:
        """Whether the directory wants her to be a member."""
        return self.active is not False

    @property
    def called(self) -> str:
        """What she is called, as well as the directory says it."""
        return self.display or self.formatted or f"{self.given} {self.family}".strip()


class Mail(models.Model):
    """One of the mail addresses that the directory gives for somebody, as it was sent."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="mails")
    value = models.CharField(max_length=254)
    type = models.CharField(max_length=40, blank=True)
    display = models.CharField(max_length=254, blank=True)
    primary = models.BooleanField(null=True)

    def __str__(self) -> str:
        return self.value


class Group(models.Model):
    """A team that the directory keeps. Those who have not joined yet go into the team when they do."""

    team = models.OneToOneField("identity.Team", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=254, blank=True)
    entries = models.ManyToManyField(Entry, related_name="groups")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)  # the directory took it away; the team stands empty

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~Q(external_id="") & Q(ended_at=None),
                name="one_group_per_external_id",
            )
        ]

    def __str__(self) -> str:
        return self.external_id
