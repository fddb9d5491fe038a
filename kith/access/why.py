"""Why a grant does not let somebody in: for the owner's people, who may know of the grant anyway."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from kith.access.models import Acknowledgement, Basis, BasisRecipient, Grant, SubjectKind
from kith.access.reach import CEILING_BY_SUBJECT
from kith.core.actor import Actor
from kith.core.classification import HIGHEST_OUTSIDE, Classification


class Rule(Enum):
    """A rule of access that a grant can fall foul of, in the order in which they are told."""

    NAMED = auto()  # it is given to somebody else of her organisation
    STOPPED = auto()
    RUN_OUT = auto()
    SUBJECT_CEILING = auto()  # too closely held for whom it names: a firm, a team
    BASIS_MISSING = auto()
    BASIS_NOT_YET = auto()
    BASIS_CLOSED = auto()
    BASIS_PARTY = auto()
    BASIS_RECIPIENT = auto()
    BASIS_DUTIES = auto()  # she has not taken note of her duties
    BASIS_CEILING = auto()


@dataclass(frozen=True)
class Shut:
    """The first rule by which a grant does not open, with the moment or the ceiling that the rule speaks of."""

    rule: Rule
    grant: Grant
    at: datetime | None = None
    ceiling: Classification | None = None


def shut(grant: Grant, who: Actor, level: int, at: datetime) -> Shut | None:
    """Why a grant over a thing of that classification does not let somebody read it; None when it does.

    The same rules as `reach`, read one by one in Python. `tests/test_reach_agrees.py` holds the two together.

    Args:
        grant: over the thing, to the organisation for which she acts; its basis with parties and recipients at hand.
    """
    if not _means(grant.subject_kind, grant, who):
        return Shut(Rule.NAMED, grant)
    if grant.stopped_at and grant.stopped_at <= at:
        return Shut(Rule.STOPPED, grant, at=grant.stopped_at)
    if grant.until and grant.until <= at:
        return Shut(Rule.RUN_OUT, grant, at=grant.until)
    ceiling = CEILING_BY_SUBJECT[SubjectKind(grant.subject_kind)]
    if level > ceiling:
        return Shut(Rule.SUBJECT_CEILING, grant, ceiling=ceiling)
    if grant.owner_id == grant.organisation_id and grant.basis_id is None:
        return None
    return _basis_shut(grant, who, level, at)


def _basis_shut(grant: Grant, who: Actor, level: int, at: datetime) -> Shut | None:
    basis = grant.basis
    if basis is None:
        return Shut(Rule.BASIS_MISSING, grant)
    if at < basis.starts_at:
        return Shut(Rule.BASIS_NOT_YET, grant, at=basis.starts_at)
    if not grant.holds(at):
        return Shut(Rule.BASIS_CLOSED, grant, at=basis.closes_at)
    if not {grant.owner_id, grant.organisation_id} <= {row.organisation_id for row in basis.parties.all()}:
        return Shut(Rule.BASIS_PARTY, grant)
    return _reader_shut(grant, basis, who, level)


def _reader_shut(grant: Grant, basis: Basis, who: Actor, level: int) -> Shut | None:
    """What its basis, which is in force, has against her reading a thing of that classification."""
    recipients = [row for row in basis.recipients.all() if row.organisation_id == who.organisation_id]
    if not any(_means(row.kind, row, who) for row in recipients):
        return Shut(Rule.BASIS_RECIPIENT, grant)
    if basis.duties_first and not any(_is_hers(row, who) for row in basis.acknowledgements.all()):
        return Shut(Rule.BASIS_DUTIES, grant)
    ceiling = min(Classification(basis.ceiling), HIGHEST_OUTSIDE)
    return Shut(Rule.BASIS_CEILING, grant, ceiling=ceiling) if level > ceiling else None


def _is_hers(row: Acknowledgement, who: Actor) -> bool:
    return row.person_id == who.person_id and row.organisation_id == who.organisation_id


def stands(grant: Grant, at: datetime) -> bool:
    """Whether a grant is neither stopped nor run out, and what it stands on lets it open."""
    over = (grant.stopped_at and grant.stopped_at <= at) or (grant.until and grant.until <= at)
    return not over and grant.holds(at)


def _means(kind: str, row: Grant | BasisRecipient, who: Actor) -> bool:
    if row.organisation_id != who.organisation_id:
        return False
    if kind == SubjectKind.PERSON:
        return row.person_id == who.person_id
    return kind == SubjectKind.ORGANISATION or row.team_id in who.team_ids
