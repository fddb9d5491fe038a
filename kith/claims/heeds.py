"""What about a claim wants somebody's attention while it is open. Its page and the list ask the same."""

from django.utils.translation import gettext_lazy as _

from kith.claims.models import Claim
from kith.core.errors import Sentence


def of(claim: Claim) -> list[Sentence]:
    """What is to be heeded about a claim whose adviser and cover are at hand; nothing once it is closed."""
    if claim.closed_at is not None:
        return []
    return [*_reply(claim), *_advice(claim), *_cover(claim), *_limit(claim)]


def _reply(claim: Claim) -> list[Sentence]:
    late = claim.waits_for_reply and claim.days_to_reply < 0
    return [_("The day by which to answer has passed, and no answer is written down.")] if late else []


def _advice(claim: Claim) -> list[Sentence]:
    if claim.adviser is not None and claim.adviser.ended_at is None:
        return []
    if claim.npe == Claim.Practising.YES:
        return [_("The other side only holds rights, and nobody advises us: ask an attorney before you answer.")]
    return [_("Nobody advises us on it.")]


def _cover(claim: Claim) -> list[Sentence]:
    cover = claim.cover
    if cover is None:
        return []
    found: list[Sentence] = []
    if cover.last_day < claim.asserted_on:
        found.append(_("The insurance ended before the claim was made."))
    if cover.starts_on > claim.asserted_on:
        found.append(_("The insurance began after the claim was made."))
    if claim.notified_on is None:
        found.append(_("The insurer was not told yet."))
    return found


def _limit(claim: Claim) -> list[Sentence]:
    claimed, limit = claim.claimed, claim.cover.limit if claim.cover else None
    if claimed is None or limit is None:
        return []
    if claimed.currency != limit.currency:
        return [_("What is claimed and what the insurance pays are in different currencies: compare them yourself.")]
    return [_("More is claimed than the insurance pays.")] if claimed.amount > limit.amount else []
