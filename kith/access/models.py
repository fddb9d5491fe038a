"""Bases and grants: the currency between the domains, and the only thing that opens a door to the outside."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kith.core import ids
from kith.core.classification import HIGHEST_OUTSIDE, Classification


class SubjectKind(models.TextChoices):
    """To whom something is opened."""

    ORGANISATION = "organisation", _("Everyone there")
    TEAM = "team", _("A team")
    PERSON = "person", _("Named people")


class ContainerKind(models.TextChoices):
    """What is opened: everything of an organisation, a space, an item with all below it, or one item alone."""

    ORGANISATION = "organisation"
    SPACE = "space"
    SUBTREE = "subtree"
    ITEM = "item"


class Ability(models.TextChoices):
    """What the door allows. Writing includes reading."""

    READ = "read"
    WRITE = "write"


class Bases(models.QuerySet["Basis"]):
    """Questions about bases."""

    def in_force(self, at: datetime) -> "Bases":
        """Those in force at that moment, by the clock alone: no job has to run for one to lapse."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=at), starts_at__lte=at, ends_at__gt=at)

    def staying(self, at: datetime) -> "Bases":
        """Those that were in force, are over by that moment, and leave open what was written together under them."""
        was_in_force = Q(ended_at=None) | Q(ended_at__gt=F("starts_at"))
        return self.filter(was_in_force, Q(ends_at__lte=at) | Q(ended_at__lte=at), stays=True)


