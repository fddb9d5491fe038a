"""Taking assets into the register, changing what it says of them, and giving them up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Denied, Refused, Unseen
from kith.deadlines import alerting
from kith.identity import queries as identity
from kith.identity.models import Organisation
from kith.knowledge.queries import own
from kith.register import events, policy
from kith.register.actions import given
from kith.register.actions.given import Share
from kith.register.models import Asset, Holding, Kind, Maker

PLAIN = ("kind", "title", "words", "origin", "partnership_id", "classification", "custodian_id", "value", "public_on",
         "open_source", "licence_name")  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What the register is to say of an asset."""

    kind: str
    title: str
    origin: str
    words: str = ""
    partnership_uid: str = ""
    classification: int = Classification.INTERNAL
    custodian_id: int | None = None
    value: str = ""
    public_on: date | None = None
    open_source: str = ""
    licence_name: str = ""
    holdings: Sequence[Share] = ()
    makers: Sequence[int] = ()  # people of ours
    others: str = ""  # names of further makers, one a line
    item_uids: tuple[str, ...] = field(default=())


@transaction.atomic
def enter(entry: Entry, *, by: Actor) -> Asset:
    """Take an asset into the register.

    Raises:
        Denied: she is neither owner nor steward.
        Refused: something makes no sense, or is not hers to name.
    """
    require_keeper(by)
    now = clock.now()
    asset = Asset(organisation_id=by.organisation, made_at=now, made_by_id=by.person, changed_at=now)
    _fill(asset, entry, by)
    asset.save()
    _fill_beside(asset, entry, by)
    ledger.record(
        events.AssetRegistered(by=by, owner_id=by.organisation, asset_id=asset.pk, kind=asset.kind, origin=asset.origin)
    )
    return asset


@transaction.atomic
def change(uid: str, entry: Entry, *, by: Actor) -> Asset:
    """Change what the register says of an asset. The ledger keeps which of it was changed.

    Raises:
        Unseen, Denied: she may not.
        Refused: as `enter`; or its kind does not fit the rights that are entered.
    """
    asset = held(uid, "run", by)
    if entry.kind != asset.kind and asset.rights.exists():
        raise Refused(_("It has rights at offices. What kind it is stays as it was."), "kind")
    before = {name: getattr(asset, name) for name in PLAIN}
    before |= _beside(asset)
    _fill(asset, entry, by)
    asset.changed_at = clock.now()
    asset.save()
    _fill_beside(asset, entry, by)
    after = {name: getattr(asset, name) for name in PLAIN} | _beside(asset)
    changed = tuple(sorted(name for name, value in after.items() if before[name] != value))
    if changed:
        ledger.record(events.AssetChanged(by=by, owner_id=asset.organisation_id, asset_id=asset.pk, fields=changed))
    return asset


@transaction.atomic
def give_up(uid: str, reason: str, *, by: Actor) -> Asset:
    """Say that an asset is given up, sold or worth nothing any more. It stays in the register; its days end.

    Raises:
        Unseen, Denied: she may not.
        Refused: no reason.
    """
    asset = held(uid, "run", by)
    asset.reason = plain.words(reason, "reason", 500, _("Say why."))
    asset.given_up_at, asset.given_up_by_id = clock.now(), by.person
    asset.save(update_fields=["given_up_at", "given_up_by", "reason"])
    ledger.record(events.AssetGivenUp(by=by, owner_id=asset.organisation_id, asset_id=asset.pk))
    alerting.settle("right", asset.rights.values_list("pk", flat=True))
    alerting.settle("licence", asset.licences.values_list("pk", flat=True))
    alerting.settle("step", asset.steps.values_list("pk", flat=True))
    return asset


def held(uid: str, ability: str, by: Actor) -> Asset:
    """An asset, locked, if the actor may do this with it.

    Raises:
        Unseen, Denied: she may not.
    """
    asset = Asset.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if asset is None:
        raise Unseen("Asset")
    policy.assets.require(by, ability, asset)
    return asset


