"""Where an organisation's facts are posted, with which secret, and what became of each."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids
from kith.core.sealing.fields import SealedTextField


class Hooks(models.QuerySet["Hook"]):
    """Webhooks, asked for by how they stand."""

    def running(self) -> "Hooks":
        """Those to which facts are posted now."""
        return self.filter(paused_at=None, off_at=None, ended_at=None)


class Hook(models.Model):
    """An address of another program of an organisation's, to which facts of chosen kinds are posted."""

    class Off(models.TextChoices):
        GONE = "gone", _("The receiver answered 410: it wants nothing any more.")
        FAILING = "failing", _("For five days nothing was taken.")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")  # names what she may see
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=500)
    topics = models.CharField(max_length=400)  # separated by spaces
    made_at = models.DateTimeField()
    seq = models.BigIntegerField()  # how far the ledger's chain was looked through for it
    not_before = models.DateTimeField()  # of its next turn: lent to a worker, or at rest after a failure
    failing_since = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)  # by Kith itself
    off_why = models.CharField(max_length=8, choices=Off.choices, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = Hooks.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "name"], name="hook_of_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(off_at=None, off_why="") | (Q(off_at__isnull=False) & ~Q(off_why="")),
                name="a_hook_that_is_off_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def runs(self) -> bool:
        """Whether facts are posted to it now."""
        return not (self.paused_at or self.off_at or self.ended_at)


class Secret(models.Model):
    """With what posts to a webhook are signed. `keys.py` alone reads and writes it."""

    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="secrets")
    secret = SealedTextField()
    made_at = models.DateTimeField()
    until = models.DateTimeField(null=True)  # None: the one that holds

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hook"], condition=Q(until=None), name="one_secret_of_a_hook_holds")
        ]

    def __str__(self) -> str:
        return f"secret of {self.made_at:%Y-%m-%d}"  # never the secret itself


class Delivery(models.Model):
    """One fact on its way to one webhook: taken, to be tried again at a moment, or given up."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="deliveries")
    event_id = models.BigIntegerField(null=True)  # None: a test
    type = models.CharField(max_length=80)
    body = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # that failed since it was last asked for
    taken_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["hook", "-made_at", "uid"], name="delivery_log"),
            models.Index(fields=["hook", "due_at"], condition=Q(due_at__isnull=False), name="delivery_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["hook", "event_id"], name="a_fact_goes_to_a_hook_once"),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(given_up_at=None), name="what_is_taken_is_not_given_up"
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(taken_at=None, given_up_at=None), name="what_is_due_is_open"
            ),
        ]

    def __str__(self) -> str:
        return self.type

    @property
    def message_id(self) -> str:
        """What the receiver knows it by: the same at each attempt."""
        return f"msg_{self.uid}"


class Attempt(models.Model):
    """One try to deliver, and what came back."""

    class Failure(models.TextChoices):
        REFUSED = "refused", _("Kith does not send to this address: it is not known, or not one where Kith may go.")
        UNREACHABLE = "unreachable", _("Nobody could be reached there.")
        CERTIFICATE = "certificate", _("The connection could not be secured: look at the receiver’s certificate.")
        LATE = "late", _("The answer took longer than ten seconds.")
        GARBLED = "garbled", _("What came back was not an answer in HTTP.")
        REDIRECT = "redirect", _("It was sent elsewhere. Kith does not follow: give the address where it ends.")
        STATUS = "status", _("The receiver did not take it.")

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    took = models.PositiveIntegerField(null=True)  # milliseconds; None where nothing was sent
    status = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=12, choices=Failure.choices, blank=True)
    answer = models.CharField(max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"{self.status or self.failure}"