class Basis(models.Model):
    """What two or more organisations agreed may be opened: one row per version of the agreement.

    In force while `starts_at <= now < ends_at`, unless it ended before. An end is an update of `ended_at`.
    """

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    title = models.CharField(max_length=300)
    ceiling = models.PositiveSmallIntegerField(choices=Classification.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)  # the one in which its days begin and end
    ended_at = models.DateTimeField(null=True, blank=True)
    stays = models.BooleanField(default=False)  # what was written together under it stays readable when it is over

    duties_first = models.BooleanField(default=False)  # nobody reads under it before she has taken note of her duties

    objects = Bases.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="basis_ends_after_it_starts",
                violation_error_message=_("The agreement would end before it starts."),
            ),
            models.CheckConstraint(condition=Q(ceiling__lte=HIGHEST_OUTSIDE), name="basis_never_opens_trade_secrets"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def closes_at(self) -> datetime:
        """The moment at which everything under it closes, as things stand."""
        return min(self.ends_at, self.ended_at) if self.ended_at else self.ends_at

    def is_in_force(self, at: datetime) -> bool:
        """Whether it is in force at that moment."""
        return self.starts_at <= at < self.closes_at

    def is_staying(self, at: datetime) -> bool:
        """Whether it is over by that moment, and what was written together under it is still open for reading."""
        return self.stays and self.starts_at < self.closes_at <= at


class BasisParty(models.Model):
    """An organisation that is bound by the basis."""

    basis = models.ForeignKey(Basis, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    discloses = models.BooleanField(default=True)  # it may open what is its own; else it only receives

    class Meta:
        constraints = [models.UniqueConstraint(fields=["basis", "organisation"], name="a_party_is_named_once")]


class BasisPurpose(models.Model):
    """One thing that what is opened may be used for."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    basis = models.ForeignKey(Basis, on_delete=models.PROTECT, related_name="purposes")
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.text


class BasisRecipient(models.Model):
    """Who of a party may be shown anything under the basis: everyone, a team, or a named person."""

    basis = models.ForeignKey(Basis, on_delete=models.PROTECT, related_name="recipients")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    team = models.ForeignKey("identity.Team", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="organisation", team=None, person=None)
                | Q(kind="team", team__isnull=False, person=None)
                | Q(kind="person", person__isnull=False, team=None),
                name="a_recipient_is_one_subject",
            )
        ]


class Acknowledgement(models.Model):
    """A person, acting for an organisation, has taken note of her duties under a basis."""

    basis = models.ForeignKey(Basis, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basis", "person", "organisation"], name="one_takes_note_once"),
        ]


class Grants(models.QuerySet["Grant"]):
    """Questions about grants."""

    def live(self, at: datetime) -> "Grants":
        """Those given and neither stopped nor run out at that moment. Their basis is asked apart."""
        return self.filter(
            Q(stopped_at=None) | Q(stopped_at__gt=at), Q(until=None) | Q(until__gt=at), granted_at__lte=at
        )


class Grant(models.Model):
    """A door: one subject may read or write one container. To the outside it needs a basis and one of its purposes.

    A joint grant lets people of another organisation write, in a whole space: both sides then write in it together.
    """

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    owner = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )  # `grant_by_owner` serves it
    container_kind = models.CharField(max_length=12, choices=ContainerKind.choices)
    container_id = models.BigIntegerField()  # of a space or an item: access stands below both and knows neither
    subject_kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("identity.Team", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ability = models.CharField(max_length=5, choices=Ability.choices, default=Ability.READ)
    joint = models.BooleanField(default=False)
    basis = models.ForeignKey(Basis, on_delete=models.PROTECT, null=True, related_name="grants")
    purpose = models.ForeignKey(BasisPurpose, on_delete=models.PROTECT, null=True, related_name="grants")
    use_by = models.DateField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    granted_at = models.DateTimeField()
    since = models.DateTimeField(null=True)  # of a carried grant: versions replaced before this moment stay closed
    granted_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)  # somebody looked whether it is still needed
    confirmed_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)  # its keepers were told that it is to be looked at
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects = Grants.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=F("organisation")) | Q(basis__isnull=False, purpose__isnull=False),
                name="nothing_opens_outside_without_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(owner=F("organisation")) | Q(ability="read", joint=False) | Q(ability="write", joint=True),
                name="outside_writes_only_where_both_do",
            ),
            models.CheckConstraint(
                condition=Q(joint=False) | Q(container_kind="space", basis__isnull=False),
                name="both_write_in_a_whole_space",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="organisation", team=None, person=None)
                | Q(subject_kind="team", team__isnull=False, person=None)
                | Q(subject_kind="person", person__isnull=False, team=None),
                name="a_grant_has_one_subject",
            ),
            models.UniqueConstraint(
                "container_kind",
                "container_id",
                "organisation",
                Coalesce("team", 0),  # NULL differs from NULL in an index; nobody has the number 0
                Coalesce("person", 0),
                Coalesce("basis", 0),
                Coalesce("purpose", 0),
                "ability",
                condition=Q(stopped_at=None),
                name="a_live_grant_is_given_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "stopped_at"], name="grant_by_subject"),
            models.Index(fields=["container_kind", "container_id"], name="grant_by_container"),
            models.Index(fields=["basis"], name="grant_by_basis"),
            models.Index(fields=["owner", "ability"], name="grant_by_owner"),
            # With it SQLite looks up both halves of the reach's question, even where one owner gave nearly all grants.
            models.Index(fields=["owner"], condition=Q(joint=True), name="joint_grant_by_owner"),
        ]

    def holds(self, at: datetime) -> bool:
        """Whether what it stands on, if it needs anything, lets it open at that moment: for reading at least."""
        return self.basis is None or self.basis.is_in_force(at) or self.is_frozen(at)

    def is_frozen(self, at: datetime) -> bool:
        """Whether what was written together under it is open for reading only, to both sides, since its basis ended."""
        return self.joint and self.basis is not None and self.basis.is_staying(at)


class Requirements(models.QuerySet["Requirement"]):
    """Questions about requirements."""

    def unmet(self, organisation: Any, person: Any, at: Any) -> "Requirements":
        """Those that stand at a moment and that a person, acting for her organisation, has not met; due or not.

        The values may be slots of a prepared question.
        """
        met = Fulfilment.objects.filter(
            Q(until=None) | Q(until__gt=at),
            requirement=OuterRef("pk"),
            person=person,
            version_id=OuterRef("version_id"),
            at__lte=at,
        )
        standing = Q(ended_at=None) | Q(ended_at__gt=at)
        return self.filter(standing, ~Exists(met), organisation=organisation, asked_at__lte=at)


class Requirement(models.Model):
    """What an organisation asks of each of its people: to take note of a policy's present version, or a training.

    From `waits_from` on, nothing of other organisations is shown to whoever has not met it.
    """

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    item_id = models.BigIntegerField(null=True)  # the policy; None: a training
    version_id = models.BigIntegerField(default=0)  # of the policy that people have to take note of
    name = models.CharField(max_length=200, blank=True)  # of the training
    months = models.PositiveSmallIntegerField(null=True)  # after which a training has to be done again
    grace = models.PositiveSmallIntegerField(default=0)  # days from when it is asked until others' things wait
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    waits_from = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects = Requirements.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_id"], condition=Q(ended_at=None, item_id__isnull=False), name="a_policy_is_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(item_id__isnull=False, name="") | (Q(item_id=None) & ~Q(name="")),
                name="a_requirement_is_a_policy_or_a_training",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "ended_at"], name="requirement_by_firm")]


class Fulfilment(models.Model):
    """A person has met a requirement: taken note of one version of a policy, or been trained, until a moment."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="fulfilments")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    version_id = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    attested_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["requirement", "person"], name="fulfilment_by_person")]
