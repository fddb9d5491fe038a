"""The list of ends, and one end as the keepers of one side see it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from kith.access.models import Basis, Grant
from kith.agreements.models import Agreement, Receipt
from kith.audit.models import Exposure
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.exits import gathering, policy, standing
from kith.exits.models import Exit, Piece, Side
from kith.exits.standing import STATES, State
from kith.exposures.models import Disclosure
from kith.exposures.queries.log import BY_HAND
from kith.identity.models import Organisation, Person
from kith.knowledge import sight
from kith.knowledge.models import Item
from kith.knowledge.queries import references
from kith.register import policy as register
from kith.register.models import Asset

SHOWN = references.MOST  # pieces of each direction on the page; the file has all


TO_DO = Q(decision__in=Piece.TO_CARRY_OUT, done_at=None)
SETTLED = Case(When(TO_DO, then=0), When(decision=Piece.Decision.SECRET, then=2), default=1)  # what waits comes first


@dataclass(frozen=True)
class Listed:
    """One end in the list."""

    row: Exit
    state: State
    side: Side
    others: str

    @property
    def state_name(self) -> Sentence:
        """Where it stands, in words."""
        return STATES[self.state]


@dataclass(frozen=True)
class Shown:
    """One piece as its reader may see it: by its title, or by its id where it is closed to her."""

    piece: Piece
    item: Item | None
    who: tuple[str, ...] = ()  # of the reader's own people who were shown it

    @property
    def called(self) -> str:
        """What it is called here."""
        return self.item.title if self.item else self.piece.item.uid


@dataclass(frozen=True)
class Other:
    """How far another side is, as far as this one may know."""

    organisation: Organisation
    side: Side


@dataclass(frozen=True)
class Access:
    """When access closed, and what the ledger says was shown after that."""

    closes_at: datetime
    last: datetime | None
    after: int


@dataclass(frozen=True)
class ExitPage:
    """One end: what we do, what they hold of ours, what we hold of theirs."""

    row: Exit
    agreement: Agreement
    state: State
    side: Side
    others: list[Other]
    ours: list[Shown]  # ours, shown to them
    theirs: list[Shown]  # theirs, shown to us
    more: int  # pieces that the page does not show
    results: list[Asset]  # of ours in the register that came out of the work together
    told: list[Disclosure]  # told or handed over without a page, by us or to us
    waits: int  # pieces of which our people have to return or delete copies, on the page or not
    unconfirmed: int  # times that were written down as told to them, and not confirmed to them: not in the list
    access: Access
    secret_until: date
    receipts: list[Receipt]
    can: set[str]

    @property
    def state_name(self) -> Sentence:
        """Where it stands, in words."""
        return STATES[self.state]

    @property
    def waiting(self) -> list[Shown]:
        """What our people have to return or delete, and have not yet, of what the page shows."""
        return [row for row in self.theirs if row.piece.waits]

    @property
    def steps(self) -> list[tuple[str, Sentence, datetime | None]]:
        """What the end asks of us, with when it was done."""
        side = self.side
        return [
            ("listed", _("Say what becomes of what they were shown"), side.listed_at),
            ("results", _("Confirm whose the results are"), side.results_at),
            ("certified", _("Return or delete what is theirs, and certify it"), side.certified_at),
            ("reviewed", _("Look back"), side.reviewed_at),
        ]

    @property
    def may_decide(self) -> bool:
        """Whether we may still say what becomes of our pages."""
        return "run" in self.can and self.side.listed_at is None

    @property
    def may_carry_out(self) -> bool:
        """Whether we may say what is done: access has closed, and the others have decided or had their days."""
        now = clock.now()
        decided = all(standing.has_decided(self.row, other.side, now) for other in self.others)
        return "run" in self.can and self.row.gathered_at is not None and decided


def listing(by: Actor) -> list[Listed]:
    """The ends that a reader may see, those with something to do first."""
    rows = policy.exits.scope(by).select_related("agreement__basis").prefetch_related("sides__organisation")
    found = [_listed(row, by) for row in rows.order_by("-opened_at", "-pk")]
    order = [State.RUNNING, State.NOTICE, State.SURVIVAL, State.CLOSED]
    return sorted(found, key=lambda each: (order.index(each.state), each.side.is_whole))


def find(uid: str, by: Actor) -> Exit:
    """An exit that a reader may see.

    Raises:
        Unseen: there is none for her.
    """
    row = policy.exits.scope(by).select_related("agreement__basis", "agreement__partnership").filter(uid=uid).first()
    if row is None:
        raise Unseen("Exit")
    return row


def _listed(row: Exit, by: Actor) -> Listed:
    sides = sorted(row.sides.all(), key=lambda side: side.pk)
    mine = next(side for side in sides if side.organisation_id == by.organisation_id)
    others = ", ".join(side.organisation.name for side in sides if side is not mine)
    return Listed(row, standing.of(row, sides, clock.now()), mine, others)


def page(uid: str, by: Actor) -> ExitPage:
    """One end, for the keepers and auditors of a party.

    Raises:
        Unseen: there is none for her.
    """
    row = find(uid, by)
    sides = list(row.sides.select_related("organisation", "certified_by", "certificate").order_by("pk"))
    mine = next(side for side in sides if side.organisation_id == by.organisation_id)
    ours, theirs = pieces(row, by, SHOWN)
    of_us = Q(owner=by.organisation_id) | Q(holder=by.organisation_id)
    return ExitPage(
        row=row,
        agreement=row.agreement,
        state=standing.of(row, sides, clock.now()),
        side=mine,
        others=[Other(side.organisation, side) for side in sides if side is not mine],
        ours=ours,
        theirs=theirs,
        more=row.pieces.filter(of_us).count() - len(ours) - len(theirs),
        results=results(row, by),
        told=[each for each in gathering.without_page(row) if by.organisation_id in (each.owner_id, each.partner_id)],
        waits=row.pieces.filter(TO_DO, holder=by.organisation_id).count(),
        unconfirmed=_unconfirmed(row, by),
        access=_access(row, by),
        secret_until=standing.secret_until(row),
        receipts=list(
            Receipt.objects.filter(agreement=row.agreement, organisation=by.organisation_id).order_by("at", "pk")
        ),
        can=policy.exits.abilities_of(by, row),
    )


def pieces(row: Exit, by: Actor, most: int | None = None) -> tuple[list[Shown], list[Shown]]:
    """Pages of ours that the others were shown, and of theirs that we were, each as far as its reader may see it."""
    rows = row.pieces.select_related("item", "owner", "holder", "decided_by", "done_by")
    rows = rows.order_by(SETTLED, "holder", "pk")
    ours = list(rows.filter(owner=by.organisation_id)[:most])
    theirs = list(rows.filter(holder=by.organisation_id)[:most])
    seen, who = _seen([*ours, *theirs], by), _who(row, by)
    return (
        [Shown(piece, seen.get(piece.item.uid)) for piece in ours],
        [Shown(piece, seen.get(piece.item.uid), tuple(who.get(piece.item_id, ()))) for piece in theirs],
    )


def _seen(rows: list[Piece], by: Actor) -> dict[str, Item]:
    """The pages that the reader may see, by id; of so many at a time what is shown of others' is written down."""
    uids = list(dict.fromkeys(piece.item.uid for piece in rows))
    view = sight.of(by)
    found: dict[str, Item] = {}
    for start in range(0, len(uids), references.MOST):
        found |= references.titles(uids[start : start + references.MOST], view)
    return found


