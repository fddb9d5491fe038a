"""Commitments as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from kith.commitments import policy, subjects
from kith.commitments.models import STATUS_NAMES, Closure, Commitment, Status
from kith.commitments.subjects import Line
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.identity.models import Organisation, Person

SHOWN = 200
TONES = {Status.OPEN: "", Status.OVERDUE: "stop", Status.TO_CHECK: "heed", Status.KEPT: "good", Status.DROPPED: ""}


@dataclass(frozen=True)
class Shown:
    """A commitment, where it stands, and what it is about as far as this reader may see that."""

    commitment: Commitment
    status: Status
    line: Line | None = None
    proof: Line | None = None
    can: frozenset[str] = frozenset()
    earlier: tuple[Closure, ...] = ()  # what was done before and did not work
    inside: bool = False  # whether the reader is of the organisation whose thing it is about

    @property
    def status_name(self) -> Sentence:
        """Where it stands, in words."""
        return STATUS_NAMES[self.status]

    @property
    def tone(self) -> str:
        """How its state is drawn."""
        return TONES[self.status]

    @property
    def sort(self) -> Sentence:
        """What it is for; empty when nobody said."""
        return subjects.of(self.commitment.about).sorts.get(self.commitment.sort, "")

    @property
    def closure(self) -> Closure | None:
        """How it ended, if it has."""
        return self.commitment.closure

    @property
    def waits(self) -> bool:
        """Whether something is still to be done."""
        return self.status in {Status.OPEN, Status.OVERDUE}


@dataclass(frozen=True)
class Page:
    """What somebody has promised, and what she asked others for."""

    mine: list[Shown]
    asked: list[Shown]
    to_check: list[Shown]
    ended: list[Shown]


def page(by: Actor) -> Page:
    """The commitments of somebody and those that she asked others for, as far as she may see them."""
    her = Q(owner=by.person_id, owner_organisation=by.organisation_id)
    asked = Q(made_by=by.person_id)
    rows = _shown(_rows(policy.commitments.scope(by).filter(her | asked)).order_by("due_on", "pk")[:SHOWN], by)
    waits = [row for row in rows if row.waits]
    mine = [row for row in waits if row.commitment.owner_id == by.person_id]
    return Page(
        mine=mine,
        asked=[row for row in waits if row not in mine],
        to_check=[row for row in rows if row.status == Status.TO_CHECK],
        ended=[row for row in rows if row.status in {Status.KEPT, Status.DROPPED}],
    )


def waiting(by: Actor) -> list[Shown]:
    """What somebody has promised and not yet done, the next due first."""
    her = Q(owner=by.person_id, owner_organisation=by.organisation_id)
    rows = policy.commitments.scope(by).filter(her, ~policy.closed())
    return _shown(_rows(rows).order_by("due_on", "pk")[:20], by)


def about(kind: str, pk: int, by: Actor) -> list[Shown]:
    """The commitments about a thing that somebody is being shown, as far as she is told of them, the next due first.

    That she may see the thing is for the caller to know: its page has asked already.
    """
    rows = _rows(Commitment.objects.filter(policy.told(by), about=kind, about_id=pk)).order_by("due_on", "pk")[:SHOWN]
    today = clock.now().date()
    return [Shown(row, row.status(today)) for row in rows]


def standing(kind: str, pk: int) -> tuple[tuple[str, Status], ...]:
    """What was promised about a thing, whoever asks: what for, and where it stands. For rules, not for readers."""
    return standings(kind, [pk])[pk]


def standings(kind: str, pks: Iterable[int]) -> dict[int, tuple[tuple[str, Status], ...]]:
    """The same of several things, in two questions."""
    found: dict[int, list[tuple[str, Status]]] = {pk: [] for pk in pks}
    rows = Commitment.objects.filter(about=kind, about_id__in=list(found)).prefetch_related(
        Prefetch("closures", Closure.objects.select_related("check_row"))
    )
    today = clock.now().date()
    for row in rows:
        found[row.about_id].append((row.sort, row.status(today)))
    return {pk: tuple(of_it) for pk, of_it in found.items()}


def one(uid: str, by: Actor) -> Shown:
    """One commitment, with all that was done about it.

    Raises:
        Unseen: there is none for her.
    """
    row = _rows(policy.commitments.scope(by).filter(uid=uid)).first()
    if row is None:
        raise Unseen("Commitment")
    closure = row.closure
    proofs = _lines([(closure.proof, closure.proof_id)], by) if closure and closure.proof_id else {}
    return Shown(
        row,
        row.status(clock.now().date()),
        line=_lines([(row.about, row.about_id)], by).get((row.about, row.about_id)),
        proof=proofs.get((closure.proof, closure.proof_id or 0)) if closure else None,
        can=frozenset(policy.commitments.abilities_of(by, row)),
        earlier=tuple(each for each in row.closures.all() if each.undone_at),
        inside=row.organisation_id == by.organisation_id,
    )


def people(kind: str, pk: int, by: Actor) -> list[tuple[int, str]]:
    """Who may promise something about a thing, by name, with the firm where there is more than one."""
    seats = subjects.of(kind).seats(pk, by)
    firms = dict(Organisation.objects.filter(pk__in=set(seats.values())).values_list("pk", "name"))
    found = Person.objects.filter(pk__in=seats).order_by("name", "pk").values_list("pk", "name")
    return [(person, f"{name}, {firms[seats[person]]}" if len(firms) > 1 else name) for person, name in found]


def _rows(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    closures = Closure.objects.select_related("by", "check_row__by").order_by("at")
    return rows.select_related("owner", "owner_organisation", "made_by", "organisation").prefetch_related(
        Prefetch("closures", closures)
    )


def _shown(rows: Iterable[Commitment], by: Actor) -> list[Shown]:
    found = list(rows)
    lines = _lines([(row.about, row.about_id) for row in found], by)
    today = clock.now().date()
    return [Shown(row, row.status(today), lines.get((row.about, row.about_id))) for row in found]


def _lines(things: list[tuple[str, int]], by: Actor) -> dict[tuple[str, int], Line]:
    lines: dict[tuple[str, int], Line] = {}
    for kind in {kind for kind, _pk in things}:
        ids = [pk for each, pk in things if each == kind]
        lines |= {(kind, pk): line for pk, line in subjects.of(kind).lines(by, ids).items()}
    return lines