def require_keeper(by: Actor) -> None:
    """See that somebody keeps the register.

    Raises:
        Denied: she is neither owner nor steward.
    """
    if not by.keeps:
        raise Denied(
            _("Owners and stewards keep the register. Ask one of yours."),
            ability="run",
            kind="asset",
            object_id=by.organisation_id,
        )


def _fill(asset: Asset, entry: Entry, by: Actor) -> None:
    if entry.kind not in Kind.values:
        raise Refused(_("Choose what kind it is."), "kind")
    if entry.origin not in Asset.Origin.values:
        raise Refused(_("Choose where it comes from."), "origin")
    if entry.classification not in Classification.values:
        raise Refused(_("Choose how closely it is held."), "classification")
    if entry.open_source not in Asset.Sharing.values:
        raise Refused(_("Choose one of these."), "open_source")
    partnership = given.partnership(entry.partnership_uid, by)
    if entry.origin == Asset.Origin.FOREGROUND and partnership is None:
        raise Refused(_("Say out of which partnership it came."), "partnership")
    if entry.public_on and entry.public_on > clock.now().date():
        raise Refused(_("That day is still to come."), "public_on")
    asset.kind, asset.origin, asset.open_source = entry.kind, entry.origin, entry.open_source
    asset.title = plain.words(entry.title, "title", 300, _("Say what it is called."))
    asset.words = plain.words(entry.words, "words", 2000)
    asset.value = plain.words(entry.value, "value", 1000)
    asset.licence_name = plain.words(entry.licence_name, "licence_name", 200)
    asset.partnership = partnership
    asset.classification = _class_of(entry)
    asset.custodian_id = given.colleague(entry.custodian_id, "custodian", by)
    asset.public_on = entry.public_on


def _class_of(entry: Entry) -> int:
    """A trade secret is held as one: who may see its row follows from that."""
    return Classification.TRADE_SECRET if entry.kind == Kind.SECRET else entry.classification


def _fill_beside(asset: Asset, entry: Entry, by: Actor) -> None:
    given.shares(entry.holdings, by)
    asset.holdings.all().delete()
    Holding.objects.bulk_create(_holding(asset, share, by) for share in entry.holdings)
    ours = {row.person_id for row in identity.colleagues(by.organisation)}
    stayed = set(asset.makers.filter(person__isnull=False).values_list("person_id", flat=True))
    if set(entry.makers) - ours - stayed:  # who left is still who made it
        raise Refused(_("Choose some of your own people."), "makers")
    names = [plain.words(line, "others", 300) for line in entry.others.splitlines() if line.strip()]
    if len(names) > own.MOST:
        raise Refused(_("Name at most %(n)s people.") % {"n": own.MOST}, "others")
    asset.makers.all().delete()
    Maker.objects.bulk_create(
        [
            *(Maker(asset=asset, person_id=pk) for pk in dict.fromkeys(entry.makers)),
            *(Maker(asset=asset, name=name) for name in names),
        ]
    )
    hidden = own.unseen(asset.items.values_list("pk", flat=True), by)  # what she may not see stays named
    asset.items.set({item.pk for item in own.pages(entry.item_uids, by)} | hidden)


def _holding(asset: Asset, share: Share, by: Actor) -> Holding:
    us = Organisation.objects.get(pk=by.organisation)
    if share.holder in {us.uid, us.name}:
        return Holding(asset=asset, organisation=us, percent=share.percent)
    firm, name = given.firm_or_name(share.holder, "holdings", by)
    return Holding(asset=asset, organisation=firm, name=name, percent=share.percent)


def _beside(asset: Asset) -> dict[str, object]:
    return {
        "holdings": sorted((row.holder, row.percent) for row in asset.holdings.select_related("organisation")),
        "makers": sorted(row.called for row in asset.makers.select_related("person")),
        "items": set(asset.items.values_list("pk", flat=True)),
    }
