"""Evidence maps as their readers see them, computed from the records each time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from kith.assurance import asking, checks, evidence, maps, policy
from kith.assurance.evidence import COUNTS, Counted
from kith.assurance.maps import Map, Row
from kith.assurance.models import Applicability
from kith.assurance.outcome import Outcome, State
from kith.assurance.queries import attested
from kith.assurance.queries.attested import Answer
from kith.assurance.support import SIGNS, CheckLine, CountLine, Line, Sign, Support
from kith.core.actor import Actor
from kith.core.errors import Unseen


@dataclass(frozen=True)
class Held:
    """What an organisation's records come to now, asked once for all rows that are shown."""

    outcomes: dict[str, Outcome]
    answers: dict[str, Answer]
    counted: Counted
    said: dict[tuple[str, str], Applicability]

    def line(self, of: Map, row: Row) -> Line:
        """A row with what is known for it."""
        return Line(
            of,
            row,
            [self._check(key) for key in row.checks],
            [self._count(key) for key in row.counts],
            self.said.get((of.key, row.clause)),
        )

    def _check(self, key: str) -> CheckLine:
        check = checks.ALL[key]
        if not check.by_hand:
            outcome = self.outcomes[key]
            return CheckLine(check, outcome.state, outcome.looked, outcome.found)
        answer = self.answers.get(key)
        if answer is None:
            return CheckLine(check, State.OPEN)
        return CheckLine(check, answer.state, day=timezone.localtime(answer.at).date())

    def _count(self, key: str) -> CountLine:
        count = COUNTS[key]
        number, newest = self.counted[key]
        return CountLine(count, number, newest, reverse(count.place) if count.place else "")


@dataclass(frozen=True)
class EvidencePage:
    """One map with the state of each clause, in the order of the standard."""

    of: Map
    lines: Sequence[Line]
    may_apply: bool

    @property
    def broken(self) -> list[Line]:
        """The clauses of which a check does not hold."""
        return [line for line in self.lines if line.state == Support.BROKEN]

    @property
    def unsaid(self) -> int:
        """Of how many clauses nobody has said whether they apply."""
        return sum(line.said is None for line in self.lines)

    @property
    def tally(self) -> list[tuple[Sign, int]]:
        """How many clauses are in each state; states that none is in are left out."""
        found = Counter(line.state for line in self.lines)
        return [(sign, found[state]) for state, sign in SIGNS.items() if found[state]]


@dataclass(frozen=True)
class ClausePage:
    """One clause, and what was said about whether it applies, the newest first."""

    of: Map
    line: Line
    history: Sequence[Applicability]
    may_apply: bool


def overview(by: Actor) -> list[EvidencePage]:
    """All maps, with how many clauses are in each state.

    Raises:
        Unseen: she is neither owner, steward nor auditor.
    """
    policy.require_reader(by)
    held = _held(by.organisation, [row for each in maps.ALL.values() for row in each.rows], _said(by.organisation))
    return [_page(each, held, by) for each in maps.ALL.values()]


def page(key: str, by: Actor) -> EvidencePage:
    """One map.

    Raises:
        Unseen: there is no such map, or she is neither owner, steward nor auditor.
    """
    policy.require_reader(by)
    of = named(key)
    return _page(of, _held(by.organisation, of.rows, _said(by.organisation)), by)


def clause(key: str, number: str, by: Actor) -> ClausePage:
    """One clause of a map.

    Raises:
        Unseen: there is no such clause, or she is neither owner, steward nor auditor.
    """
    policy.require_reader(by)
    of = named(key)
    row = of.row(number)
    if row is None:
        raise Unseen("Clause")
    history = [said for said in _said(by.organisation) if (said.standard, said.clause) == (key, number)]
    line = _held(by.organisation, [row], history).line(of, row)
    return ClausePage(of, line, history[::-1], by.keeps)


def named(key: str) -> Map:
    """The map of a key.

    Raises:
        Unseen: there is none.
    """
    if key not in maps.ALL:
        raise Unseen("Map")
    return maps.ALL[key]


def _page(of: Map, held: Held, by: Actor) -> EvidencePage:
    return EvidencePage(of, [held.line(of, row) for row in of.rows], by.keeps)


def _said(organisation_id: int) -> list[Applicability]:
    """What was ever said about which clauses apply, in order."""
    rows = Applicability.objects.filter(organisation=organisation_id).select_related("by")
    return list(rows.order_by("at", "pk"))


def _held(organisation_id: int, rows: Sequence[Row], said: Iterable[Applicability]) -> Held:
    return Held(
        outcomes=asking.ask(organisation_id, {key for row in rows for key in row.checks}),
        answers=attested.answers(organisation_id),
        counted=evidence.counted(organisation_id, {key for row in rows for key in row.counts}),
        said={(each.standard, each.clause): each for each in said},  # the newest comes last, and stands
    )
