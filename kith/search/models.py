"""What search knows of an item, which words there are, which mean the same, and what was looked for in vain."""

from django.db import models


class Row(models.Model):
    """One item's searchable text and the words that say who may find it.

    The short columns come first: an engine that counts facets then never reads the long ones.
    """

    item_id = models.BigIntegerField(primary_key=True)
    organisation_id = models.BigIntegerField(default=0)
    space_id = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=12, default="")
    updated = models.BigIntegerField(default=0)  # seconds since 1970, UTC
    language = models.CharField(max_length=10)
    analyzer = models.PositiveSmallIntegerField(default=0)
    length = models.PositiveIntegerField(default=0)  # terms of title and body
    title = models.TextField()
    title_key = models.CharField(max_length=900, default="")
    acl = models.TextField()
    title_terms = models.TextField(default="")
    body_terms = models.TextField(default="")
    body = models.TextField()
    bag = models.TextField(default="")  # how often each term stands there: see `ranking.bag`

    class Meta:
        indexes = [models.Index(fields=["title_key"], name="row_by_title")]


class Word(models.Model):
    """A word that some item holds or held: what a mistyped word is compared with. Rows are only ever added.

    It counts nothing, so that two writers never wait for each other over a common word. Whether a word may be shown is
    decided by a search with the viewer's tokens, never by its being here.
    """

    word = models.CharField(max_length=30, primary_key=True)
    head = models.CharField(max_length=2)
    tail = models.CharField(max_length=2)
    size = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["head", "size"], name="word_by_head"),
            models.Index(fields=["tail", "size"], name="word_by_tail"),
        ]


class Missed(models.Model):
    """What people of one organisation looked for and did not find; for its own keepers, never for anybody else's."""

    organisation_id = models.BigIntegerField()
    text = models.CharField(max_length=200)
    at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(null=True)  # when somebody was asked to write it down
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "text"], name="a_missed_search_is_counted_once")
        ]
        indexes = [models.Index(fields=["organisation_id", "-at"], name="missed_newest")]


class Synonym(models.Model):
    """Words that mean the same in one organisation: an acronym and what it stands for."""

    organisation_id = models.BigIntegerField()
    words = models.JSONField()  # as they were written, two or more
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id"], name="synonym_by_organisation")]


class Sitting(models.Model):
    """One time of looking for something, from the first question to what was opened: nobody's name, none of the words.

    It is kept for the time that a firm spends on searching (metric 23): a day and no moment, so that it cannot be laid
    beside what somebody did.
    """

    organisation_id = models.BigIntegerField()
    day = models.DateField()
    questions = models.PositiveSmallIntegerField()
    seconds = models.PositiveIntegerField(null=True)  # until a page was opened; none when nothing was

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "day"], name="sitting_by_day")]


class Pending(models.Model):
    """An item whose vectors are behind its row: put down in the transaction that writes the row."""

    item_id = models.BigIntegerField(primary_key=True)
    mark = models.CharField(max_length=32)  # of the row as it was written: a later one is not taken for done
    until = models.BigIntegerField(default=0)  # seconds since 1970: until then somebody is at it

    class Meta:
        indexes = [models.Index(fields=["until"], name="pending_by_time")]


class Vector(models.Model):
    """What the models made of one item's pieces: signs, by which they are found, and numbers, by which they are ranked.

    A row is never changed: a newer one with a higher key takes its place, so that a reader who holds the signs in
    memory asks for what is above the highest key that it knows. Access words and places are copies that spare work;
    what may be shown is decided by the index's row and by SQL.
    """

    item_id = models.BigIntegerField(unique=True)
    mark = models.CharField(max_length=32)  # of the text that was read
    version = models.PositiveSmallIntegerField()  # of models and pieces
    organisation_id = models.BigIntegerField()
    space_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    acl = models.TextField()
    english_signs = models.BinaryField()  # empty for texts in other languages
    many_signs = models.BinaryField()
    english = models.BinaryField()
    many = models.BinaryField()
