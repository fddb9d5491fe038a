"""Certificates: what a side certifies at the end, signed with the installation's key, a copy for each side."""

from typing import Any

from kith.agreements import receipts
from kith.agreements.models import Receipt
from kith.core.actor import Actor
from kith.exits.models import Exit, Piece, Side


def issue(row: Exit, side: Side, name: str, *, by: Actor) -> Receipt:
    """Write and sign the certificate of a side, in the caller's transaction; its own copy.

    Each side's copy names its own pages by their titles and the others' by their ids alone, as receipts do.
    """
    pieces = list(row.pieces.filter(holder=side.organisation_id).select_related("item", "owner").order_by("pk"))
    basis = row.agreement.basis
    assert basis is not None  # only what all have signed ends
    copies = receipts.write(
        Receipt.Deed.CERTIFIED,
        row.agreement,
        basis.closes_at,
        lambda reader_id: {"closings": [], "certificate": _body(side, name, pieces, reader_id)},
        by=by,
    )
    return next(copy for copy in copies if copy.organisation_id == side.organisation_id)


def _body(side: Side, name: str, pieces: list[Piece], reader_id: int) -> dict[str, Any]:
    return {
        "by": side.organisation.name,
        "name": name,
        "at": side.certified_at,
        "pages": [_piece(piece, titles=piece.owner_id == reader_id) for piece in pieces],
        "backups": side.backups,
        "backups_until": side.backups_until,
    }


def _piece(piece: Piece, *, titles: bool) -> dict[str, Any]:
    said = {
        "item": piece.item.uid,
        "of": piece.owner.name,
        "decision": piece.decision,
        "becomes": str(piece.get_decision_display()),
        "done_at": piece.done_at,
    }
    if piece.words:
        said["words"] = piece.words
    return said | {"title": piece.item.title} if titles else said
