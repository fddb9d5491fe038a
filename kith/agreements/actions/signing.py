"""Signing exactly the text that was shown: by a typed name and a code from one's mailbox, or on paper, attested."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.agreements import bases, codes, events, heeds, locks
from kith.agreements.actions import amending
from kith.agreements.codes import TextChanged
from kith.agreements.models import Agreement, Signature, SigningCode
from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.identity.models import Person
from kith.knowledge.actions import attaching
from kith.partnerships import actions as partnerships

SCANS = {"application/pdf", "image/jpeg", "image/png"}
LARGEST_SCAN = 20 * 1024 * 1024


def sign(uid: str, *, by: Actor, shown_sha256: str, typed_name: str, code: str) -> Signature:
    """Sign, for the actor's organisation, exactly the text that was shown to her, with the code from her mailbox.

    With the last party's signature the basis is laid: from its first day, the agreement opens doors. An amendment
    takes the place of what it amends at that moment.

    Raises:
        TextChanged: the text is no longer the one that was shown.
        Refused: the typed name is not hers, or the code is wrong, too old or tried too often.
    """
    with transaction.atomic():
        agreement = _to_sign(uid, by, "sign", shown_sha256)
    signer = Person.objects.get(pk=by.person)
    if plain.folded(typed_name) != plain.folded(signer.name):
        raise Refused(_("Type your name as it stands in your account: %(name)s.") % {"name": signer.name}, "typed_name")
    confirmed = codes.take(agreement, code, by=by)
    with transaction.atomic():
        agreement = _to_sign(uid, by, "sign", shown_sha256)
        SigningCode.objects.filter(pk=confirmed.pk).update(used_at=clock.now())
        given = Signature(signer=signer, typed_name=typed_name.strip(), address=confirmed.address)
        return _give(agreement, given, by)


@dataclass(frozen=True)
class OnPaper:
    """A signature on paper: the day, and the scan as it came in."""

    day: date
    scan: Iterable[bytes]
    name: str  # of the file


def attest(uid: str, paper: OnPaper, *, by: Actor, shown_sha256: str) -> Signature:
    """Attest that the actor's organisation has signed exactly this text on paper, and keep the scan.

    It counts for her own side only: the other side signs or attests for itself.

    Raises:
        TextChanged: the text is no longer the one that was shown.
        Refused: the day lies ahead or before the text was fixed, or the file is no PDF and no picture.
    """
    with transaction.atomic():  # before anything is stored
        agreement = _to_sign(uid, by, "attest", shown_sha256)
    first = clock.day_of(agreement.sent_at or clock.now(), agreement.zone)
    if not first <= paper.day <= clock.day_of(clock.now(), agreement.zone):
        raise Refused(_("A paper is signed between the day on which the text was fixed and today."), "day")
    scan = attaching.prepare(attaching.clean_name(paper.name), _up_to(paper.scan, LARGEST_SCAN))
    if scan.media_type not in SCANS:
        raise Refused(_("A scan is a PDF, JPEG or PNG file."), "scan")
    with transaction.atomic():
        agreement = _to_sign(uid, by, "attest", shown_sha256)
        signatory = agreement.parties.get(organisation=by.organisation_id).signatory
        given = Signature(
            signer=signatory,
            typed_name=signatory.name,
            means=Signature.Means.PAPER,
            paper_day=paper.day,
            scan_sha256=scan.kept.sha256,
            scan_type=scan.media_type,
            attested_by_id=by.person,
        )
        return _give(agreement, given, by)


def _up_to(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise Refused(_("A scan may have 20 MB at most."), "scan")
        yield chunk


def _to_sign(uid: str, by: Actor, ability: str, shown_sha256: str) -> Agreement:
    """The agreement, locked, whose text is still the one that was shown and which nothing stops."""
    agreement = locks.agreement(uid, by, ability)
    if agreement.text_sha256 != shown_sha256:
        raise TextChanged(agreement.uid)
    heeds.stop(agreement)  # what it says is fixed; what it needs may have changed since it went out
    return agreement


def _give(agreement: Agreement, given: Signature, by: Actor) -> Signature:
    """Keep a signature of the actor's organisation; with the last one the agreement comes into force."""
    given.agreement, given.organisation_id = agreement, by.organisation
    given.text_sha256, given.signed_at = agreement.text_sha256, clock.now()
    given.save(force_insert=True)
    ledger.record(
        events.AgreementSigned(
            by=by,
            owner_id=agreement.drafted_for_id,
            agreement_id=agreement.pk,
            text_sha256=given.text_sha256,
            means=given.means,
            scan_sha256=given.scan_sha256,
        )
    )
    if _all_signed(agreement):
        _put_in_force(agreement, by)
    return given


def _all_signed(agreement: Agreement) -> bool:
    signed = agreement.signatures.filter(text_sha256=agreement.text_sha256).values("organisation")
    return not agreement.parties.exclude(organisation__in=signed).exists()


def _put_in_force(agreement: Agreement, by: Actor) -> None:
    parties = list(agreement.parties.order_by("pk").values_list("organisation_id", flat=True))
    partnerships.acquaint(parties, agreement.title, by=by)
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
