"""The pages of audits, checks and findings, each for whoever may read it."""

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import ngettext

from kith.assurance import asking, checks, naming, policy
from kith.assurance.actions import auditing
from kith.assurance.checks.base import Check
from kith.assurance.models import Audit, Finding, Result, Step
from kith.assurance.naming import Line
from kith.assurance.outcome import STATES, Outcome, State
from kith.assurance.queries import attested, results
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.identity import queries as identity

LISTED = 100  # audits, and closed findings


@dataclass(frozen=True)
class Row:
    """One check as it stands, and what is being done about it."""

    check: Check
    state: State
    outcome: Outcome | None = None  # None: it is answered by hand
    result: Result | Step | None = None  # who looked, and what she saw; None: it was asked just now
    finding: Finding | None = None  # the open one about it

    @property
    def state_name(self) -> Sentence:
        """Where it stands, in words."""
        return STATES[self.state]

    @property
    def fails(self) -> bool:
        """Whether it does not hold."""
        return self.state == State.FAILS

    @property
    def loose(self) -> bool:
        """Whether it does not hold, and nobody has to mend it."""
        return self.fails and self.finding is None


@dataclass(frozen=True)
class Raised:
    """A finding in a list, and what it is about."""

    finding: Finding

    @property
    def question(self) -> Sentence:
        """What was asked; of a check that there is no more, its key."""
        known = checks.ALL.get(self.finding.check_key)
        return known.question if known else self.finding.check_key


@dataclass(frozen=True)
class Overview:
    """Where all checks stand now, the audits and what is to be mended."""

    rows: list[Row]
    audits: list[Audit]
    open: list[Raised]
    closed: list[Raised]

    @property
    def failing(self) -> list[Row]:
        """The checks that do not hold."""
        return [row for row in self.rows if row.fails]

    @property
    def others(self) -> list[Row]:
        """The rest."""
        return [row for row in self.rows if not row.fails]

    @property
    def any_holds(self) -> bool:
        """Whether there was anything to look at that holds."""
        return any(row.state == State.HOLDS for row in self.rows)


@dataclass(frozen=True)
class AuditPage:
    """One audit: its checks, those that fail in front, then what is to be answered."""

    audit: Audit
    rows: list[Row]
    findings: list[Finding]
    can: set[str]

    @property
    def failing(self) -> list[Row]:
        """The checks that do not hold."""
        return [row for row in self.rows if row.fails]

    @property
    def unanswered(self) -> list[Row]:
        """The questions that nobody has answered yet."""
        return [row for row in self.rows if row.state == State.OPEN]

    @property
    def others(self) -> list[Row]:
        """The rest."""
        return [row for row in self.rows if row.state in {State.HOLDS, State.NOTHING}]

    @property
    def to_do(self) -> int:
        """What is left before it can be closed: answers, and faults that nobody has to mend."""
        return len(self.unanswered) + sum(row.loose for row in self.rows)


@dataclass(frozen=True)
class CheckPage:
    """One check now, with the things because of which it does not hold, as far as the reader may see them."""

    row: Row
    lines: list[Line]
    hidden: int  # things that the reader may not see
    audit: Audit | None = None  # shown as it was in that audit
    can: set[str] = field(default_factory=set)  # what she may do with that audit

    @property
    def more(self) -> int:
        """Faults that were counted and not kept by name."""
        return self.row.outcome.more if self.row.outcome else 0

    @property
    def said(self) -> str:
        """What it came to, in numbers: where a finding's words begin."""
        if self.row.outcome is None:
            return self.row.result.words if self.row.result else ""
        found = self.row.outcome.found
        words = ngettext("%(n)s fault among %(looked)s looked at.", "%(n)s faults among %(looked)s looked at.", found)
        return words % {"n": found, "looked": self.row.outcome.looked}  # whoever mends it is shown what she may see


@dataclass(frozen=True)
class FindingPage:
    """One finding and its history."""

    finding: Finding
    check: Check
    steps: list[Step]
    can: set[str]
    late: bool
    reads: bool  # whether she reads the audits too
    lines: list[Line]  # because of what it was raised, as far as she may see that
    hidden: int


