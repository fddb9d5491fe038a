"""Asking the committee, and taking it back."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.committee import events, policy
from kith.committee.models import Request, Sort
from kith.core import clock, plain
from kith.core.actor import Actor, Role
from kith.core.errors import Denied, Refused, Unseen
from kith.deadlines import alerting
from kith.identity import queries as identity
from kith.identity.models import Organisation
from kith.knowledge.models import Item
from kith.knowledge.queries import own
from kith.meetings import queries as meetings
from kith.notices import actions as notices
from kith.partnerships import queries as partnerships
from kith.register import policy as register
from kith.register.models import Asset

PURPOSE = "ip"  # of the committee, as `meetings` knows it
REQUEST = "ip_request"  # the kind of thing, as ballots, commitments and deadlines name it
ASKED = "request_asked"  # a notice
FEW_WORDS = _("Say it in a few words.")


@dataclass(frozen=True)
class Asking:
    """What somebody wants decided."""

    sort: str
    title: str
    reason: str
    partner_uid: str = ""
    asset_uid: str = ""
    item_uids: tuple[str, ...] = ()
    public_on: date | None = None


@transaction.atomic
def ask(asking: Asking, *, by: Actor) -> Request:
    """Ask the committee for intellectual property to decide.

    Raises:
        Denied: she only audits.
        Refused: there is no such committee, or something is missing or not hers to name.
    """
    if by.role is Role.AUDITOR:
        raise Denied(
            _("Auditors look; somebody else asks."), ability="ask", kind="request", object_id=by.organisation_id
        )
    committee = meetings.committee_of(PURPOSE, by)
    if committee is None:
        raise Refused(_("Your organisation has no committee for intellectual property yet. Ask an owner to name one."))
    if asking.sort not in Sort.values:
        raise Refused(_("Choose what is to be decided."), "sort")
    partner = _partner(asking.partner_uid, by)
    items, asset = own.pages(asking.item_uids, by), _asset(asking.asset_uid, by)
    _check_named(asking, partner, items, asset)
    today = clock.now().date()
    row = Request.objects.create(
        organisation_id=by.organisation,
        committee=committee,
        sort=asking.sort,
        title=plain.words(asking.title, "title", 300, FEW_WORDS),
        reason=plain.words(asking.reason, "reason", 2000, FEW_WORDS),
        partner=partner,
        asset=asset,
        public_on=asking.public_on,
        asked_at=clock.now(),
        asked_by_id=by.person,
        answer_by=today + timedelta(days=committee.answer_days),
    )
    row.items.set(items)
    ledger.record(
        events.RequestAsked(
            by=by,
            owner_id=row.organisation_id,
            request_id=row.pk,
            sort=row.sort,
            partner_id=row.partner_id,
            asset_id=row.asset_id,
        )
    )
    chairs = [(each.person_id, row.organisation_id) for each in meetings.members(committee) if each.chairs]
    notices.tell(ASKED, row.pk, {*chairs, *identity.keepers([row.organisation_id])}, by=by)
    return row


def _check_named(asking: Asking, partner: Organisation | None, items: list[Item], asset: Asset | None) -> None:
    if asking.sort == Sort.DISCLOSE and (partner is None or not items):
        raise Refused(_("Say to which partner, and which pages."), "partner" if partner is None else "pages")
    if asking.sort in {Sort.ABANDON, Sort.LICENSE} and asset is None:
        raise Refused(_("Say which entry of the register it is about."), "asset")
    if asking.sort == Sort.PUBLISH and asking.public_on and asking.public_on < clock.now().date():
        raise Refused(_("That day has passed."), "public_on")


@transaction.atomic
def withdraw(uid: str, *, by: Actor) -> Request:
    """Take a request back: no decision is needed any more.

    Raises:
        Unseen, Denied: she may not.
        Refused: the committee votes on it.
    """
    row = held(uid, "withdraw", by)
    ballot = meetings.ballot_of(REQUEST, row.pk)
    if ballot and ballot.closed_at is None:
        raise Refused(_("The committee votes on it already."))
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    ledger.record(events.RequestWithdrawn(by=by, owner_id=row.organisation_id, request_id=row.pk))
    alerting.settle(REQUEST, [row.pk])
    return row


def held(uid: str, ability: str, by: Actor) -> Request:
    """A request, locked, if the actor may do this with it.

    Raises:
        Unseen, Denied: she may not.
    """
    rows = Request.objects.select_for_update(of=("self",)).select_related("committee", "asked_by", "asset", "partner")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Request")
    policy.requests.require(by, ability, row)
    return row


def _partner(uid: str, by: Actor) -> Organisation | None:
    if not uid:
        return None
    firms = {firm.uid: firm for firm in (partnerships.partner_of(row, by) for row in partnerships.of(by))}
    if uid not in firms:
        raise Refused(_("Choose one of your partners."), "partner")
    return firms[uid]


def _asset(uid: str, by: Actor) -> Asset | None:
    if not uid:
        return None
    found = register.assets.scope(by).filter(uid=uid, given_up_at=None).first()
    if found is None:
        raise Refused(_("Choose an entry of the register that you may see."), "asset")
    return found
