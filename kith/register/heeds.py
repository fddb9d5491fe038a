"""What is missing or risky about an asset: one rule for its page, the list, the files and the audit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence
from kith.register.models import INVENTED, REGISTERED, Asset, Kind, Licence
from kith.register.reckoning import Reckoned, State

STOP, HEED = "stop", "heed"  # how much it matters
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Heed:
    """One thing that somebody should see to."""

    key: str
    tone: str
    words: Sentence


def of(asset: Asset, rights: list[Reckoned], today: date) -> list[Heed]:
    """What is missing or risky about an asset, the gravest first. What belongs to it is at hand."""
    if asset.given_up_at:
        return []
    found = [
        *_ownership(asset),
        *_rights(asset, rights, today),
        *_secret(asset, today),
        *_licences(asset, today),
        *_open_source(asset, today),
    ]
    return sorted(found, key=lambda heed: heed.tone != STOP)


def _ownership(asset: Asset) -> Iterator[Heed]:
    holdings = list(asset.holdings.all())
    total = sum((row.percent for row in holdings), Decimal(0))
    if asset.origin == Asset.Origin.FOREGROUND and not holdings:
        yield Heed("no_owner", STOP, _("It came out of the work together, and nobody is named as its owner."))
    elif holdings and total < WHOLE:
        yield Heed("shares", HEED, _("The shares are less than 100 per cent together."))
    if len(holdings) > 1:
        yield Heed(
            "joint",
            HEED,
            _("It has several owners. What one of them may do without the others differs from country to country."),
        )
    if asset.kind in INVENTED and not asset.makers.all():
        yield Heed("no_makers", HEED, _("No inventor is named. Offices ask for them."))


def _rights(asset: Asset, rights: list[Reckoned], today: date) -> Iterator[Heed]:
    if asset.kind in REGISTERED and not rights:
        yield Heed("no_right", HEED, _("No right at an office is entered yet."))
    filed = min((row.right.filed_on for row in rights if row.right.filed_on), default=None)
    if asset.kind in INVENTED and asset.public_on and (filed is None or asset.public_on < filed):
        yield Heed(
            "public_first",
            STOP,
            _(
                "The public could know it before it was filed. In Europe that bars a patent; some countries give six "
                "or twelve months. Ask your attorney at once."
            ),
        )
    for row in rights:
        state = row.state(today)
        if state == State.LATE:
            yield Heed("fee_late", STOP, _("A fee is overdue. It can still be paid, with a surcharge."))
        elif state == State.LAPSED:
            yield Heed("lapsed", STOP, _("A right has lapsed, unless its fee was paid and not written down here."))
        elif row.rule is None and not row.right.runs_out_on and not row.right.dropped_at:
            yield Heed(
                "no_rule", HEED, _("No rule says when a fee of one of its rights is due. Enter the day or a rule.")
            )


def _secret(asset: Asset, today: date) -> Iterator[Heed]:
    if asset.kind != Kind.SECRET:
        return
    if asset.public_on:
        yield Heed("no_secret", STOP, _("The public can know it. What is public is no trade secret any more."))
    if asset.custodian_id is None:
        yield Heed("no_custodian", STOP, _("Nobody is named who sees that it stays secret."))
    if not asset.value:
        yield Heed("no_value", HEED, _("It is not said why it is worth something because it is secret."))
    items = list(asset.items.all())
    if not items:
        yield Heed(
            "no_pages", HEED, _("No page is named that describes it, so nothing shows how it is marked and kept.")
        )
    if any(item.classification < asset.classification for item in items):
        yield Heed("marked_lower", STOP, _("A page that describes it is held less closely than a trade secret."))
    if not any(step.holds(today) for step in asset.steps.all()):
        yield Heed("no_steps", HEED, _("No measure outside Kith is attested: rooms, cabinets, talks with who left."))


def standing(licence: Licence, today: date) -> bool:
    """Whether a licence holds on a day."""
    if licence.ended_at or licence.starts_on > today:
        return False
    return licence.ends_on is None or today <= licence.ends_on


def _licences(asset: Asset, today: date) -> Iterator[Heed]:
    licences = list(asset.licences.all())
    if asset.origin == Asset.Origin.THIRD and not any(
        row.way == Licence.Way.IN and standing(row, today) for row in licences
    ):
        yield Heed("no_licence", STOP, _("It is somebody else’s, and no licence lets us use it today."))
    if any(not row.ended_at and row.ends_on and row.ends_on < today for row in licences):
        yield Heed("licence_over", STOP, _("A licence has run out, and nobody has seen to what follows."))
    out = [row for row in licences if row.way == Licence.Way.OUT and standing(row, today)]
    if len(out) > 1 and any(row.sort != Licence.Sort.OPEN for row in out):
        yield Heed(
            "two_exclusive", STOP, _("It was licensed exclusively, and to somebody else too. See that fields differ.")
        )


def _open_source(asset: Asset, today: date) -> Iterator[Heed]:
    if asset.kind == Kind.SOFTWARE and asset.open_source == Asset.Sharing.UNKNOWN:
        yield Heed("open_unknown", HEED, _("Nobody has looked yet which open-source software is in it."))
    if asset.open_source == Asset.Sharing.STRONG:
        closed = any(row.way == Licence.Way.OUT and standing(row, today) for row in asset.licences.all())
        if closed:
            words = _(
                "It is licensed out and holds software that has to be passed on openly. Have an attorney look at it."
            )
            yield Heed("open_conflict", STOP, words)