def overview(by: Actor) -> Overview:
    """Where everything stands.

    Raises:
        Unseen: she reads no audits.
    """
    policy.require_reader(by)
    given = results.open_findings(by.organisation)
    found = asking.ask(by.organisation)
    rows = [
        Row(check, found[check.key].state, found[check.key], finding=given.get(check.key))
        for check in asking.computed()
    ]
    audits = (
        policy.audits.scope(by)
        .select_related("auditor")
        .annotate(raised=Count("findings"), unmended=Count("findings", filter=Q(findings__closed_at=None)))
    )
    findings = policy.findings.scope(by).select_related("owner", "audit")
    return Overview(
        rows=rows,
        audits=list(audits.order_by("-opened_at", "-pk")[:LISTED]),
        open=[Raised(row) for row in findings.filter(closed_at=None).order_by("due_on", "pk")],
        closed=[Raised(row) for row in findings.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")[:LISTED]],
    )


def audit(uid: str, by: Actor) -> AuditPage:
    """One audit.

    Raises:
        Unseen: there is none for her.
    """
    found = _audit(uid, by)
    latest = results.latest(found)
    given = results.covering(found, latest)
    return AuditPage(
        audit=found,
        rows=[_row(check, latest.get(check.key), given) for check in checks.ALL.values()],
        findings=[row for row in given.values() if row.audit_id == found.pk],
        can=policy.audits.abilities_of(by, found),
    )


def check(key: str, by: Actor, audit_uid: str = "") -> CheckPage:
    """One check: now, or as it was in an audit.

    Raises:
        Unseen: she reads no audits, or there is no such check or audit for her.
    """
    policy.require_reader(by)
    known = checks.ALL.get(key)
    if known is None:
        raise Unseen("Check")
    found = _audit(audit_uid, by) if audit_uid else None
    if found:
        row = _row(known, results.latest(found).get(key), results.findings_about(found))
    else:
        row = _now(known, by, results.open_findings(by.organisation))
    lines, hidden = naming.lines(row.outcome.faults, by) if row.outcome else ([], 0)
    return CheckPage(row, lines, hidden, found, policy.audits.abilities_of(by, found) if found else set())


def finding(uid: str, by: Actor) -> FindingPage:
    """One finding.

    Raises:
        Unseen: there is none for her.
    """
    rows = policy.findings.scope(by).select_related("owner", "raised_by", "closed_by", "audit__auditor")
    found = rows.filter(uid=uid).first()
    if found is None or found.check_key not in checks.ALL:
        raise Unseen("Finding")
    result = results.latest(found.audit).get(found.check_key)
    lines, hidden = naming.lines(results.outcome(result).faults, by) if result else ([], 0)
    return FindingPage(
        finding=found,
        check=checks.ALL[found.check_key],
        steps=list(found.steps.select_related("by").order_by("at", "pk")),
        can=policy.findings.abilities_of(by, found),
        late=found.closed_at is None and found.answered_at is None and found.due_on < clock.now().date(),
        reads=policy.reads(by),
        lines=lines,
        hidden=hidden,
    )


def menders(by: Actor, not_these: set[int]) -> list[tuple[int, str]]:
    """Who can be given a finding: everybody of the organisation but its auditors."""
    rows = identity.colleagues(by.organisation).exclude(person__in=not_these)
    return [(row.person_id, row.person.name) for row in rows]


def auditors(by: Actor) -> list[tuple[int, str]]:
    """Who can be an audit's auditor, she herself first."""
    rows = [(row.person_id, row.person.name) for row in auditing.may_audit(by.organisation)]
    return sorted(rows, key=lambda row: row[0] != by.person_id)


def _audit(uid: str, by: Actor) -> Audit:
    found = policy.audits.scope(by).select_related("auditor", "opened_by").filter(uid=uid).first()
    if found is None:
        raise Unseen("Audit")
    return found


def _row(known: Check, result: Result | None, given: dict[str, Finding]) -> Row:
    if result is None:
        return Row(known, State.OPEN if known.by_hand else State.NOTHING, finding=given.get(known.key))
    outcome = None if known.by_hand else results.outcome(result)
    return Row(known, State(result.state), outcome, result, given.get(known.key))


def _now(known: Check, by: Actor, given: dict[str, Finding]) -> Row:
    if not known.by_hand:
        outcome = asking.ask(by.organisation, [known.key])[known.key]
        return Row(known, outcome.state, outcome, finding=given.get(known.key))
    last = attested.newest(by.organisation, known.key)
    if last is None:
        return Row(known, State.OPEN, finding=given.get(known.key))
    return Row(known, attested.state(last), result=last, finding=given.get(known.key))
