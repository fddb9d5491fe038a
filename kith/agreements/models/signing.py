"""Signatures, the codes that confirm them, and the signed copy."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.agreements.models.agreements import Agreement


class SigningCode(models.Model):
    """A code on its way to somebody's mailbox, so that she signs and nobody else at her desk. Its digits are not kept:
    `actions.signing` reckons them from the row and a secret of the installation's."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    text_sha256 = models.CharField(max_length=64)
    nonce = models.CharField(max_length=32)
    address = models.EmailField()
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)


class Signature(models.Model):
    """One party's consent to one exact text: a simple electronic signature, or one on paper that was attested."""

    class Means(models.TextChoices):
        TYPED = "typed", _("Name typed, confirmed by mail")
        PAPER = "paper", _("Signed on paper")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    means = models.CharField(max_length=8, choices=Means.choices, default=Means.TYPED)
    typed_name = models.CharField(max_length=300)
    address = models.EmailField(blank=True)  # to which the code went
    paper_day = models.DateField(null=True, blank=True)  # on which the paper was signed
    scan_sha256 = models.CharField(max_length=64, blank=True)  # of the scan in the store
    scan_type = models.CharField(max_length=100, blank=True)
    attested_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    text_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation", "text_sha256"],
                name="one_signature_per_party_and_text",
                violation_error_message=_("Your organisation has already signed this text."),
            )
        ]


class Paper(models.Model):
    """The signed copy: text and evidence as a PDF under the installation's seal. It is made once and never again."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="paper")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
