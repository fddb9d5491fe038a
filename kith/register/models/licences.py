"""Who may use an asset: licences that an organisation gave, and those under which it uses what is not its own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids
from kith.register.models.assets import Asset


class Licence(models.Model):
    """That somebody may use an asset, for what, where and until when."""

    class Way(models.TextChoices):
        OUT = "out", _("We let them use it")
        IN = "in", _("They let us use it")

    class Sort(models.TextChoices):
        EXCLUSIVE = "exclusive", _("Exclusive: nobody else, not even who gives it")
        SOLE = "sole", _("Sole: nobody else but who gives it")
        OPEN = "open", _("Not exclusive: others may get one too")

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="licences")
    way = models.CharField(max_length=3, choices=Way.choices)
    sort = models.CharField(max_length=10, choices=Sort.choices)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=300, blank=True)  # of who is not in Kith
    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, null=True, related_name="+")
    field = models.CharField(max_length=300, blank=True)
    territory = models.CharField(max_length=300, blank=True)
    royalty = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # its last day
    at = models.DateTimeField()
    by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)  # before its day, or seen to after it
    ended_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="") | (Q(organisation=None) & ~Q(name="")),
                name="a_licence_is_an_organisations_or_a_names",
            )
        ]

    @property
    def other(self) -> str:
        """Who gives it, or gets it."""
        return self.organisation.name if self.organisation else self.name


class Invention(models.Model):
    """What somebody thinks she has invented, told to those who decide about it."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    problem = models.CharField(max_length=2000)
    idea = models.CharField(max_length=4000)
    known = models.CharField(max_length=2000, blank=True)  # what comes nearest to it
    inventors = models.ManyToManyField("identity.Person", related_name="+")
    others = models.CharField(max_length=500, blank=True)  # inventors who are not of the organisation
    conceived_on = models.DateField(null=True)
    public_on = models.DateField(null=True)  # told, shown or sold outside
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    asset = models.OneToOneField(Asset, on_delete=models.PROTECT, null=True, related_name="invention")
    closed_at = models.DateTimeField(null=True)  # taken into the register, or put aside
    closed_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=1000, blank=True)

    def __str__(self) -> str:
        return self.title
