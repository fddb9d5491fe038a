"""What an organisation owns, uses or keeps secret: assets, who holds shares of them, and who made them."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids
from kith.core.classification import Classification


class Kind(models.TextChoices):
    """What sort of intellectual property an asset is."""

    PATENT = "patent", _("Patent")
    UTILITY = "utility", _("Utility model")
    MARK = "mark", _("Trade mark")
    DESIGN = "design", _("Design")
    COPYRIGHT = "copyright", _("Copyright")
    DATABASE = "database", _("Database right")
    SOFTWARE = "software", _("Software")
    DATASET = "dataset", _("Dataset")
    SECRET = "secret", _("Trade secret")
    KNOWHOW = "knowhow", _("Know-how")
    DOMAIN = "domain", _("Domain name")


INVENTED = {Kind.PATENT, Kind.UTILITY}  # what people told the public before it was filed bars these
REGISTERED = {*INVENTED, Kind.MARK, Kind.DESIGN, Kind.DOMAIN}  # what offices keep


class Asset(models.Model):
    """One thing in the register. What became of it follows from its rights and days, and is never typed."""

    class Origin(models.TextChoices):
        BACKGROUND = "background", _("Background: ours before, or beside, the work together")
        FOREGROUND = "foreground", _("Foreground: it came out of the work together")
        THIRD = "third", _("Of a third party: we may use it")

    class Sharing(models.TextChoices):
        """What a licence of open-source software asks of whoever passes on what holds it."""

        NONE = "", _("No open-source software in it")
        PERMISSIVE = "permissive", _("Permissive: name the authors")
        WEAK = "weak", _("Weak copyleft: changes to that part stay open")
        STRONG = "strong", _("Strong copyleft: all of it has to be open when it is passed on")
        UNKNOWN = "unknown", _("Not looked into yet")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=300)
    words = models.CharField(max_length=2000, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, null=True, related_name="+")
    classification = models.PositiveSmallIntegerField(choices=Classification.choices, default=Classification.INTERNAL)
    custodian = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    value = models.CharField(max_length=1000, blank=True)  # why it is worth something, above all while it is secret
    public_on = models.DateField(null=True)  # the first day on which the public could know it
    open_source = models.CharField(max_length=10, choices=Sharing.choices, blank=True, default="")
    licence_name = models.CharField(max_length=200, blank=True)  # of the open-source software in it
    items = models.ManyToManyField("knowledge.Item", related_name="+")  # pages that describe it
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)
    given_up_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # why it was given up

    class Meta:
        indexes = [models.Index(fields=["organisation", "kind"], name="asset_by_kind")]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_up_at=None) | ~Q(reason=""), name="an_asset_is_given_up_for_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """A share of an asset that somebody owns: an organisation that is here, or one that is named."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="holdings")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=300, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100), name="a_share_is_more_than_nothing_and_at_most_all"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="") | (Q(organisation=None) & ~Q(name="")),
                name="a_share_is_an_organisations_or_a_names",
            ),
        ]

    @property
    def holder(self) -> str:
        """Whose it is."""
        return self.organisation.name if self.organisation else self.name

    @property
    def said(self) -> str:
        """The share without needless noughts."""
        return f"{Decimal(self.percent).normalize():f}"


class Maker(models.Model):
    """Somebody who invented or wrote it: one of ours, or somebody who is named."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="makers")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person=None) & ~Q(name="")),
                name="a_maker_is_a_person_or_a_name",
            )
        ]

    @property
    def called(self) -> str:
        """Her name."""
        return self.person.name if self.person else self.name


class Step(models.Model):
    """A measure that keeps an asset secret, attested: a locked room, a visitors' book, a talk with who left."""

    class What(models.TextChoices):
        PHYSICAL = "physical", _("Rooms, cabinets, machines")
        DIGITAL = "digital", _("Computers and networks")
        LEAVING = "leaving", _("A talk with somebody who left, and what she was reminded of")
        PAPER = "paper", _("Marks on paper and things")
        OTHER = "other", _("Something else")

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10, choices=What.choices)
    words = models.CharField(max_length=1000)
    done_on = models.DateField()
    until = models.DateField(null=True)  # the last day for which it is attested; None: once for all
    at = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    followed_at = models.DateTimeField(null=True)  # since somebody attested it anew, or said that it is over

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("done_on")), name="a_step_holds_from_when_it_was_done"
            )
        ]

    def holds(self, today: date) -> bool:
        """Whether it is attested for a day."""
        return self.followed_at is None and (self.until is None or today <= self.until)
