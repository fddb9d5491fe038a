"""Recording that knowledge passed, saying that it was so, and retracting what was not."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.audit.facts import canonical
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity.models import Membership
from kith.knowledge import policy as knowledge
from kith.knowledge.actions import relating, sourcing
from kith.knowledge.models import Item, Relation
from kith.notices import actions as notices
from kith.partnerships import policy as partnerships
from kith.spiral import events, policy
from kith.spiral.models import Confirmation, Conversion, Evidence, Part, Participant, Retraction, Session
from kith.spiral.modes import METHODS, Mode, Proof, Role

CONFIRM = "conversion"  # the kind of notices: was it so?
DAY = 24 * 60


@dataclass(frozen=True)
class Passing:
    """That knowledge passed: how, when, between whom, from which items to which.

    Attributes:
        people: by person's id, what each was in it.
        into: ids of the items that went in.
        out_of: ids of the items that came out.
        proofs: what shows that it was so, each with the id of what it names.
    """

    mode: str
    method: str
    held_on: date
    people: Mapping[int, str]
    into: tuple[int, ...] = ()
    out_of: tuple[int, ...] = ()
    minutes: int | None = None
    note: str = ""
    proofs: tuple[tuple[str, int | None], ...] = field(default=())


@transaction.atomic
def record(passing: Passing, *, by: Actor, session: Session | None = None) -> Conversion:
    """Record that knowledge passed. It counts once somebody else has confirmed it.

    Raises:
        Refused: it does not have what its mode needs, or the day is still to come.
        Unseen: one of its items or people is not for her to name.
    """
    items = _items(passing, by)
    firms = firms_of(passing.people, by)
    if passing.method not in METHODS.get(passing.mode, {}):
        raise Refused(_("Choose how it was done."), "method")
    if passing.held_on > clock.now().date():
        raise Refused(_("Choose today or an earlier day."), "held_on")
    if passing.minutes is not None and not 0 < passing.minutes <= 366 * DAY:
        raise Refused(_("Say in minutes how long it took, more than none."), "minutes")
    NEEDS[passing.mode](passing)
    row = _put(passing, items, firms, by, session)
    if Proof.OBSERVATION in dict(passing.proofs) and passing.people.get(by.person) != Role.RECIPIENT:
        _confirm(row, by)  # whoever records it is who looked on
    else:
        _ask(row, by)
    return row


def _items(passing: Passing, by: Actor) -> list[Item]:
    asked = {*passing.into, *passing.out_of}
    found = list(knowledge.items.scope(by, "comment").filter(pk__in=asked).order_by("pk"))
    changes = knowledge.items.scope(by, "edit").filter(pk__in=passing.out_of).count()
    if len(found) != len(asked) or changes != len(set(passing.out_of)) or not found:
        raise Unseen("Item")
    return found


def firms_of(people: Mapping[int, str], by: Actor) -> dict[int, int]:
    """For which organisation each took part, as far as the recorder may know of them."""
    known = partnerships.organisations.scope(by)
    rows = Membership.objects.filter(person__in=people, organisation__in=known, ended_at=None)
    firms: dict[int, int] = {}
    for person, firm in rows.order_by("joined_at", "pk").values_list("person_id", "organisation_id"):
        if person not in firms or firm == by.organisation_id:
            firms[person] = firm
    if set(people) - set(firms):
        raise Refused(_("Choose people of your organisation or of a partner."), "people")
    return firms


def _having(passing: Passing, role: str) -> int:
    return sum(each == role for each in passing.people.values())


def _socialization(passing: Passing) -> None:
    if len(passing.people) < 2:
        raise Refused(_("Knowledge passes from person to person: name at least two."), "people")
    if not _having(passing, Role.RECIPIENT):
        raise Refused(_("Say who learned from it."), "people")


def _externalization(passing: Passing) -> None:
    if not _having(passing, Role.SOURCE):
        raise Refused(_("Say whose knowledge it is."), "people")


def _combination(passing: Passing) -> None:
    if len(set(passing.into) - set(passing.out_of)) < 2:
        raise Refused(_("Name at least two pages that it brings together: of one alone it would be a copy."), "items")
    if not passing.out_of:
        raise Refused(_("Name the page that brings them together."), "items")


def _internalization(passing: Passing) -> None:
    if not _having(passing, Role.RECIPIENT):
        raise Refused(_("Say who can do it now."), "people")
    if not {kind for kind, _ref in passing.proofs} & {Proof.OBSERVATION, Proof.USE}:
        raise Refused(
            _("Having read it does not count: say who saw it done, or report what it was used for."), "method"
        )


NEEDS: Mapping[str, Callable[[Passing], None]] = {
    Mode.SOCIALIZATION: _socialization,
    Mode.EXTERNALIZATION: _externalization,
    Mode.COMBINATION: _combination,
    Mode.INTERNALIZATION: _internalization,
}


def _put(
    passing: Passing, items: list[Item], firms: Mapping[int, int], by: Actor, session: Session | None
) -> Conversion:
    out = [item for item in items if item.pk in passing.out_of]
    row = Conversion.objects.create(
        organisation_id=(out or items)[0].organisation_id,
        mode=passing.mode,
        method=passing.method,
        held_on=passing.held_on,
        minutes=passing.minutes,
        note=passing.note.replace("\x00", "").strip()[:2000],
        session=session,
        recorded_at=clock.now(),
        recorded_by_id=by.person,
    )
    ways = {item.pk: Part.Way.OUT if item.pk in passing.out_of else Part.Way.IN for item in items}
    Part.objects.bulk_create([Part(conversion=row, item=item, way=ways[item.pk]) for item in items])
    Participant.objects.bulk_create(
        [
            Participant(conversion=row, person_id=person, organisation_id=firms[person], role=role)
            for person, role in sorted(passing.people.items())
        ]
    )
    said = hashlib.sha256(canonical({"note": row.note, "people": dict(sorted(passing.people.items()))}).encode())
    proofs = passing.proofs or ((Proof.LOG, session.pk if session else None),)
    Evidence.objects.bulk_create(
        [Evidence(conversion=row, kind=kind, ref=ref, sha256=said.hexdigest()) for kind, ref in proofs]
    )
    _relate(passing.mode, items, ways, by)
    ledger.record(
        events.ConversionRecorded(
            by=by,
            owner_id=row.organisation_id,
            conversion_id=row.pk,
            mode=row.mode,
            method=row.method,
            item_ids=tuple(item.pk for item in items),
        )
    )
    return row


def _relate(mode: str, items: list[Item], ways: Mapping[int, str], by: Actor) -> None:
    """What came out stands to what went in: it brings several together, or comes from one."""
    sources = [item for item in items if ways[item.pk] == Part.Way.IN]
    kind = Relation.Kind.COMBINES if mode == Mode.COMBINATION else Relation.Kind.DERIVED
    for item in items:
        if ways[item.pk] == Part.Way.OUT:
            for source in sources:
                relating.put(item, kind, source, by=by)


def _ask(row: Conversion, by: Actor) -> None:
    """Ask those who took part whether it was so; of an externalization its sources."""
    if row.mode == Mode.EXTERNALIZATION and row.parts.filter(way=Part.Way.OUT).exists():
        return  # its sources are asked about the text itself
    people: Iterable[Participant] = row.participants.all()
    notices.tell(CONFIRM, row.pk, [(each.person_id, each.organisation_id) for each in people], by=by)


@transaction.atomic
def confirm(uid: str, *, by: Actor) -> Confirmation:
    """Say that it was so. From then on it counts."""
    row = _held(uid, by, "confirm")
    notices.read_about(CONFIRM, [row.pk], by=by)
    return _confirm(row, by)


def _confirm(row: Conversion, by: Actor) -> Confirmation:
    found = Confirmation.objects.create(conversion=row, person_id=by.person, at=clock.now())
    ledger.record(events.ConversionConfirmed(by=by, owner_id=row.organisation_id, conversion_id=row.pk))
    return found


def confirm_as_source(row: Conversion, *, by: Actor) -> None:
    """Confirm an externalization because its source has said of the text that it is what she meant."""
    if not Confirmation.objects.filter(conversion=row).exists():
        _confirm(row, by)


def reaches(item_id: int, by: Actor) -> bool:
    """Whether somebody may still say something about an item."""
    return knowledge.items.scope(by, "comment").filter(pk=item_id).exists()


@transaction.atomic
def take_down(item: Item, person_id: int, *, by: Actor) -> Conversion:
    """Record that an item holds what somebody knows, and ask her whether its text says what she means.

    Raises:
        Refused: she cannot be asked, or was already.
    """
    sourcing.name(item.uid, [person_id], by=by)
    people = {by.person: str(Role.FACILITATOR), person_id: str(Role.SOURCE)}
    passing = Passing(Mode.EXTERNALIZATION, "written", clock.now().date(), people, out_of=(item.pk,))
    return record(passing, by=by)


@transaction.atomic
def retract(uid: str, reason: str, *, by: Actor) -> Retraction:
    """Say that it was not so after all, and why. It stays readable and counts no more.

    Raises:
        Refused: no reason.
    """
    row = _held(uid, by, "retract")
    words = reason.replace("\x00", "").strip()
    if not words:
        raise Refused(_("Say why it was not so."), "reason")
    found = Retraction.objects.create(conversion=row, person_id=by.person, at=clock.now(), reason=words[:1000])
    ledger.record(events.ConversionRetracted(by=by, owner_id=row.organisation_id, conversion_id=row.pk))
    return found


def _held(uid: str, by: Actor, ability: str) -> Conversion:
    found = Conversion.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if found is None:
        raise Unseen("Conversion")
    policy.conversions.require(by, ability, found)
    return found
