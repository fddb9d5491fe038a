"""Who advises us, what we are insured against, and what is claimed: of us, and by us."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.claims.money import DIGITS, PLACES, Money, of
from kith.core import clock, ids


def _sum() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)


class Adviser(models.Model):
    """An attorney or another adviser, whom our people ask before they answer."""

    class Kind(models.TextChoices):
        PATENT = "patent", _("Patent attorney")
        LAWYER = "lawyer", _("Solicitor or lawyer")
        BROKER = "broker", _("Insurance broker")
        OTHER = "other", _("Other adviser")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=200)
    firm = models.CharField(max_length=200, blank=True)
    mail = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=1000, blank=True)  # what to ask her about
    since = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    @property
    def called(self) -> str:
        """Her name, and her firm's."""
        return f"{self.name}, {self.firm}" if self.firm else self.name

    @property
    def dial(self) -> str:
        """Her number as a telephone takes it."""
        return "".join(each for each in self.phone if each.isdigit() or each == "+")


class Cover(models.Model):
    """An insurance, from a day until another. The one that follows it is a cover of its own."""

    class Kind(models.TextChoices):
        LIABILITY = "liability", _("Liability for others’ intellectual property")
        EXPENSES = "expenses", _("Legal expenses for intellectual property")
        CYBER = "cyber", _("Cyber")
        INDEMNITY = "indemnity", _("Professional indemnity")
        OTHER = "other", _("Other insurance")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    insurer = models.CharField(max_length=200)
    number = models.CharField(max_length=100)
    limit_amount = _sum()
    excess_amount = _sum()
    currency = models.CharField(max_length=3, blank=True)
    exclusions = models.CharField(max_length=4000, blank=True)
    territory = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()  # its last day
    known_since = models.DateField()  # since when that has been its last day
    zone = models.CharField(max_length=64)
    responsible = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    adviser = models.ForeignKey(Adviser, on_delete=models.PROTECT, null=True, related_name="+")
    renewed_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="renews")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # why it was given up

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_cover_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(renewed_by=None), name="what_is_renewed_is_not_given_up"
            ),
        ]

    @property
    def called(self) -> str:
        """Its insurer and number."""
        return f"{self.insurer}, {self.number}"

    @property
    def limit(self) -> Money | None:
        """The most that it pays."""
        return of(self.limit_amount, self.currency)

    @property
    def excess(self) -> Money | None:
        """What we bear ourselves."""
        return of(self.excess_amount, self.currency)

    @property
    def last_day(self) -> date:
        """The last day on which it ran or runs: when it was given up, not later than that."""
        return self.ends_on if self.ended_at is None else min(self.ends_on, clock.day_of(self.ended_at, self.zone))

    @property
    def days_left(self) -> int:
        """Days until its last one; negative when it has passed."""
        return (self.last_day - clock.day_of(clock.now(), self.zone)).days

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed, or it was given up."""
        return self.ended_at is not None or self.days_left < 0

    @property
    def is_to_come(self) -> bool:
        """Whether it has not begun."""
        return self.starts_on > clock.day_of(clock.now(), self.zone)

    def runs_on(self, day: date) -> bool:
        """Whether it covers a day."""
        return self.starts_on <= day <= self.last_day


class Claim(models.Model):
    """What somebody claims of us, or we of somebody. What happens to it is written down step by step."""

    class Side(models.TextChoices):
        AGAINST = "against", _("Against us")
        BY = "by", _("By us")

    class Kind(models.TextChoices):
        PATENT = "patent", _("Patent")
        MARK = "mark", _("Trade mark")
        DESIGN = "design", _("Design")
        COPYRIGHT = "copyright", _("Copyright")
        SECRET = "secret", _("Trade secret")
        CONTRACT = "contract", _("Contract")
        OTHER = "other", _("Something else")

    class Practising(models.TextChoices):
        """Whether the other side is a non-practising entity."""

        UNKNOWN = "unknown", _("Not known")
        NO = "no", _("No, it makes or sells something")
        YES = "yes", _("Yes, it only holds rights")

    class Outcome(models.TextChoices):
        OPEN = "", _("It goes on")
        SETTLED = "settled", _("Settled")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        WON = "won", _("Won by us")
        LOST = "lost", _("Lost by us")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    side = models.CharField(max_length=8, choices=Side.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    partner = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    other = models.CharField(max_length=200, blank=True)  # the other side, where it is no partner of ours
    words = models.CharField(max_length=4000)
    asserted_on = models.DateField()
    npe = models.CharField(max_length=8, choices=Practising.choices, default=Practising.UNKNOWN)
    amount = _sum()
    currency = models.CharField(max_length=3, blank=True)
    adviser = models.ForeignKey(Adviser, on_delete=models.PROTECT, null=True, related_name="+")
    cover = models.ForeignKey(Cover, on_delete=models.PROTECT, null=True, related_name="+")
    notified_on = models.DateField(null=True)  # when the insurer was told
    reply_by = models.DateField(null=True)
    reply_known_since = models.DateField(null=True)  # since when that has been the day
    answered_on = models.DateField(null=True)
    zone = models.CharField(max_length=64)
    responsible = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    items = models.ManyToManyField("knowledge.Item", related_name="+")  # our pages that it is about
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(partner=None, other__gt="") | Q(partner__isnull=False, other=""),
                name="a_claim_has_one_other_side",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False, outcome__gt=""),
                name="a_closed_claim_has_an_outcome",
            ),
        ]

    @property
    def whom(self) -> str:
        """The other side's name."""
        return self.partner.name if self.partner else self.other

    @property
    def claimed(self) -> Money | None:
        """How much is claimed."""
        return of(self.amount, self.currency)

    @property
    def waits_for_reply(self) -> bool:
        """Whether an answer is due."""
        return self.reply_by is not None and self.answered_on is None and self.closed_at is None

    @property
    def days_to_reply(self) -> int:
        """Days until an answer is due; negative when that day has passed."""
        return (self.reply_by - clock.day_of(clock.now(), self.zone)).days if self.reply_by else 0


class Step(models.Model):
    """What happened to a claim on a day. It is never changed; the last one says how it ended."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="steps")
    day = models.DateField()
    words = models.CharField(max_length=4000)
    is_reply = models.BooleanField(default=False)  # the answer that was due
    outcome = models.CharField(max_length=10, choices=Claim.Outcome.choices, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
