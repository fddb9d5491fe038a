"""Exports, one file for one person of what she may see; imports, from the file that was sent to the pages."""

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


class Import(models.Model):
    """Something that comes in: sent, read, looked at, brought in, and undone if need be."""

    class State(models.TextChoices):
        SENT = "sent", _("It waits to be read")
        READ = "read", _("It is read: look at what comes in")
        AGREED = "agreed", _("It waits to be brought in")
        DONE = "done", _("It is in")
        UNDOING = "undoing", _("It is being undone")
        UNDONE = "undone", _("It was undone")
        FAILED = "failed", _("It could not be brought in")
        DROPPED = "dropped", _("It was dropped")

    WAITS = (State.SENT, State.AGREED, State.UNDOING)  # a worker is at it

    class Documents(models.TextChoices):
        AS_FITS = "", _("Pages, when nothing else in it is a page")
        PAGES = "page", _("Always pages")
        FILES = "file", _("Always files")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    space = models.ForeignKey("knowledge.Space", on_delete=models.PROTECT, related_name="+")
    under = models.ForeignKey("knowledge.Item", on_delete=models.PROTECT, null=True, related_name="+")
    series = models.CharField(max_length=12)  # the id of the first import of these pages
    classification = models.PositiveSmallIntegerField()
    profile = models.CharField(max_length=40, blank=True)  # how template tags are read
    documents = models.CharField(max_length=4, choices=Documents.choices, blank=True)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)  # of what was sent; it lies in the store of files
    form = models.CharField(max_length=40, blank=True)  # what it turned out to be
    state = models.CharField(max_length=8, choices=State.choices, default=State.SENT)
    sent_at = models.DateTimeField()
    moved_at = models.DateTimeField()  # when a worker was last seen at it
    total = models.PositiveIntegerField(default=0)  # pages; 0: not known
    done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)  # lines, and sums of them
    made = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)  # a sentence

    class Meta:
        indexes = [models.Index(fields=["person", "-sent_at"], name="import_by_person")]
