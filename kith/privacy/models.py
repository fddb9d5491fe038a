"""Who asked to be erased, and for how long an organisation keeps what."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids
from kith.core.sealing.fields import SealedTextField


class Erasure(models.Model):
    """A person is to be erased from an organisation's records, and what the organisation answered."""

    class Answer(models.TextChoices):
        ERASED = "erased", _("Erased")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(  # None: nobody asked, a rule of the organisation's says so
        "identity.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    why = SealedTextField(blank=True)  # why it was declined, as she is told

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(answered_at=None),
                name="one_open_erasure_of_a_person_in_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="an_erasure_that_is_answered_says_how",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "due_on"], name="erasure_by_day")]


class Farewell(models.Model):
    """Where somebody who was erased is told so. Goes when the mail was taken."""

    person = models.OneToOneField("identity.Person", on_delete=models.PROTECT, related_name="+")
    address = SealedTextField()
    locale = models.CharField(max_length=10)


class Retention(models.Model):
    """For how many months an organisation keeps one kind of record. Without a row it keeps it for good."""

    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    record = models.CharField(max_length=12)  # a key of `records.RECORDS`
    months = models.PositiveSmallIntegerField()
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "record"], name="one_rule_for_a_kind_of_record"),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=600), name="kept_for_a_month_at_least"),
        ]


class Hold(models.Model):
    """An organisation lets nothing go for a while: a dispute may need it."""

    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    why = SealedTextField()
    since = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(ended_at=None), name="one_hold_at_a_time"),
        ]


class Disposal(models.Model):
    """What was let go by a rule: which kind of record, how many, and up to which moment."""

    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    record = models.CharField(max_length=12)
    at = models.DateTimeField()
    before = models.DateTimeField()
    number = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"], name="disposal_newest")]