def _who(row: Exit, by: Actor) -> dict[int, list[str]]:
    """By page of the others, who of the actor's own people were shown it under the agreement."""
    shown = Exposure.objects.filter(basis_id__in=gathering.bases(row.agreement), organisation_id=by.organisation)
    pairs = set(shown.exclude(gathering.unconfirmed()).order_by().values_list("item_id", "person_id").distinct())
    people = Person.objects.filter(pk__in={person for _item, person in pairs}).order_by("name", "pk")
    found: dict[int, list[str]] = defaultdict(list)
    for person in people:
        for item_id in sorted(item for item, seen_by in pairs if seen_by == person.pk):
            found[item_id].append(person.name)
    return found


def results(row: Exit, by: Actor) -> list[Asset]:
    """What the register of one's own organisation says came out of the work together."""
    found = register.assets.scope(by).filter(
        origin=Asset.Origin.FOREGROUND, partnership=row.agreement.partnership_id, given_up_at=None
    )
    return list(found.prefetch_related("holdings__organisation").order_by("title", "pk"))


def _unconfirmed(row: Exit, by: Actor) -> int:
    ours = Disclosure.objects.filter(owner=by.organisation_id, confirmed_at=None, retracted_at=None)
    return ours.filter(agreement__basis__in=gathering.bases(row.agreement)).count()


def _access(row: Exit, by: Actor) -> Access:
    """What was shown of what is ours under this agreement, and whether anything was after it closed."""
    basis: Basis | None = row.agreement.basis
    assert basis is not None  # only what all have signed ends
    ids = gathering.bases(row.agreement)
    shown = Exposure.objects.filter(owner_id=by.organisation, basis_id__in=ids).exclude(channel__in=BY_HAND)
    if basis.stays:  # what both wrote stays readable to both
        shown = shown.exclude(grant_id__in=Grant.objects.filter(joint=True, basis_id__in=ids).values("pk"))
    last = shown.order_by("-at").values_list("at", flat=True).first()
    return Access(basis.closes_at, last, shown.filter(at__gte=basis.closes_at + gathering.ANSWERING).count())
