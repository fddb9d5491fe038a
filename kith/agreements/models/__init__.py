"""Terms between parties, their signatures, and how they end."""

from kith.agreements.models.agreements import Agreement, Party, Purpose, Recipient, Status
from kith.agreements.models.dates import Alert, Renewal
from kith.agreements.models.ending import Ending, Receipt, Told
from kith.agreements.models.negotiation import Remark, Revision
from kith.agreements.models.signing import Paper, Signature, SigningCode

__all__ = [
    "Agreement",
    "Alert",
    "Ending",
    "Paper",
    "Party",
    "Purpose",
    "Receipt",
    "Recipient",
    "Remark",
    "Renewal",
    "Revision",
    "Signature",
    "SigningCode",
    "Status",
    "Told",
]
