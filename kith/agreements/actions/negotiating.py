"""Negotiating: a draft is laid open to the other side, both change it, and both speak about its clauses."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.agreements import events, locks, policy
from kith.agreements.models import Agreement, Remark
from kith.agreements.terms.clauses import CLAUSES
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity import queries as identity
from kith.identity.models import Membership
from kith.notices import actions as notices

LONGEST = 2000  # letters of a remark
NEGOTIATED = "negotiated"  # a notice: an agreement that is negotiated was laid open, changed or spoken about


@transaction.atomic
def show(uid: str, *, by: Actor) -> Agreement:
    """Lay a draft open to the other parties. Earlier revisions and remarks for the inside stay with who drafted it."""
    agreement = locks.agreement(uid, by, "show")
    lay_open(agreement)
    ledger.record(events.AgreementShown(by=by, owner_id=agreement.drafted_for_id, agreement_id=agreement.pk))
    tell(agreement, by)
    return agreement


def lay_open(agreement: Agreement) -> None:
    """Let the other parties see a draft as it stands, in the caller's transaction; nothing where they do already."""
    if agreement.shown_at is None:
        agreement.shown_at = clock.now()
        agreement.save(update_fields=["shown_at"])
        newest = agreement.revisions.order_by("-number").values("pk")[:1]
        agreement.revisions.filter(pk__in=list(newest.values_list("pk", flat=True))).update(private=False)


@transaction.atomic
def say(uid: str, words: str, *, by: Actor, clause: str = "", inside: bool = False, answers: str = "") -> Remark:
    """Say something about a clause, or about the whole; or answer what was said.

    Args:
        clause: its key; empty for the whole.
        inside: for the people of one's own side alone. An answer is meant for whom the remark was meant.
        answers: the uid of the remark that is answered.

    Raises:
        Refused: nothing was said.
        Unseen: there is no such clause, or no such remark for her.
    """
    agreement = locks.agreement(uid, by, "remark")
    if not words.strip():
        raise Refused(_("Write what you want to say."), "words")
    if len(words) > LONGEST:
        raise Refused(_("A remark has %(most)s letters at most.") % {"most": LONGEST}, "words")
    if clause and clause not in CLAUSES:
        raise Unseen("Clause")
    first = _first(agreement, answers, by) if answers else None
    remark = Remark.objects.create(
        agreement=agreement,
        clause=first.clause if first else clause,
        answers=first,
        words=words.strip(),
        inside=first.inside if first else inside,
        said_at=clock.now(),
        said_by_id=by.person,
        said_for_id=by.organisation,
    )
    if first and first.settled_at:
        Remark.objects.filter(pk=first.pk).update(settled_at=None, settled_by=None)  # an answer takes it up again
    ledger.record(events.Remarked(by=by, owner_id=by.organisation, agreement_id=agreement.pk, remark_id=remark.pk))
    tell(agreement, by, inside=remark.inside, also=first.said_by_id if first else None)
    return remark


def _first(agreement: Agreement, uid: str, by: Actor) -> Remark:
    found = policy.remarks.scope(by).filter(agreement=agreement, uid=uid, answers=None).first()
    if found is None:
        raise Unseen("Remark")
    return found


@transaction.atomic
def settle(uid: str, *, settled: bool, by: Actor) -> Remark:
    """Mark a remark as settled, or take it up again."""
    remark = Remark.objects.select_for_update().filter(uid=uid).first()
    if remark is None:
        raise Unseen("Remark")
    policy.remarks.require(by, "settle", remark)
    if settled != (remark.settled_at is not None):
        remark.settled_at, remark.settled_by_id = (clock.now(), by.person_id) if settled else (None, None)
        remark.save(update_fields=["settled_at", "settled_by"])
        ledger.record(
            events.RemarkSettled(
                by=by, owner_id=by.organisation, agreement_id=remark.agreement_id, remark_id=remark.pk, settled=settled
            )
        )
    return remark


def tell(agreement: Agreement, by: Actor, *, inside: bool = False, also: int | None = None) -> None:
    """Tell those who keep agreements on the sides that may know of it, and who `also` is concerned."""
    sides = {agreement.drafted_for_id}
    if agreement.shown_at:
        sides |= set(agreement.parties.values_list("organisation_id", flat=True))
    if inside:
        sides &= {by.organisation}
    told = identity.keepers(sides)
    if also:
        rows = Membership.objects.filter(person=also, organisation__in=sides, ended_at=None)
        told += rows.values_list("person_id", "organisation_id")
    notices.tell(NEGOTIATED, agreement.pk, told, by=by)
