"""What each party was shown of another one's under an agreement, from the ledger's exposures."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

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
ANSWERING = timedelta(minutes=1)  # what was on its way to its reader when access closed is no breach
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


def gather(row: Exit) -> dict[int, int]:
    """Bring the list of an exit up to what was shown; how many pieces each party has in it.

    What was decided stays, unless a page of which only the title had been seen was opened since. What a side has
    certified is not touched any more.
    """
    certified = set(row.sides.filter(certified_at__isnull=False).values_list("organisation_id", flat=True))
    known = {(piece.holder_id, piece.item_id): piece for piece in row.pieces.all()}
    shown = {(piece.holder_id, piece.item_id): piece for piece in _shown(row)}
    new, changed = [], []
    for key, piece in shown.items():
        before = known.get(key)
        if piece.holder_id in certified:
            continue
        if before is None:
            new.append(piece)
        elif any(getattr(before, name) != getattr(piece, name) for name in COUNTED):
            _follow(before, piece)
            changed.append(before)
    gone = [piece.pk for key, piece in known.items() if key not in shown and piece.holder_id not in certified]
    row.pieces.filter(pk__in=gone, decided_at=None).delete()  # what was told, and taken back
    Piece.objects.bulk_create(new, batch_size=BATCH)
    Piece.objects.bulk_update(changed, [*COUNTED, "decision", "decided_at", "decided_by"], batch_size=BATCH)
    return _counted(row)


def _follow(before: Piece, piece: Piece) -> None:
    """Take over how often a page was shown; one that was only glanced at before is to be decided as agreed."""
    for name in COUNTED:
        setattr(before, name, getattr(piece, name))
    if before.decision == Piece.Decision.SECRET and piece.decision != Piece.Decision.SECRET:
        before.decision, before.decided_at, before.decided_by = piece.decision, None, None


def _counted(row: Exit) -> dict[int, int]:
    """By party, how many pieces are hers or held by her."""
    found: Counter[int] = Counter()
    for owner, holder in row.pieces.values_list("owner_id", "holder_id"):
        found.update((owner, holder))
    return found


def without_page(row: Exit) -> list[Disclosure]:
    """What was told or handed over under the agreement without naming a page, and confirmed to the other side."""
    told = Disclosure.objects.filter(agreement__basis__in=bases(row.agreement), items=None, retracted_at=None)
    rows = told.filter(confirmed_at__isnull=False).select_related("owner", "partner")
    return list(rows.order_by("told_on", "pk"))


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
