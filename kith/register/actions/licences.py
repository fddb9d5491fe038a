"""Licences that were given or taken."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.agreements import policy as agreements
from kith.agreements.models import Agreement
from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.deadlines import alerting
from kith.register import events
from kith.register.actions import assets, given
from kith.register.models import Licence

LICENCE = "licence"  # the kind of thing, as deadlines name it


@dataclass(frozen=True)
class Terms:
    """Who may use an asset, for what, where and until when."""

    way: str
    sort: str
    other: str  # a partner's uid, or a name
    starts_on: date
    ends_on: date | None = None
    field: str = ""
    territory: str = ""
    royalty: str = ""
    agreement_uid: str = ""


@transaction.atomic
def enter(asset_uid: str, terms: Terms, *, by: Actor) -> Licence:
    """Enter a licence of an asset.

    Raises:
        Unseen, Denied: she may not.
        Refused: the days make no sense, or what is named is not hers to name.
    """
    asset = assets.held(asset_uid, "run", by)
    if terms.way not in Licence.Way.values or terms.sort not in Licence.Sort.values:
        raise Refused(_("Choose one of these."), "sort")
    if terms.ends_on and terms.ends_on < terms.starts_on:
        raise Refused(_("It cannot end before it begins."), "ends_on")
    firm, name = given.firm_or_name(terms.other, "other", by)
    row = Licence.objects.create(
        asset=asset,
        way=terms.way,
        sort=terms.sort,
        organisation=firm,
        name=name,
        agreement=_agreement(terms.agreement_uid, by),
        field=plain.words(terms.field, "field", 300),
        territory=plain.words(terms.territory, "territory", 300),
        royalty=plain.words(terms.royalty, "royalty", 300),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        at=clock.now(),
        by_id=by.person,
    )
    ledger.record(
        events.LicenceEntered(by=by, owner_id=asset.organisation_id, licence_id=row.pk, asset_id=asset.pk, way=row.way)
    )
    return row


def _agreement(uid: str, by: Actor) -> Agreement | None:
    if not uid:
        return None
    found = agreements.agreements.scope(by).filter(uid=uid).first()
    if found is None:
        raise Refused(_("Choose one of your agreements."), "agreement")
    return found


@transaction.atomic
def end(uid: str, reason: str, *, by: Actor) -> Licence:
    """Say that a licence is over: it was ended, or its day has passed and what follows was seen to.

    Raises:
        Unseen, Denied: she may not.
        Refused: no reason, or it is over already.
    """
    row = Licence.objects.select_related("asset").filter(uid=uid).first()
    if row is None:
        raise Unseen("Licence")
    assets.held(row.asset.uid, "run", by)
    row.refresh_from_db(fields=["ended_at"])
    if row.ended_at:
        raise Refused(_("This licence is over already."))
    row.reason = plain.words(reason, "reason", 500, _("Say why, and what follows from it."))
    row.ended_at, row.ended_by_id = clock.now(), by.person
    row.save(update_fields=["ended_at", "ended_by", "reason"])
    ledger.record(
        events.LicenceOver(by=by, owner_id=row.asset.organisation_id, licence_id=row.pk, asset_id=row.asset_id)
    )
    alerting.settle(LICENCE, [row.pk])
    return row
