"""What search knows of an item."""

from django.db import models


class Row(models.Model):
    """One published item: its words as they are compared, and the access words that say who may find it.

    On SQLite an FTS5 table reads these columns; on PostgreSQL a `tsvector` column stands beside them (migration 0002).
    """

    item_id = models.BigIntegerField(primary_key=True)
    language = models.CharField(max_length=10)
    title_key = models.CharField(max_length=300, db_index=True)  # the folded title: an exact match goes first
    title_a = models.TextField()
    body_a = models.TextField()
    acl = models.TextField()
    analyzer = models.PositiveSmallIntegerField()


class Word(models.Model):
    """A word that stands in some text, as written but folded. Used to widen a question; never shown to anybody."""

    word = models.CharField(max_length=64, primary_key=True)
