"""What happened to the data of people."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Fact):
    """Somebody is to be erased: she asked for it herself, or an owner wrote down that she did."""

    about = "erasure"
    erasure_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureWithdrawn(Fact):
    about = "erasure"
    erasure_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureDeclined(Fact):
    """An organisation keeps who she was, and has told her why."""

    about = "erasure"
    erasure_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureGranted(Fact):
    """An organisation needs no more to know who she was. The name itself goes once none of hers does."""

    about = "erasure"
    erasure_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class RetentionSet(Fact):
    """For how many months a kind of record is kept from now on; 0: for good."""

    about = "organisation"
    organisation_id: int
    record: str
    months: int


@dataclass(frozen=True, kw_only=True)
class RecordsDisposed(Fact):
    """Records of a kind were let go, because their time was over."""

    about = "organisation"
    organisation_id: int
    record: str
    number: int


@dataclass(frozen=True, kw_only=True)
class HoldBegun(Fact):
    """Nothing is let go until further notice."""

    about = "organisation"
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class HoldEnded(Fact):
    about = "organisation"
    organisation_id: int
