"""Whose knowledge an item holds, and whether its text says what she meant."""

from django.db import models

from kith.knowledge.models.items import Item


class Source(models.Model):
    """Somebody whose knowledge was written down. Until she says of the text that it is what she meant, it stays a
    draft."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="sources")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the text that she confirmed
    objection = models.CharField(max_length=2000, blank=True)  # what it does not say yet, in her words

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="a_source_is_named_once")]
