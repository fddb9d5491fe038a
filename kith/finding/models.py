"""Searches that somebody keeps, to be told when something new answers them; answers that were written for somebody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.core import ids


class Watch(models.Model):
    """A search that somebody keeps."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    query = models.CharField(max_length=400)
    narrowed = models.JSONField(default=dict)  # space, owner, kind: what it was narrowed to
    tells = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    known = models.JSONField(default=list)  # items that answered it when it was last looked through
    fresh = models.PositiveIntegerField(default=0)  # how many are new since she looked
    looked_at = models.DateTimeField()  # by a worker

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "query", "narrowed"], name="a_search_is_kept_once"
            )
        ]


class Written(models.Model):
    """An answer that an endpoint was asked to write for somebody, from pages open to her. Kept for a day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being written")
        DONE = "done", _("Written")
        UNKNOWN = "unknown", _("The pages do not say")
        FAILED = "failed", _("It could not be written")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    query = models.CharField(max_length=400)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    text = models.TextField(blank=True)  # with numbers in brackets that name sources
    sources = models.JSONField(default=list)  # item and version of each passage that was sent, in their order
    kept_back = models.PositiveSmallIntegerField(default=0)  # passages that may not be sent
