"""Telling one's organisation of an invention, and what it makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Denied, Refused, Unseen
from kith.identity import queries as identity
from kith.notices import actions as notices
from kith.register import events, policy
from kith.register.actions import assets, given
from kith.register.actions.assets import Entry
from kith.register.models import Asset, Invention

TOLD, ANSWERED = "invention_told", "invention_answered"  # kinds of notices


@dataclass(frozen=True)
class Telling:
    """What somebody thinks she has invented."""

    title: str
    problem: str
    idea: str
    known: str = ""
    inventors: Sequence[int] = ()
    others: str = ""
    conceived_on: date | None = None
    public_on: date | None = None
    partnership_uid: str = ""


@transaction.atomic
def tell(telling: Telling, *, by: Actor) -> Invention:
    """Tell the organisation's keepers of an invention.

    Raises:
        Unseen: she acts for nobody.
        Denied: she only audits.
        Refused: something is missing or makes no sense.
    """
    if by.role == "auditor":
        raise Denied(
            _("Auditors look; somebody else tells it."), ability="tell", kind="invention", object_id=by.organisation_id
        )
    row = Invention(organisation_id=by.organisation, told_at=clock.now(), told_by_id=by.person)
    _fill(row, telling, by)
    ledger.record(events.InventionTold(by=by, owner_id=by.organisation, invention_id=row.pk))
    notices.tell(TOLD, row.pk, identity.keepers([by.organisation]), by=by)
    return row


@transaction.atomic
def mend(uid: str, telling: Telling, *, by: Actor) -> Invention:
    """Change what was told, until it is answered.

    Raises:
        Unseen, Denied: she may not.
        Refused: as `tell`.
    """
    row = _held(uid, "edit", by)
    _fill(row, telling, by)
    ledger.record(events.InventionTold(by=by, owner_id=row.organisation_id, invention_id=row.pk))
    return row


def _fill(row: Invention, telling: Telling, by: Actor) -> None:
    today = clock.now().date()
    for field in ("conceived_on", "public_on"):
        day = getattr(telling, field)
        if day and day > today:
            raise Refused(_("That day is still to come."), field)
    row.title = plain.words(telling.title, "title", 300, _("Give it a name."))
    row.problem = plain.words(telling.problem, "problem", 2000, _("Say which problem it solves."))
    row.idea = plain.words(telling.idea, "idea", 4000, _("Say how it works and what is new."))
    row.known = plain.words(telling.known, "known", 2000)
    row.others = plain.words(telling.others, "others", 500)
    row.conceived_on, row.public_on = telling.conceived_on, telling.public_on
    row.partnership = given.partnership(telling.partnership_uid, by)
    people = list(dict.fromkeys(telling.inventors))
    ours = {member.person_id for member in identity.colleagues(by.organisation)}
    if not set(people) <= ours:
        raise Refused(_("Choose some of your own people."), "inventors")
    if not people and not row.others:
        raise Refused(_("Say who invented it."), "inventors")
    row.save()
    row.inventors.set(people)


@transaction.atomic
def take(uid: str, kind: str, words: str, *, by: Actor) -> Asset:
    """Take an invention into the register, to be filed or kept secret; its inventors go with it.

    Raises:
        Unseen, Denied: she may not.
        Refused: no kind, or no words.
    """
    row = _held(uid, "answer", by)
    entry = Entry(
        kind=kind,
        title=row.title,
        origin=Asset.Origin.FOREGROUND if row.partnership else Asset.Origin.BACKGROUND,
        words=row.idea[:2000],
        partnership_uid=row.partnership.uid if row.partnership else "",
        classification=Classification.RESTRICTED,
        public_on=row.public_on,
        others="\n".join(part.strip() for part in row.others.split(",") if part.strip()),
    )
    here = {member.person_id for member in identity.colleagues(by.organisation)}
    people = list(row.inventors.order_by("pk"))
    left = [person.name for person in people if person.pk not in here]
    entry = replace(
        entry,
        makers=[person.pk for person in people if person.pk in here],
        others="\n".join([*entry.others.splitlines(), *left]),
    )
    asset = assets.enter(entry, by=by)
    row.asset = asset
    _close(row, plain.words(words, "words", 1000, _("Say what follows.")), by)
    return asset


@transaction.atomic
def put_aside(uid: str, words: str, *, by: Actor) -> Invention:
    """Put an invention aside, and tell its inventors why.

    Raises:
        Unseen, Denied: she may not.
        Refused: no reason.
    """
    row = _held(uid, "answer", by)
    _close(row, plain.words(words, "words", 1000, _("Say why.")), by)
    return row


def _close(row: Invention, words: str, by: Actor) -> None:
    row.closed_at, row.closed_by_id, row.answer = clock.now(), by.person, words
    row.save()
    ledger.record(
        events.InventionAnswered(by=by, owner_id=row.organisation_id, invention_id=row.pk, asset_id=row.asset_id)
    )
    people = {row.told_by_id, *row.inventors.values_list("pk", flat=True)}
    notices.tell(ANSWERED, row.pk, [(pk, row.organisation_id) for pk in people], by=by)


def _held(uid: str, ability: str, by: Actor) -> Invention:
    row = Invention.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Unseen("Invention")
    policy.inventions.require(by, ability, row)
    return row
