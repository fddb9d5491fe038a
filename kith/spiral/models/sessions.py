"""Capture sessions: people going through the questions of a protocol, each writing when she has something to say."""

from django.db import models

from kith.core import ids
from kith.spiral.modes import Role


class Session(models.Model):
    """A session. What is said in it belongs to the space in which its page will stand."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    protocol = models.CharField(max_length=20)
    space = models.ForeignKey("knowledge.Space", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    held_on = models.DateField()
    happened_on = models.DateField(null=True)  # what it looks back on
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey("knowledge.Item", on_delete=models.PROTECT, null=True, related_name="+")  # its draft


class SessionPerson(models.Model):
    """Somebody who takes part, and as what."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=11, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="a_person_sits_in_once")]


class SessionItem(models.Model):
    """A page that the session is about, or that it brings together."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey("knowledge.Item", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "item"], name="a_session_is_about_it_once")]


class SessionFile(models.Model):
    """A recording or a transcript of a session. With the draft it becomes an attachment of that."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    text_note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_for_good = True  # nothing brings it back: its bytes go, if nothing else names them


class Note(models.Model):
    """What somebody said to one question. A word taken back leaves an empty row."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="notes")
    step = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    owner = models.ForeignKey(
        "identity.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )  # who will do it
    due_on = models.DateField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["session", "step", "at"], name="note_by_step")]
