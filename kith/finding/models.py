"""Searches that somebody keeps, to be told when something new answers them."""

from django.db import models

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
