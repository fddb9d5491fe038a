"""How agreements end, and the receipts of what closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.agreements.models.agreements import Agreement
from kith.core import ids


class Ending(models.Model):
    """The recorded end of an agreement: why, from when, by whom."""

    class Reason(models.TextChoices):
        EXPIRY = "expiry", _("It ran out")
        NOTICE = "notice", _("One side gave notice")
        MUTUAL = "mutual", _("Both sides agreed to end it")
        BREACH = "breach", _("A duty was broken")
        AMENDED = "amended", _("An amendment took its place")

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="ending")
    reason = models.CharField(_("How it ends"), max_length=8, choices=Reason.choices)
    words = models.TextField(_("Why, in your words"), max_length=2000)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    recorded_for = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")

    @property
    def by_amendment(self) -> bool:
        """Whether an amendment took its place, and its duties go on there."""
        return self.reason == self.Reason.AMENDED


class Receipt(models.Model):
    """What closed, when, and what cannot be undone: signed, for one side to keep."""

    class Deed(models.TextChoices):
        STOPPED = "stopped", _("Sharing stopped")
        ENDED = "ended", _("Agreement ended")
        AMENDED = "amended", _("Agreement amended")
        CERTIFIED = "returned", _("Copies returned or deleted, certified")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    deed = models.CharField(max_length=8, choices=Deed.choices)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="receipts")
    organisation = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, related_name="receipts"
    )  # whose receipt it is: each side has its own, and sees only its own
    at = models.DateTimeField()
    body = models.TextField()  # canonical JSON; what the signature covers
    signature = models.CharField(max_length=128)
    key_id = models.CharField(max_length=16)


class Told(models.Model):
    """When somebody was last told by mail that something waits, so that she is not told again within the hour."""

    person = models.OneToOneField("identity.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
