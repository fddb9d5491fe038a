"""What happened to agreements and to what stands under them."""

from dataclasses import dataclass
from datetime import date, datetime

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AgreementDrafted(Fact):
    about = "agreement"
    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class AgreementShown(Fact):
    """A draft was laid open to the other parties, who may change it and speak about it."""

    about = "agreement"
    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class Remarked(Fact):
    """Something was said about an agreement that is not signed by all."""

    about = "agreement"
    agreement_id: int
    remark_id: int


@dataclass(frozen=True, kw_only=True)
class RemarkSettled(Fact):
    """A remark was settled, or (`settled` false) taken up again."""

    about = "agreement"
    agreement_id: int
    remark_id: int
    settled: bool


@dataclass(frozen=True, kw_only=True)
class AgreementSentOut(Fact):
    """Its text was fixed and went to the signatories."""

    about = "agreement"
    agreement_id: int
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class AgreementTakenBack(Fact):
    """It went back to draft; signatures under the old text do not count any more."""

    about = "agreement"
    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class SigningCodeAsked(Fact):
    """A code went on its way to the mailbox of somebody who wants to sign."""

    about = "agreement"
    agreement_id: int
    text_sha256: str
    code_id: int


@dataclass(frozen=True, kw_only=True)
class SigningCodeRefused(Fact):
    """Somebody tried to sign with a code that was wrong, too old or tried too often."""

    about = "agreement"
    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Fact):
    about = "agreement"
    agreement_id: int
    text_sha256: str
    means: str = "typed"
    scan_sha256: str = ""  # of a signature on paper


@dataclass(frozen=True, kw_only=True)
class PaperMade(Fact):
    """The signed copy was made and sealed."""

    about = "agreement"
    agreement_id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class BasisLaid(Fact):
    """All parties have signed: from its first day it opens what is granted under it."""

    about = "agreement"
    agreement_id: int
    basis_id: int


@dataclass(frozen=True, kw_only=True)
class AmendmentDrafted(Fact):
    """New terms for a signed agreement were written down; nothing changes until they are signed."""

    about = "agreement"
    agreement_id: int
    amended_id: int


@dataclass(frozen=True, kw_only=True)
class AmendmentTookEffect(Fact):
    """All have signed new terms: their basis took the place of the old one, with the doors that they allow."""

    about = "agreement"
    moves_access = True
    agreement_id: int
    amended_id: int
    basis_id: int
    carried_ids: tuple[int, ...]
    dropped_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RenewalDeclined(Fact):
    """A side said no to the next renewal: the agreement ends on its last day."""

    about = "agreement"
    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class AgreementRenewed(Fact):
    """Nobody had said no in time, so it goes on."""

    about = "agreement"
    moves_access = True
    agreement_id: int
    until: date


@dataclass(frozen=True, kw_only=True)
class DutiesAcknowledged(Fact):
    """A person confirmed that she knows her duties under an agreement; from then on its doors are open to her."""

    about = "agreement"
    moves_access = True
    agreement_id: int
    basis_id: int
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class SharedUnder(Fact):
    about = "agreement"
    agreement_id: int
    grant_id: int
    container_kind: str
    container_id: int
    joint: bool = False  # both sides write in it


@dataclass(frozen=True, kw_only=True)
class ShutOut(Fact):
    """Everything of a side was closed to its partner at once; what closed stands in `SharingStopped`."""

    about = "partnership"
    partnership_id: int
    partner_id: int


@dataclass(frozen=True, kw_only=True)
class DoorsConfirmed(Fact):
    """Somebody looked whether doors are still needed, and they are."""

    about = "grant"
    grant_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DoorsClosed(Fact):
    """Doors to colleagues were found not to be needed any more, and closed."""

    about = "grant"
    moves_access = True
    grant_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class LetIn(Fact):
    """A colleague was let in to something that she had asked for, until a moment."""

    about = "grant"
    moves_access = True
    grant_id: int
    container_kind: str
    container_id: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class SharingStopped(Fact):
    about = "agreement"
    moves_access = True
    agreement_id: int
    grant_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class EndRecorded(Fact):
    about = "agreement"
    moves_access = True
    agreement_id: int
    reason: str
    effective_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReceiptIssued(Fact):
    about = "receipt"
    receipt_id: int
    agreement_id: int
