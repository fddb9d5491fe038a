"""Signing: a simple electronic signature under exactly the text that was shown."""

import unicodedata

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.agreements import bases, events, heeds, locks
from kith.agreements.actions import amending
from kith.agreements.models import Agreement, Signature
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Stale
from kith.identity.models import Person


class TextChanged(Stale):
    """The text is no longer the one that was shown."""


@transaction.atomic
def sign(uid: str, *, by: Actor, shown_sha256: str, typed_name: str) -> Signature:
    """Sign, for the actor's organisation, exactly the text that was shown to her.

    With the last party's signature the basis is laid: from its first day, the agreement opens doors. An amendment
    takes the place of what it amends at that moment.

    Raises:
        TextChanged: the text is no longer the one that was shown.
        Refused: the typed name is not hers.
    """
    agreement = locks.agreement(uid, by, "sign")
    if agreement.text_sha256 != shown_sha256:
        raise TextChanged(agreement.uid)
    heeds.stop(agreement)  # what it says is fixed; what it needs may have changed since it went out
    signer = Person.objects.get(pk=by.person)
    if _folded(typed_name) != _folded(signer.name):
        raise Refused(_("Type your name as it stands in your account: %(name)s.") % {"name": signer.name}, "typed_name")
    signature = Signature.objects.create(
        agreement=agreement,
        organisation_id=by.organisation,
        signer=signer,
        typed_name=typed_name.strip(),
        text_sha256=shown_sha256,
        signed_at=clock.now(),
    )
    ledger.record(
        events.AgreementSigned(
            by=by, owner_id=agreement.drafted_for_id, agreement_id=agreement.pk, text_sha256=shown_sha256
        )
    )
    if _all_signed(agreement):
        _put_in_force(agreement, by)
    return signature


def _folded(name: str) -> str:
    """A name as it is compared: case and spacing do not matter, letters do."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _all_signed(agreement: Agreement) -> bool:
    signed = agreement.signatures.filter(text_sha256=agreement.text_sha256).values("organisation")
    return not agreement.parties.exclude(organisation__in=signed).exists()


def _put_in_force(agreement: Agreement, by: Actor) -> None:
    if agreement.amends_id:
        amending.take_effect(agreement, by)
        return
    agreement.basis = bases.lay(agreement)
    agreement.save(update_fields=["basis"])
    ledger.record(
        events.BasisLaid(
            by=by,
            owner_id=agreement.drafted_for_id,
            agreement_id=agreement.pk,
            basis_id=agreement.basis.pk,
        )
    )
