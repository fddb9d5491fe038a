"""Templates: the texts with which an organisation's people begin."""

from django.db import models

from kith.core import ids
from kith.knowledge.models.items import Item


class Template(models.Model):
    """With what an organisation's new items of one kind begin. Stewards write it; what was begun before stays."""

    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Item.Kind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="one_template_per_kind")]


class TemplateVersion(models.Model):
    """One text of a template; never changed afterwards."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    markdown = models.TextField()
    author = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="one_template_version_per_number")]
