"""What each party was shown of another one's under an agreement, from the ledger's exposures."""

from collections.abc import Iterator

from django.db.models import Count, Max, Min, Q

from kith.agreements.models import Agreement
from kith.audit.models import Exposure
from kith.exits.models import Exit, Piece
from kith.exposures.models import Disclosure
from kith.exposures.queries.log import BY_HAND, GLANCES
from kith.knowledge.models import Item

Channel = Exposure.Channel
LEFT = (Channel.DOWNLOAD, Channel.EXPORT, Channel.API, Channel.PHYSICAL)  # a copy is in other hands since
BATCH = 1000
COUNTED = ("people", "times", "copies", "told", "first", "last")


def bases(agreement: Agreement) -> list[int]:
    """The bases under which it opened anything: its own, and those of what it amended."""
    found: list[int] = []
    row: Agreement | None = agreement
    while row is not None:
        if row.basis_id:
            found.append(row.basis_id)
        row = row.amends
    return found


def gather(row: Exit) -> int:
    """Bring the list of an exit up to what was shown; how many pieces it has. What was decided stays."""
    known = {(piece.holder_id, piece.item_id): piece for piece in row.pieces.all()}
    new, changed = [], []
    for piece in _shown(row):
        before = known.get((piece.holder_id, piece.item_id))
        if before is None:
            new.append(piece)
        elif any(getattr(before, name) != getattr(piece, name) for name in COUNTED):
            for name in COUNTED:
                setattr(before, name, getattr(piece, name))
            if before.decision == Piece.Decision.SECRET and before.decided_at is None:
                before.decision = piece.decision  # it was only glanced at before, and was read since
            changed.append(before)
    Piece.objects.bulk_create(new, batch_size=BATCH)
    Piece.objects.bulk_update(changed, [*COUNTED, "decision"], batch_size=BATCH)
    return len(known) + len(new)


def unconfirmed() -> Q:
    """Exposures that one side wrote down by hand and has not confirmed to the other: its own notes until then."""
    confirmed = Disclosure.objects.filter(confirmed_at__isnull=False, retracted_at=None)
    return Q(channel__in=BY_HAND) & ~Q(event_id__in=confirmed.values("event_id"))


def _shown(row: Exit) -> Iterator[Piece]:
    agreement = row.agreement
    parties = agreement.parties.values("organisation")
    shown = Exposure.objects.filter(basis_id__in=bases(agreement), organisation_id__in=parties)
    shown = shown.exclude(unconfirmed())
    found = (
        shown.order_by()
        .values("item_id", "owner_id", "organisation_id")
        .annotate(
            people=Count("person_id", distinct=True),
            times=Count("pk"),
            closer=Count("pk", filter=~Q(channel__in=GLANCES)),
            copies=Count("pk", filter=Q(channel__in=LEFT)),
            told=Count("pk", filter=Q(channel__in=BY_HAND)),
            first=Min("at"),
            last=Max("at"),
        )
    )
    rows = list(found)
    there = set(Item.objects.filter(pk__in={each["item_id"] for each in rows}).values_list("pk", flat=True))
    for each in rows:
        if each["item_id"] in there:
            yield Piece(
                exit=row,
                item_id=each["item_id"],
                owner_id=each["owner_id"],
                holder_id=each["organisation_id"],
                decision=Piece.Decision(agreement.end_rule) if each["closer"] else Piece.Decision.SECRET,
                people=each["people"],
                times=each["times"],
                copies=each["copies"],
                told=each["told"],
                first=each["first"],
                last=each["last"],
            )
