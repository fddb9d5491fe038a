"""The end of an agreement as work: what each side holds of the other, what becomes of it, and that it was done."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids


class Exit(models.Model):
    """An agreement ends, or has ended. Where it stands follows from the clock and from what both sides have done."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    agreement = models.OneToOneField("agreements.Agreement", on_delete=models.PROTECT, related_name="exit")
    opened_at = models.DateTimeField()
    gathered_at = models.DateTimeField(null=True)  # since access has closed and all that was shown is listed

    def __str__(self) -> str:
        return self.agreement.title


class Side(models.Model):
    """What one party does about the end: whole when it has listed, confirmed, certified and looked back."""

    class Reference(models.TextChoices):
        UNSAID = "", _("Not said")
        YES = "yes", _("Yes, they may name us")
        ASK = "ask", _("Only if they ask each time")
        NO = "no", _("No")

    exit = models.ForeignKey(Exit, on_delete=models.PROTECT, related_name="sides")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()  # by when all of it is to be done
    known_since = models.DateField()
    # what becomes of what is ours
    listed_at = models.DateTimeField(null=True)
    listed_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    # whose the results are
    results_at = models.DateTimeField(null=True)
    results_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    results = models.CharField(max_length=2000, blank=True)
    # that what is theirs was returned or destroyed
    certified_at = models.DateTimeField(null=True)
    certified_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    certificate = models.ForeignKey("agreements.Receipt", on_delete=models.PROTECT, null=True, related_name="+")
    backups = models.CharField(max_length=1000, blank=True)  # copies that stay in backups, and how they are kept
    backups_until = models.DateField(null=True)  # by when they are overwritten
    backups_gone_at = models.DateTimeField(null=True)
    # looking back
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    went_well = models.CharField(max_length=2000, blank=True)
    went_badly = models.CharField(max_length=2000, blank=True)
    reference = models.CharField(max_length=3, choices=Reference.choices, blank=True)
    contact = models.CharField(max_length=500, blank=True)  # whom they may turn to later

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exit", "organisation"], name="a_party_leaves_once"),
            models.CheckConstraint(
                condition=Q(certified_at=None, certificate=None)
                | Q(certified_at__isnull=False, certificate__isnull=False),
                name="what_is_certified_is_signed",
            ),
        ]

    @property
    def is_whole(self) -> bool:
        """Whether this side has done all that the end asks of it."""
        return all((self.listed_at, self.results_at, self.certified_at, self.reviewed_at))


class Piece(models.Model):
    """One page of one party that people of another one were shown, and what becomes of it."""

    class Decision(models.TextChoices):
        RETURN = "return", _("Copies are returned")
        DESTROY = "destroy", _("Copies are deleted, and that is confirmed")
        KEEP = "keep", _("Copies may be kept, under the same duties or a licence")
        FREE = "free", _("It is free: no longer secret")
        SECRET = "secret", _("Nothing was copied: it stays secret")

    TO_CARRY_OUT = (Decision.RETURN, Decision.DESTROY)

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    exit = models.ForeignKey(Exit, on_delete=models.PROTECT, related_name="pieces")
    item = models.ForeignKey("knowledge.Item", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    times = models.PositiveIntegerField()
    copies = models.PositiveIntegerField()  # how often it left Kith: fetched, exported, by a program, handed over
    told = models.PositiveIntegerField()  # how often it was told, shown or handed over outside Kith
    first = models.DateTimeField()
    last = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Decision.choices)
    words = models.CharField(max_length=500, blank=True)  # under which licence it is kept, why it is free
    decided_at = models.DateTimeField(null=True)  # None: as the agreement says
    decided_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exit", "holder", "item"], name="a_page_is_listed_once_for_each_holder"),
            models.CheckConstraint(condition=~Q(owner=F("holder")), name="nobody_holds_her_own"),
        ]

    @property
    def waits(self) -> bool:
        """Whether its holder has something to carry out."""
        return self.decision in self.TO_CARRY_OUT and self.done_at is None
