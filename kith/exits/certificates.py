"""Certificates: what a side certifies at the end, signed with the installation's key, a copy for each side."""

from typing import Any

from kith.agreements import receipts
from kith.agreements.models import Receipt
from kith.core.actor import Actor
from kith.exits import gathering
from kith.exits.models import Exit, Piece, Side
from kith.exposures.models import Disclosure


def issue(row: Exit, side: Side, name: str, *, by: Actor) -> Receipt:
    """Write and sign the certificate of a side, in the caller's transaction; its own copy.

    Each side's copy names its own pages by their titles and the others' by their ids alone, as receipts do; a third
    party's holds what is its own of them.
    """
    pieces = list(row.pieces.filter(holder=side.organisation_id).select_related("item", "owner").order_by("pk"))
    told = [each for each in gathering.without_page(row) if each.partner_id == side.organisation_id]
    basis = row.agreement.basis
    assert basis is not None  # only what all have signed ends
    copies = receipts.write(
        Receipt.Deed.CERTIFIED,
        row.agreement,
        basis.closes_at,
        lambda reader_id: {"closings": [], "certificate": _body(side, name, pieces, told, reader_id)},
        by=by,
    )
    return next(copy for copy in copies if copy.organisation_id == side.organisation_id)


def _body(side: Side, name: str, pieces: list[Piece], told: list[Disclosure], reader_id: int) -> dict[str, Any]:
    return {
        "by": side.organisation.name,
        "name": name,
        "at": side.certified_at,
        "pages": [
            _piece(piece, titles=piece.owner_id == reader_id)
            for piece in pieces
            if reader_id in (piece.owner_id, piece.holder_id)
        ],
        "told": [
            {"about": each.about, "of": each.owner.name, "on": each.told_on, "how": str(each.get_channel_display())}
            for each in told
            if reader_id in (each.owner_id, each.partner_id)
        ],
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
