"""Moves of many pages, into the bin and out of it too: asked for, done by a worker in one go, told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids


class Arrangement(models.Model):
    """Somebody wants an item and all below it elsewhere. Until it is done all of it stands where it stood."""

    class Deed(models.TextChoices):
        MOVE = "move", _("Move")
        BIN = "bin", _("Put into the bin")
        TAKE_BACK = "back", _("Take back")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    deed = models.CharField(max_length=4, choices=Deed.choices)
    item = models.ForeignKey("knowledge.Item", on_delete=models.PROTECT, related_name="arrangements")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    space = models.ForeignKey("knowledge.Space", on_delete=models.PROTECT, null=True, related_name="+")  # where to
    parent = models.ForeignKey("knowledge.Item", on_delete=models.PROTECT, null=True, related_name="+")
    from_space = models.ForeignKey("knowledge.Space", on_delete=models.PROTECT, related_name="+")
    from_parent = models.ForeignKey("knowledge.Item", on_delete=models.PROTECT, null=True, related_name="+")
    pages = models.PositiveIntegerField()  # when it was asked for
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)  # a sentence

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(finished_at=None), name="an_item_is_arranged_once_at_a_time"
            )
        ]
