"""Promises: who will do what by when, how it ended, and whether it has worked."""

from datetime import date
from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids


class Status(StrEnum):
    """Where a commitment stands. Computed, never typed."""

    OPEN = "open"
    OVERDUE = "overdue"
    TO_CHECK = "to_check"  # done, and nobody has said yet whether it worked
    KEPT = "kept"
    DROPPED = "dropped"


STATUS_NAMES = {
    Status.OPEN: _("Open"),
    Status.OVERDUE: _("Overdue"),
    Status.TO_CHECK: _("Done, to be checked"),
    Status.KEPT: _("Kept"),
    Status.DROPPED: _("Dropped"),
}


class Commitment(models.Model):
    """Somebody will do something by a day. It is about a thing of a kind that `subjects` knows."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, related_name="+"
    )  # whose thing it is about
    about = models.CharField(max_length=20)
    about_id = models.BigIntegerField()
    sort = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=500)
    owner = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    owner_organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    first_due_on = models.DateField()  # as it was promised; it stays when the day is put off
    check_on = models.DateField(null=True)  # from when on somebody looks whether it has worked; None: nobody does
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    reminded_for = models.DateField(null=True)  # the day of which its owner was reminded
    check_called_for = models.DateField(null=True)  # the day of which its maker was reminded

    class Meta:
        indexes = [
            models.Index(fields=["about", "about_id"], name="commitment_by_thing"),
            models.Index(fields=["owner", "due_on"], name="commitment_by_owner"),
        ]

    @property
    def closure(self) -> "Closure | None":
        """How it ended, if it has. A list prefetches `closures`; this asks nothing more."""
        return next((row for row in self.closures.all() if row.undone_at is None), None)

    def status(self, today: date) -> Status:
        """Where it stands on a day."""
        closure = self.closure
        if closure is None:
            return Status.OVERDUE if self.due_on < today else Status.OPEN
        if not closure.kept:
            return Status.DROPPED
        return Status.TO_CHECK if self.check_on and closure.check_made is None else Status.KEPT


class Closure(models.Model):
    """How a commitment ended. One that turned out not to have worked is undone and stays."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="closures")
    at = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    kept = models.BooleanField()  # otherwise it was dropped
    words = models.CharField(max_length=2000)  # what was done, or why it was dropped
    proof = models.CharField(max_length=20, blank=True)  # the kind of thing that shows it
    proof_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(undone_at=None), name="a_commitment_is_closed_once"
            )
        ]

    @property
    def check_made(self) -> "Check | None":
        """What somebody said of it when she looked whether it worked."""
        return getattr(self, "check_row", None)


class Check(models.Model):
    """Somebody else looked whether what was done has worked."""

    closure = models.OneToOneField(Closure, on_delete=models.PROTECT, related_name="check_row")
    at = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    worked = models.BooleanField()
    words = models.CharField(max_length=2000)
