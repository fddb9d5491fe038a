"""The signed copy of an agreement: its text and the evidence of its signatures, as a PDF under a seal."""

from django.db import IntegrityError, transaction

from kith.agreements import events
from kith.agreements.models import Agreement, Paper
from kith.agreements.papers import evidence, sealing, setting
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM
from kith.files import store


def make(agreement_id: int) -> Paper | None:
    """Make the signed copy of an agreement that all have signed, once; None where it is not signed by all.

    Raises:
        Refused: what sets or seals it is not there yet, or letters are missing on this machine.
    """
    agreement = Agreement.objects.select_related("basis", "partnership").get(pk=agreement_id)
    made = Paper.objects.filter(agreement=agreement).first()
    if made or agreement.basis is None:
        return made
    proof = evidence.of(agreement)
    sealed = sealing.seal(setting.document(agreement, proof), evidence.attachments(agreement, proof))
    kept = store.keep([sealed])
    try:
        with transaction.atomic():
            paper = Paper.objects.create(agreement=agreement, sha256=kept.sha256, size=kept.size, made_at=clock.now())
            ledger.record(
                events.PaperMade(
                    by=SYSTEM, owner_id=agreement.drafted_for_id, agreement_id=agreement.pk, sha256=kept.sha256
                )
            )
    except IntegrityError:  # another worker was quicker; its copy is the one
        return Paper.objects.get(agreement=agreement)
    return paper


def content(paper: Paper) -> bytes:
    """The signed copy's bytes."""
    return store.read(paper.sha256)
