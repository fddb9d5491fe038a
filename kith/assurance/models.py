"""Audits, what they found, and what an organisation says of a standard's clauses."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids
from kith.core.errors import Sentence


class Audit(models.Model):
    """Somebody goes through the checks at one time. It is open until its auditor closes it with a conclusion."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    auditor = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    conclusion = models.CharField(max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-opened_at"], name="audit_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(conclusion=""), name="an_audit_closes_with_words")
        ]

    def __str__(self) -> str:
        return self.title


class Result(models.Model):
    """What a check came to at a moment of an audit. It is never changed: a check that runs again has a new one."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="results")
    check_key = models.CharField(max_length=40)
    state = models.CharField(max_length=8)  # `outcome.State`
    looked = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)  # triples: kind, key, day or null
    words = models.CharField(max_length=1000, blank=True)  # of one that was answered by hand
    at = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["audit", "check_key", "-at"], name="result_newest")]


class Grade(models.TextChoices):
    """How much a finding matters."""

    OBSERVATION = "observation", _("Observation: could be better")
    MINOR = "minor", _("Minor: a rule was not kept once")
    MAJOR = "major", _("Major: a rule is not kept, or harm was done")

    @property
    def short(self) -> Sentence:
        """The grade alone."""
        return {"observation": _("Observation"), "minor": _("Minor"), "major": _("Major")}[self.value]


class Finding(models.Model):
    """Something that an audit found and that somebody has to mend by a day. It closes by a check that holds again."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="findings")
    check_key = models.CharField(max_length=40)
    grade = models.CharField(max_length=12, choices=Grade.choices)
    words = models.CharField(max_length=2000)
    owner = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    known_since = models.DateField()  # since when that has been the day
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)  # since its owner says that it is mended
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "closed_at"], name="finding_open")]
        constraints = [
            models.CheckConstraint(condition=~Q(owner=F("raised_by")), name="nobody_audits_her_own_work"),
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("owner")), name="nobody_closes_her_own_finding"
            ),
            models.UniqueConstraint(
                fields=["organisation", "check_key"],
                condition=Q(closed_at=None),
                name="a_check_has_one_open_finding",
            ),
        ]

    @property
    def grade_name(self) -> Sentence:
        """How much it matters, in a word."""
        return Grade(self.grade).short


class Step(models.Model):
    """What was done about a finding, or what looking again came to. Never changed."""

    class What(models.TextChoices):
        DONE = "done", _("Done")
        SAID = "said", _("Said")
        HELD = "held", _("Looked again: it holds")
        FAILED = "failed", _("Looked again: it does not hold")
        NOTHING = "nothing", _("Looked again: there is nothing to look at any more")
        MOVED = "moved", _("Given to somebody else, or another day")

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=8, choices=What.choices)
    words = models.CharField(max_length=2000, blank=True)
    looked = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")


class Applicability(models.Model):
    """Whether an organisation says that a clause of a standard applies to it, and why. The newest row stands."""

    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    standard = models.CharField(max_length=20)
    clause = models.CharField(max_length=20)
    applies = models.BooleanField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "standard", "clause", "-at"], name="applicability_newest")]


class Standing(models.Model):
    """Where a check stood when the clock last looked: a change for the worse is told once."""

    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    check_key = models.CharField(max_length=40)
    state = models.CharField(max_length=8)
    since = models.DateTimeField()
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "check_key"], name="a_check_stands_once_per_organisation")
        ]
