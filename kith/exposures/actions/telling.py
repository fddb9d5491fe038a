"""Writing down what was told or shown outside Kith, confirming it in writing, and taking back what was a mistake."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.access.models import Basis, BasisRecipient
from kith.agreements.models import Agreement
from kith.agreements.queries import agreements
from kith.audit import ledger
from kith.audit.ledger import Showing
from kith.audit.models import Exposure
from kith.commitments import actions as commitments
from kith.commitments import policy as commitment_policy
from kith.commitments.actions import Promise
from kith.commitments.models import Commitment
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import HIGHEST_OUTSIDE
from kith.core.errors import Refused, Unseen
from kith.exposures import events, policy
from kith.exposures.models import Disclosure
from kith.exposures.promises import CONFIRM, DISCLOSURE
from kith.identity import queries as identity
from kith.identity.models import Membership, Organisation
from kith.knowledge import bound
from kith.knowledge.models import Item
from kith.knowledge.queries import own
from kith.notices import actions as notices
from kith.partnerships import queries as partnerships

CONFIRMED = "told_confirmed"  # a notice
LONGEST = 2000

Breach = Disclosure.Breach


@dataclass(frozen=True)
class Telling:
    """What was told to whom, when, where and how."""

    partner_uid: str
    agreement_uid: str  # empty: under none
    channel: str
    told_on: date
    about: str
    told_by: int
    people: tuple[int, ...] = ()
    others: str = ""
    place: str = ""
    item_uids: tuple[str, ...] = ()


@transaction.atomic
def tell(telling: Telling, *, by: Actor) -> Disclosure:
    """Write down that people of a partner were told something; where the agreement asks for it, a promise to confirm
    it in writing begins.

    What was told was told: it is written down also where no agreement covered it, and then it says so.

    Raises:
        Denied: she is neither owner nor steward.
        Refused: nobody or nothing is named, the day is to come, or something that is named is not hers to name.
    """
    policy.require_keeper(by)
    partner = _partner(telling.partner_uid, by)
    about = _check(telling, by)
    agreement = _agreement(telling, partner, by)
    people, items = _people(telling, partner), own.pages(telling.item_uids, by)
    row = Disclosure.objects.create(
        owner_id=by.organisation,
        partner=partner,
        agreement=agreement,
        channel=Disclosure.Channel(telling.channel),
        told_on=telling.told_on,
        place=telling.place.replace("\x00", "").strip()[:200],
        about=about,
        told_by_id=telling.told_by,
        others=telling.others.replace("\x00", "").strip()[:500],
        breaches=_breaches(agreement, telling, partner, items),
        recorded_at=clock.now(),
        recorded_by_id=by.person,
        confirm_by=_confirm_by(agreement, telling.told_on),
    )
    row.people.set([seat.person_id for seat in people])
    row.items.set(items)
    _expose(row, people, items, by)
    if row.confirm_by:
        _promise(row, row.confirm_by, by)
    return row


def _check(telling: Telling, by: Actor) -> str:
    """What was told, cleaned; and that day and teller make sense."""
    if telling.told_on > clock.now().date() + timedelta(days=1):  # it may be tomorrow already where she is
        raise Refused(_("That day is still to come."), "told_on")
    about = telling.about.replace("\x00", "").strip()
    if not about:
        raise Refused(_("Say what was told, so that it can be confirmed in writing."), "about")
    if len(about) > LONGEST:
        raise Refused(_("Say it in 2,000 letters."), "about")
    if telling.told_by not in {row.person_id for row in identity.colleagues(by.organisation)}:
        raise Refused(_("Choose one of your own people."), "told_by")
    return about


def _promise(row: Disclosure, confirm_by: date, by: Actor) -> None:
    """Who told it confirms it in writing in time; where the day has passed already, today."""
    words = _("Confirm in writing what %(firm)s was told on %(day)s")
    said = words % {"firm": row.partner.name, "day": date_format(row.told_on)}
    due = max(confirm_by, clock.now().date())
    commitments.make(DISCLOSURE, row.uid, Promise(said[:500], row.told_by_id, due, CONFIRM), by=by)


def _partner(uid: str, by: Actor) -> Organisation:
    for row in partnerships.of(by):
        firm = partnerships.partner_of(row, by)
        if firm.uid == uid:
            return firm
    raise Refused(_("Choose one of your partners."), "partner")


def _agreement(telling: Telling, partner: Organisation, by: Actor) -> Agreement | None:
    """The agreement that covered it: one with that partner which was in force on that day."""
    if not telling.agreement_uid:
        return None
    found = next((row for row in agreements_with(partner, by) if row.uid == telling.agreement_uid), None)
    if found is None or not _covers(found, telling.told_on):
        raise Refused(_("That agreement was not in force on that day."), "agreement")
    return found


def agreements_with(partner: Organisation, by: Actor) -> list[Agreement]:
    """The agreements with a partner that all have signed, those in force first."""
    return [row.agreement for row in agreements.of(by) if partner in row.partner.rows and row.agreement.basis]


def _covers(agreement: Agreement, day: date) -> bool:
    """Whether it was in force on a day."""
    basis = agreement.basis
    return basis is not None and agreement.starts_on <= day <= _last_day(basis, agreement.zone)


def _last_day(basis: Basis, zone: str) -> date:
    return clock.day_of(basis.closes_at - timedelta(microseconds=1), zone)


def _people(telling: Telling, partner: Organisation) -> list[Membership]:
    there = {row.person_id: row for row in identity.colleagues(partner.pk)}
    if not set(telling.people) <= set(there):
        raise Refused(_("Choose people of that partner."), "people")
    if not telling.people and not telling.others.strip():
        raise Refused(_("Say who was told."), "people")
    return [there[pk] for pk in dict.fromkeys(telling.people)]


def _confirm_by(agreement: Agreement | None, told_on: date) -> date | None:
    days = agreement.further.get("oral_confirm_days") if agreement else None
    return told_on + timedelta(days=days) if days else None


def _breaches(agreement: Agreement | None, telling: Telling, partner: Organisation, items: list[Item]) -> list[str]:
    found = []
    if agreement is None or agreement.basis is None:
        found.append(Breach.BASIS)
    else:
        if any(agreement.basis.ceiling < item.classification <= HIGHEST_OUTSIDE for item in items):
            found.append(Breach.CEILING)
        if telling.others.strip() or not _are_named(agreement.basis_id, telling.people, partner):
            found.append(Breach.RECIPIENT)
    if any(item.classification > HIGHEST_OUTSIDE for item in items):
        found.append(Breach.SECRET)
    given = bound.released(items)
    if any(not bound.admits(item, partner.pk, given) for item in items):
        found.append(Breach.BOUND)
    return [each.value for each in found]


def _are_named(basis_id: int | None, people: tuple[int, ...], partner: Organisation) -> bool:
    """Whether an agreement lets in everybody who was told: all of the partner, a team of hers, or her."""
    rows = list(BasisRecipient.objects.filter(basis=basis_id, organisation=partner).select_related("team"))
    if any(row.team_id is None and row.person_id is None for row in rows):
        return True
    named = {row.person_id for row in rows}
    for row in rows:
        if row.team:
            named |= set(row.team.members.values_list("person_id", flat=True))
    return set(people) <= named


def _expose(row: Disclosure, people: list[Membership], items: list[Item], by: Actor) -> None:
    """Put it into the ledger: one exposure for each page and person; 0 stands for what is not in Kith."""
    fact = events.Told(
        by=by,
        owner_id=row.owner_id,
        disclosure_id=row.pk,
        partner_id=row.partner_id,
        agreement_id=row.agreement_id,
        channel=row.channel,
    )
    basis = row.agreement.basis_id if row.agreement else 0
    pages = [(item.pk, item.current_id) for item in items] or [(0, None)]
    channel = Exposure.Channel(row.channel)
    showings = [Showing(channel, pk, row.owner_id, basis or 0, 0, version) for pk, version in pages]
    seats = [(seat.person_id, seat.organisation_id) for seat in people]
    if row.others:
        seats.append((0, row.partner_id))
    row.event_id = ledger.expose_to(fact, showings, seats).pk
    row.save(update_fields=["event_id"])


@transaction.atomic
def confirm(uid: str, *, by: Actor) -> Disclosure:
    """Confirm it in writing: those who were told, and their keepers, get it to read, and are told so.

    Raises:
        Unseen, Denied: it is not hers to confirm, or is confirmed.
    """
    row = _held(uid, "confirm", by)
    row.confirmed_at, row.confirmed_by_id = clock.now(), by.person
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    ledger.record(events.ToldConfirmed(by=by, owner_id=row.owner_id, disclosure_id=row.pk))
    told = [(pk, row.partner_id) for pk in row.people.values_list("pk", flat=True)]
    notices.tell(CONFIRMED, row.pk, {*told, *identity.keepers([row.partner_id])}, by=by)
    for promise in _promises(row, "keep", by):
        commitments.keep(promise.uid, _("Confirmed in writing in Kith."), by=by)
    return row


@transaction.atomic
def retract(uid: str, reason: str, *, by: Actor) -> Disclosure:
    """Say that it was written down by mistake. It stays, with the reason beside it.

    Raises:
        Unseen, Denied: it is not hers to take back.
        Refused: no reason.
    """
    row = _held(uid, "retract", by)
    said = reason.replace("\x00", "").strip()[:500]
    if not said:
        raise Refused(_("Say why."), "reason")
    row.retracted_at, row.retracted_by_id, row.reason = clock.now(), by.person, said
    row.save(update_fields=["retracted_at", "retracted_by", "reason"])
    ledger.record(events.ToldRetracted(by=by, owner_id=row.owner_id, disclosure_id=row.pk))
    for promise in _promises(row, "run", by):
        commitments.drop(promise.uid, said, by=by)
    return row


def _promises(row: Disclosure, ability: str, by: Actor) -> list[Commitment]:
    """The open promises to confirm it which the actor may close so."""
    rows = commitment_policy.commitments.scope(by, ability)
    return list(rows.filter(about=DISCLOSURE, about_id=row.pk, sort=CONFIRM))


def _held(uid: str, ability: str, by: Actor) -> Disclosure:
    row = Disclosure.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Unseen("Disclosure")
    policy.disclosures.require(by, ability, row)
    return row
