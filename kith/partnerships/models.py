"""Relations between organisations."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kith.core import ids


class Partnership(models.Model):
    """Two organisations that work together. Each side has its aims; both know each other through it."""

    uid = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    title = models.CharField(_("What you do together"), max_length=300)
    first = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    compete_said_by = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the side that said that both compete in a market; None when nobody did

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="a_partnership_has_two_sides",
                violation_error_message=_("A partnership needs two organisations."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Aim(models.Model):
    """What one side wants from the partnership, and whether it gives or gains knowledge by it."""

    class Direction(models.TextChoices):
        GAIN = "gain", _("Knowledge to gain")
        GIVE = "give", _("Knowledge to give")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="aims")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=4, choices=Direction.choices)
    text = models.CharField(_("Aim"), max_length=500)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class Proposal(models.Model):
    """A partnership offered in an invitation; it begins when the invitation is accepted."""

    invitation = models.OneToOneField("identity.Invitation", on_delete=models.PROTECT, related_name="proposal")
    proposer = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(_("What you do together"), max_length=300)
    gain = models.CharField(_("What you hope to learn"), max_length=500, blank=True)
    give = models.CharField(_("What you can give"), max_length=500, blank=True)
    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, null=True, related_name="proposal")
