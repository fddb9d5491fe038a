"""The papers that belong to an agreement, as files for those who see it."""

from dataclasses import dataclass
from typing import BinaryIO

from kith.agreements.models import Paper, Signature
from kith.agreements.papers.evidence import ENDINGS
from kith.agreements.queries import agreements
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.files import store


@dataclass(frozen=True)
class Copy:
    """A file to hand out."""

    sha256: str
    name: str
    media_type: str

    def open(self) -> BinaryIO:
        """Its bytes."""
        return store.opened(self.sha256)


def signed(uid: str, by: Actor) -> Copy:
    """The signed copy.

    Raises:
        Unseen: there is no such agreement for her, or no signed copy of it yet.
    """
    paper = Paper.objects.filter(agreement=agreements.find(uid, by)).first()
    if paper is None:
        raise Unseen("Paper")
    return Copy(paper.sha256, f"kith-agreement-{uid}.pdf", "application/pdf")


def scan(uid: str, organisation_uid: str, by: Actor) -> Copy:
    """The scan of a side's signature on paper, under the present text.

    Raises:
        Unseen: there is none for her.
    """
    agreement = agreements.find(uid, by)
    found = Signature.objects.filter(
        agreement=agreement, text_sha256=agreement.text_sha256, organisation__uid=organisation_uid
    ).exclude(scan_sha256="")
    signature = found.first()
    if signature is None:
        raise Unseen("Scan")
    name = f"kith-scan-{uid}.{ENDINGS[signature.scan_type]}"
    return Copy(signature.scan_sha256, name, signature.scan_type)
