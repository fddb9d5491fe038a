"""Exports: one file for one person, of what she may see."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.core import ids


class Export(models.Model):
    """An export, from the wish to the file."""

    class Format(models.TextChoices):
        MARKDOWN = "markdown", _("Markdown pages with their files (zip)")
        SITE = "site", _("A site to read without Kith (zip)")
        PDF = "pdf", _("PDF")
        WORD = "docx", _("Word document")
        ARCHIVE = "archive", _("Archive with everything, for another Kith (zip)")

    class Scope(models.TextChoices):
        ITEM = "item", _("This page")
        TREE = "tree", _("This page and all below it")
        SPACE = "space", _("The whole space")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=5, choices=Scope.choices)
    item = models.ForeignKey("knowledge.Item", on_delete=models.PROTECT, null=True, related_name="+")
    space = models.ForeignKey("knowledge.Space", on_delete=models.PROTECT, null=True, related_name="+")
    format = models.CharField(max_length=8, choices=Format.choices)
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)  # pages that it will hold
    done = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)  # held too closely to leave the house
    finished_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)  # a sentence
    name = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    item_ids = models.JSONField(default=list)  # what it holds
    gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-asked_at"], name="export_by_person")]
