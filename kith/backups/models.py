"""What was backed up, and what came of restoring it."""

from django.db import models
from django.db.models import Q

from kith.core import ids


class Backup(models.Model):
    """One run of the backup: a file, or what stopped it."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=200, blank=True)
    folder = models.CharField(max_length=1000, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)  # of the file as it lies there
    key_id = models.CharField(max_length=16, blank=True)  # without this key it is no use
    files = models.PositiveIntegerField(default=0)
    ledger_seq = models.PositiveBigIntegerField(default=0)  # how far the sealed ledger in it goes
    gone_at = models.DateTimeField(null=True)  # cleared away, in favour of newer ones

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | ~Q(failed="") | ~Q(sha256=""), name="done_has_a_checksum"
            )
        ]


class Trial(models.Model):
    """A backup was restored into an empty place, to see whether it can be."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    backup = models.ForeignKey(Backup, on_delete=models.PROTECT, related_name="trials")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)  # until everything was there and compared
    within = models.PositiveIntegerField()  # seconds: the target of that day
    compared = models.PositiveIntegerField(default=0)  # files, and the database or its tables
    failed = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | ~Q(failed="") | Q(compared__gt=0), name="a_trial_compares_something"
            )
        ]

    @property
    def held(self) -> bool:
        """Whether everything was there, unchanged, and in time."""
        return self.finished_at is not None and not self.failed and self.seconds <= self.within
