"""What is to go from the store."""

from django.db import models


class Going(models.Model):
    """A file that something has let go of: it goes from the disk, unless something else names it."""

    sha256 = models.CharField(max_length=64)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["since"], name="going_by_age")]
