"""Comments on items: threads that hold on to a place in the text."""

from django.db import models

from kith.core import ids
from kith.knowledge.models.items import Item

MOST_QUOTED = 300  # characters of the text that a thread keeps, so that one can see what it was about
BESIDE = 60  # characters before and after it, by which it is found again


class Thread(models.Model):
    """What people say about one place of an item's text, or about all of it. It outlives the text it was about."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="threads")
    version = models.ForeignKey(
        "knowledge.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )  # when it began
    partner = models.ForeignKey(  # whose readers see it too; None: only people of the item's own organisation
        "identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    quote = models.CharField(max_length=MOST_QUOTED, blank=True)
    before = models.CharField(max_length=BESIDE, blank=True)
    after = models.CharField(max_length=BESIDE, blank=True)
    moved = models.JSONField(null=True)  # quote, before and after in the draft: for writers until it is published
    anchor = models.JSONField(null=True)  # two positions that move with the shared document, as its editor writes them
    source_key = models.CharField(max_length=60, blank=True)  # of the archive that it came with
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["item", "opened_at"], name="thread_by_item")]


class Comment(models.Model):
    """What one person said in a thread."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=100, blank=True)  # who, as the archive says that `person` took in
    words = models.TextField(blank=True)  # empty once it was taken back
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["thread", "at"], name="comment_by_thread")]

    @property
    def speaker(self) -> str:
        """Who said it."""
        return self.said_by or self.person.name
