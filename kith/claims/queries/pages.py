"""One claim, one insurance, one adviser, as those see them who may."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kith.claims import heeds, policy
from kith.claims.models import Adviser, Claim, Cover, Step
from kith.claims.queries.listing import Listed
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.exposures.queries import items as exposures
from kith.exposures.queries.items import Known
from kith.knowledge import policy as knowledge
from kith.knowledge.models import Item


@dataclass(frozen=True)
class Told:
    """What one partner's people learned of a page, and the way to the rows that say so."""

    known: Known
    href: str  # empty where the log does not open for this page


@dataclass(frozen=True)
class Page:
    """A page that a claim is about, and who outside was shown how much of it."""

    item: Item | None  # None: it is not open to this reader
    told: list[Told]


@dataclass(frozen=True)
class ClaimPage:
    """A claim, what happened to it, and who was shown what of the pages that it is about."""

    row: Claim
    heeds: list[Sentence]
    steps: list[Step]
    pages: list[Page]
    reads_exposures: bool
    can: set[str]


def claim(uid: str, by: Actor) -> ClaimPage:
    """The page of a claim.

    Raises:
        Unseen: there is none for her.
    """
    rows = policy.claims.scope(by).select_related("partner", "adviser", "cover", "responsible", "recorded_by")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Claim")
    reads = policy.reads(by)
    return ClaimPage(
        row=row,
        heeds=heeds.of(row),
        steps=list(row.steps.select_related("by").order_by("day", "pk")),
        pages=_pages(row, by, reads),
        reads_exposures=reads,
        can=policy.claims.abilities_of(by, row),
    )


def _pages(row: Claim, by: Actor, reads: bool) -> list[Page]:
    """The pages of a claim, those with a title in front: three questions, or one for who may not read the log."""
    ids = list(row.items.order_by("title", "pk").values_list("pk", flat=True))
    seen = knowledge.items.scope(by).filter(organisation=row.organisation_id).in_bulk(ids) if ids else {}
    known = exposures.known(ids, by, row.partner_id) if ids and reads else []
    found = [
        Page(seen.get(pk), [Told(each, _log(seen.get(pk), each)) for each in known if each.item_id == pk]) for pk in ids
    ]
    return sorted(found, key=lambda page: page.item is None)


def _log(item: Item | None, known: Known) -> str:
    """The way to the very rows of the log that were counted."""
    if item is None:
        return ""
    asked = {"item": item.uid, "partner": known.firm.uid, "channel": "all", "days": 0}
    return f"{reverse('exposure_log')}?{urlencode(asked)}"


@dataclass(frozen=True)
class CoverPage:
    """An insurance, the one before it, and the claims that fall under it."""

    row: Cover
    renews: Cover | None
    claims: list[Listed]
    can: set[str]


def cover(uid: str, by: Actor) -> CoverPage:
    """The page of an insurance.

    Raises:
        Unseen: there is none for her.
    """
    rows = policy.covers.scope(by).select_related("adviser", "responsible", "renewed_by", "ended_by")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Cover")
    return CoverPage(
        row=row,
        renews=policy.covers.scope(by).filter(renewed_by=row).first(),
        claims=_claims(by, cover=row),
        can=policy.covers.abilities_of(by, row),
    )


@dataclass(frozen=True)
class AdviserPage:
    """An adviser, and what names her."""

    row: Adviser
    claims: list[Listed]
    covers: list[Cover]
    can: set[str]


def adviser(uid: str, by: Actor) -> AdviserPage:
    """The page of an adviser.

    Raises:
        Unseen: there is none for her.
    """
    row = policy.advisers.scope(by).select_related("ended_by").filter(uid=uid).first()
    if row is None:
        raise Unseen("Adviser")
    return AdviserPage(
        row=row,
        claims=_claims(by, adviser=row),
        covers=list(policy.covers.scope(by).filter(adviser=row).order_by("-ends_on", "-pk")),
        can=policy.advisers.abilities_of(by, row),
    )


def _claims(by: Actor, **about: Cover | Adviser) -> list[Listed]:
    rows = policy.claims.scope(by).filter(**about).select_related("partner", "adviser", "cover")
    return [Listed(row, heeds.of(row)) for row in rows.order_by("-asserted_on", "-pk")]
