"""How a text came to be, and what was said about it."""

from django.db import models

from kith.agreements.models.agreements import Agreement
from kith.core import ids


class Revision(models.Model):
    """The text as it stood once while it was drafted, and who wrote it so."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    private = models.BooleanField(default=False)  # written before the draft was laid open: the drafting side's alone
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    written_for = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="revisions_are_counted")]


class Remark(models.Model):
    """Something said about a clause, or about the whole, while it is negotiated; or an answer to that."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="remarks")
    clause = models.CharField(max_length=20, blank=True)  # its key; empty: about the whole
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    words = models.TextField(max_length=2000)
    inside = models.BooleanField(default=False)  # for the people of its own side alone
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    said_for = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
