"""Who was asked to read an item and to say so."""

from django.db import models
from django.db.models import Q

from kith.knowledge.models.items import Item, Version


class Reading(models.Model):
    """Somebody was asked to read an item. That she says so is all it shows: not that she has understood it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")  # which she read
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"], condition=Q(read_at=None), name="one_open_reading_per_person_and_item"
            )
        ]
        indexes = [models.Index(fields=["item", "-asked_at"], name="reading_by_item")]
