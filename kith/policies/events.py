"""What an organisation asks of its people, and that they have done it."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Required(Fact):
    """From now on everybody is asked to take note of a policy, or to be trained."""

    about = "requirement"
    moves_access = True
    requirement_id: int
    item_id: int | None


@dataclass(frozen=True, kw_only=True)
class RequirementDropped(Fact):
    """Nobody is asked that any more."""

    about = "requirement"
    moves_access = True
    requirement_id: int


@dataclass(frozen=True, kw_only=True)
class PolicyAcknowledged(Fact):
    """A person took note of a version of a policy, and said that she keeps to it."""

    about = "requirement"
    moves_access = True
    requirement_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True)
class TrainingAttested(Fact):
    """A keeper attested that a person was trained."""

    about = "requirement"
    moves_access = True
    requirement_id: int
    trained_id: int
