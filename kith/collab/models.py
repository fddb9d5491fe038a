"""Shared documents as rows: what was changed, and from time to time all of it in one."""

from django.db import models


class Update(models.Model):
    """What somebody changed in a shared document: a Yjs update. Its id is its place in the order."""

    document = models.CharField(max_length=40)
    data = models.BinaryField()
    person_id = models.BigIntegerField(null=True)  # nobody: the document's beginning, or the system
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["document", "id"], name="update_by_document")]


class Snapshot(models.Model):
    """A document with all its updates up to one of them. There is one from the beginning on."""

    document = models.CharField(max_length=40, primary_key=True)
    data = models.BinaryField()
    covers = models.BigIntegerField(default=0)  # the id of the last update in it
    at = models.DateTimeField()


class Hand(models.Model):
    """That somebody has written in a document, and when last. Kept when her updates go into a snapshot."""

    document = models.CharField(max_length=40)
    person_id = models.BigIntegerField()
    wrote_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "person_id"], name="a_hand_is_kept_once")]
