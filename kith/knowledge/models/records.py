"""What items say besides their text, and how they stand to each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.knowledge.models.items import Item


class Record(models.Model):
    """What an item says in the form of its kind. `Item.final_at` says whether it may still change."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="record")
    data = models.JSONField(default=dict)
    saves = models.PositiveIntegerField(default=0)  # counts up at each save: what was shown is named by it
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    writers = models.ManyToManyField("identity.Person", related_name="+")  # all who ever saved it


class Relation(models.Model):
    """How an item stands to another one. Nothing of it is ever taken back."""

    class Kind(models.TextChoices):
        DERIVED = "derived_from", _("Comes from")
        COMBINES = "combines", _("Brings together")
        SUPERSEDES = "supersedes", _("Supersedes")
        APPLIES = "applies", _("Puts to use")
        CONTRADICTS = "contradicts", _("Contradicts")

    HEREDITARY = (Kind.DERIVED, Kind.COMBINES, Kind.SUPERSEDES, Kind.APPLIES)  # what stands in the other stands in it

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    other = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="related")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "kind", "other"], name="a_relation_is_said_once"),
            models.CheckConstraint(condition=~models.Q(item=models.F("other")), name="nothing_relates_to_itself"),
        ]
