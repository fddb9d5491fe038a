"""Verifying an item, and saying who holds what is not written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity import queries as identity
from kith.knowledge import bodies, events, indexing, lapses, locks, mentions, policy
from kith.knowledge.actions.writing import put
from kith.knowledge.models import Draft, Holder, Item, Verification
from kith.notices import actions as notices

LONGEST = timedelta(days=3 * 366)


USUAL = 182  # days until one looks again, where nobody has said otherwise


@transaction.atomic
def verify(uid: str, *, by: Actor, until: date | None = None) -> Verification:
    """Vouch for the item's current version until a day; without one for as long as was arranged for it.

    Raises:
        Refused: the day has passed or lies more than three years ahead.
    """
    item = locks.item(uid, by, "verify")
    today = clock.now().date()
    until = until or today + timedelta(days=item.check_every or USUAL)
    if not today < until <= today + LONGEST:
        raise Refused(_("Choose a day after today, at most three years ahead."), "until")
    item.verifications.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
    if item.current is None:
        raise Unseen("Version")
    row = Verification.objects.create(
        item=item,
        version=item.current,
        verifier_id=by.person,
        organisation_id=by.organisation,
        verified_at=clock.now(),
        until=until,
    )
    for kind in (lapses.DUE, lapses.LATE):
        notices.read_about(kind, [item.pk], by=by)
    ledger.record(
        events.ItemVerified(
            by=by,
            owner_id=item.organisation_id,
            item_id=item.pk,
            version_id=row.version_id,
            verification_id=row.pk,
        )
    )
    return row


@transaction.atomic
def withdraw(uids: Iterable[str], reason: str, *, by: Actor) -> int:
    """Take the word back that was given for items, of one or of many, and tell their owners why; how many.

    Those that the actor may not decide about, or that nobody vouches for, are left as they are.

    Raises:
        Refused: no reason.
    """
    why = reason.replace("\x00", "").strip()
    if not why:
        raise Refused(_("Say why it does not hold any more."), "reason")
    items = policy.items.scope(by, "govern").filter(uid__in=list(uids))
    rows = list(
        Verification.objects.select_for_update(of=("self",))
        .filter(item__in=items, withdrawn_at=None)
        .select_related("item")
        .order_by("pk")
    )
    for row in rows:
        row.withdrawn_at, row.withdrawn_by_id, row.reason = clock.now(), by.person, why[:500]
    Verification.objects.bulk_update(rows, ["withdrawn_at", "withdrawn_by", "reason"])
    ledger.record_all(
        [
            events.VerificationWithdrawn(
                by=by, owner_id=row.item.organisation_id, item_id=row.item_id, verification_id=row.pk
            )
            for row in rows
        ]
    )
    for row in rows:
        notices.tell(lapses.WITHDRAWN, row.item_id, [(row.item.owner_id, row.item.organisation_id)], by=by)
    return len(rows)


@dataclass(frozen=True)
class Care:
    """Who vouches for an item, and after how many days again. Neither person nor team: anybody of the organisation."""

    person_id: int | None = None
    team_id: int | None = None
    days: int | None = None


@transaction.atomic
def arrange(uid: str, care: Care, *, by: Actor) -> Item:
    """Say who vouches for an item, and how often.

    Raises:
        Refused: she may not see it, the team is another organisation's, or the days are none or more than three years.
    """
    item = locks.item(uid, by, "govern")
    if care.days is not None and not 0 < care.days <= LONGEST.days:
        raise Refused(_("Between one day and three years."), "days")
    seats = mentions.seats(item)
    if care.person_id is not None and care.person_id not in seats:
        raise Refused(_("Choose somebody who may see the page."), "verifier")
    if care.team_id is not None and not identity.teams(item.organisation_id).filter(pk=care.team_id).exists():
        raise Refused(_("Choose a team of your organisation."), "verifier")
    item.verifier_id, item.verifier_team_id, item.check_every = care.person_id, care.team_id, care.days
    named = care.person_id or care.team_id
    item.verifier_firm_id = seats.get(care.person_id or 0, item.organisation_id) if named else None
    item.save(update_fields=["verifier", "verifier_team", "verifier_firm", "check_every"])
    ledger.record(
        events.CareArranged(
            by=by,
            owner_id=item.organisation_id,
            item_id=item.pk,
            person_id=care.person_id,
            team_id=care.team_id,
            days=care.days,
        )
    )
    return item


@transaction.atomic
def name_holders(uid: str, levels: dict[int, int], *, by: Actor, criticality: int, practised_at: str = "") -> Item:
    """Say who can do what a tacit item names, how well, and where it is practised. This publishes it.

    Args:
        levels: for each person's id, 2 with help, 3 alone, 4 can teach it.

    Raises:
        Refused: the item is not tacit, nobody is named, or somebody is not of the organisation.
    """
    item = locks.item(uid, by, "arrange")
    if item.kind != Item.Kind.TACIT:
        raise Refused(_("Only what is held by people has holders."))
    if not levels:
        raise Refused(_("Name at least one person who can do it."), "holders")
    if not all(identity.belongs(person_id, item.organisation_id) for person_id in levels):
        raise Refused(_("A holder must belong to your organisation."), "holders")
    item.criticality, item.practised_at = criticality, practised_at[:300]
    item.save(update_fields=["criticality", "practised_at"])
    item.holders.all().delete()
    Holder.objects.bulk_create([Holder(item=item, person_id=pk, level=level) for pk, level in sorted(levels.items())])
    ledger.record(
        events.HoldersNamed(by=by, owner_id=item.organisation_id, item_id=item.pk, person_ids=tuple(sorted(levels)))
    )
    if item.current is None:
        draft = Draft.objects.filter(item=item).first()
        put(item, item.title, bodies.from_markdown(draft.markdown if draft else ""), by=by)
        Draft.objects.filter(item=item).delete()
    else:
        indexing.put(item)
    return item
