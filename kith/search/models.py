"""What search knows of an item."""

from django.db import models


class Row(models.Model):
    """One item's searchable text and the words that say who may find it."""

    item_id = models.BigIntegerField(primary_key=True)
    language = models.CharField(max_length=10)
    title = models.TextField()
    body = models.TextField()
    acl = models.TextField()
