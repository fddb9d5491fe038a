"""The register as its reader sees it: the list, and one asset."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.identity import queries as identity
from kith.knowledge import sight
from kith.knowledge.models import Item
from kith.knowledge.queries import references
from kith.register import heeds, policy, reckoning, schedules
from kith.register.heeds import Heed
from kith.register.models import Asset, Fee, Holding, Kind, Licence, Maker, Right, Step
from kith.register.reckoning import STATES, Reckoned, State

SHOWN = 300


@dataclass(frozen=True)
class Wanted:
    """Which part of the register is asked for; empty: all."""

    kind: str = ""
    origin: str = ""
    heeded: bool = False  # only what somebody should see to
    given_up: bool = False


@dataclass(frozen=True)
class Listed:
    """An asset in the list."""

    asset: Asset
    rights: list[Reckoned]
    heeds: list[Heed]
    next_on: date | None  # the next day on which something has to be done

    @property
    def worst(self) -> str:
        """How much the gravest of what is missing matters; empty: nothing is missing."""
        return self.heeds[0].tone if self.heeds else ""


@dataclass(frozen=True)
class RegisterPage:
    """The list, and what of it was asked for."""

    rows: list[Listed]
    more: int
    wanted: Wanted
    to_heed: int  # how many of the rows somebody should see to
    may_run: bool
    reads_all: bool


@dataclass(frozen=True)
class ShownRight:
    """A right on the asset's page."""

    row: Reckoned
    state: State
    office: Sentence
    priority_until: date | None  # while it can still be filed elsewhere with its day

    @property
    def state_name(self) -> Sentence:
        """Where it stands, in words."""
        return STATES[self.state]

    @property
    def tone(self) -> str:
        """How it is coloured."""
        if self.state in {State.LATE, State.LAPSED}:
            return "stop"
        return "good" if self.state == State.GRANTED else ""

    @property
    def fees(self) -> list[Fee]:
        """What was paid, the newest first."""
        return sorted(self.row.right.fees.all(), key=lambda fee: fee.due_on, reverse=True)

    @property
    def is_open(self) -> bool:
        """Whether it was not given up."""
        return self.row.right.dropped_at is None


@dataclass(frozen=True)
class ShownLicence:
    """A licence on the asset's page."""

    licence: Licence
    stands: bool
    run_out: bool  # and nobody has seen to what follows

    @property
    def state_name(self) -> Sentence:
        """Where it stands, in words."""
        if self.licence.ended_at:
            return _("over")
        if self.run_out:
            return _("run out")
        return _("in force") if self.stands else _("not yet")

    @property
    def tone(self) -> str:
        """How it is coloured."""
        return "good" if self.stands else "stop" if self.run_out else ""


@dataclass(frozen=True)
class ShownStep:
    """A measure on the asset's page."""

    step: Step
    holds: bool


@dataclass(frozen=True)
class AssetPage:
    """An asset with all that the register says of it."""

    asset: Asset
    holdings: list[Holding]
    makers: list[Maker]
    rights: list[ShownRight]
    licences: list[ShownLicence]
    steps: list[ShownStep]
    items: list[Item]
    unseen: int  # pages that are not open to this reader
    heeds: list[Heed]
    can: set[str]
    reads_all: bool

    @property
    def is_secret(self) -> bool:
        """Whether it is one that is kept secret."""
        return self.asset.kind in {Kind.SECRET, Kind.KNOWHOW}


def whole(rows: QuerySet[Asset]) -> QuerySet[Asset]:
    """Assets with all that belongs to them at hand: a question for each kind of thing."""
    return rows.select_related("custodian", "partnership").prefetch_related(
        Prefetch("holdings", Holding.objects.select_related("organisation").order_by("-percent", "pk")),
        Prefetch("makers", Maker.objects.select_related("person").order_by("pk")),
        Prefetch("licences", Licence.objects.select_related("organisation", "agreement").order_by("-starts_on", "pk")),
        Prefetch("steps", Step.objects.select_related("by").order_by("-done_on", "-pk")),
        Prefetch("rights", Right.objects.order_by("pk")),
        "rights__fees",
        Prefetch("items", Item.objects.order_by("pk")),
    )


def reckoned(assets: list[Asset]) -> dict[int, list[Reckoned]]:
    """The rights of assets with what follows from their days, by asset."""
    return reckoning.by_asset(reckoning.reckon(right for asset in assets for right in asset.rights.all()))


def page(wanted: Wanted, by: Actor, most: int = SHOWN) -> RegisterPage:
    """The part of the register that is asked for, by title."""
    rows = policy.assets.scope(by).filter(given_up_at__isnull=not wanted.given_up)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.origin:
        rows = rows.filter(origin=wanted.origin)
    found = list(whole(rows).order_by("title", "pk")[: most + 1])
    more = rows.count() - most if len(found) > most else 0
    today = clock.now().date()
    rights = reckoned(found)
    listed = [_listed(asset, rights.get(asset.pk, []), today) for asset in found[:most]]
    shown = [row for row in listed if row.heeds] if wanted.heeded else listed
    return RegisterPage(
        rows=shown,
        more=more,
        wanted=wanted,
        to_heed=sum(bool(row.heeds) for row in listed),
        may_run=by.keeps,
        reads_all=policy.reads_all(by),
    )


def _listed(asset: Asset, rights: list[Reckoned], today: date) -> Listed:
    days = [row.next.due_on for row in rights if row.next and row.stands(today)]
    days += [row.ends_on for row in asset.licences.all() if row.ends_on and not row.ended_at]
    days += [row.until for row in asset.steps.all() if row.until and not row.followed_at]
    return Listed(asset, rights, heeds.of(asset, rights, today), min(days, default=None))


def one(uid: str, by: Actor) -> AssetPage:
    """The page of an asset; titles of pages are shown as far as its reader may see them.

    Raises:
        Unseen: there is none for her.
    """
    asset = whole(policy.assets.scope(by)).filter(uid=uid).first()
    if asset is None:
        raise Unseen("Asset")
    rights = reckoned([asset]).get(asset.pk, [])
    today = clock.now().date()
    uids = [item.uid for item in asset.items.all()]
    shown = references.titles(uids, sight.of(by)) if uids else {}
    return AssetPage(
        asset=asset,
        holdings=list(asset.holdings.all()),
        makers=list(asset.makers.all()),
        rights=[_right(row, today) for row in rights],
        licences=[_licence(row, today) for row in asset.licences.all()],
        steps=[ShownStep(row, row.holds(today)) for row in asset.steps.all()],
        items=[shown[each] for each in uids if each in shown],
        unseen=sum(each not in shown for each in uids),
        heeds=heeds.of(asset, rights, today),
        can=policy.assets.abilities_of(by, asset),
        reads_all=policy.reads_all(by),
    )


def _right(row: Reckoned, today: date) -> ShownRight:
    until = row.priority_until if row.priority_until and today <= row.priority_until else None
    return ShownRight(row, row.state(today), schedules.office_name(row.right.office), until)


def _licence(row: Licence, today: date) -> ShownLicence:
    over = bool(row.ends_on and row.ends_on < today and not row.ended_at)
    return ShownLicence(row, heeds.standing(row, today), over)


def colleagues(by: Actor) -> list[tuple[str, str]]:
    """Our people, as choices."""
    return [(str(row.person_id), row.person.name) for row in identity.colleagues(by.organisation)]
