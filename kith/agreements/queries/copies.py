"""The papers that belong to an agreement, as files for those who see it."""

from dataclasses import dataclass
from pathlib import Path

from kith.agreements import papers
from kith.agreements.models import Paper, Signature
from kith.agreements.papers.evidence import ENDINGS
from kith.agreements.queries import agreements
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.files import store


@dataclass(frozen=True)
class Copy:
    """A file to hand out."""

    path: Path
    name: str
    media_type: str


def signed(uid: str, by: Actor) -> Copy:
    """The signed copy.

    Raises:
        Unseen: there is no such agreement for her, or no signed copy of it yet.
    """
    paper = Paper.objects.filter(agreement=agreements.find(uid, by)).first()
    if paper is None:
        raise Unseen("Paper")
    return Copy(papers.path_of(paper), f"kith-agreement-{uid}.pdf", "application/pdf")


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
    return Copy(store.path_of(signature.scan_sha256), name, signature.scan_type)
