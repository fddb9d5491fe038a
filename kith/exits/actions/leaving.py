"""What a side does of its own: whose the results are, its certificate, its backups, and looking back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kith.agreements.models import Receipt
from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.deadlines import alerting
from kith.exits import certificates, days, events, standing, told
from kith.exits.actions.holding import Held, held
from kith.exits.models import Side
from kith.exits.standing import State
from kith.identity import queries as identity
from kith.identity.models import Person
from kith.notices import actions as notices


@transaction.atomic
def confirm_results(uid: str, words: str, *, by: Actor) -> Side:
    """Say whose the results of the work together are, as one's own side sees it.

    Raises:
        Unseen, Denied: it is not hers to run.
        Refused: nothing is said.
    """
    mine = held(uid, by)
    mine.side.results = plain.words(words, "results", 2000, _("Say whose they are, or that there are none."))
    mine.side.results_at, mine.side.results_by_id = clock.now(), by.person
    mine.side.save(update_fields=["results", "results_at", "results_by"])
    ledger.record(events.ResultsConfirmed(by=by, owner_id=by.organisation, exit_id=mine.row.pk))
    alerting.settle(days.EXIT, [mine.side.pk])
    return mine.side


@dataclass(frozen=True)
class Statement:
    """What somebody certifies, with her typed name; what stays in backups, and until when."""

    typed_name: str
    backups: str = ""
    backups_until: date | None = None


@transaction.atomic
def certify(uid: str, statement: Statement, *, by: Actor) -> Receipt:
    """Certify that one holds no copies but those that one may; signed, a copy for each side.

    Raises:
        Unseen, Denied: it is not hers to run.
        Refused: access is open; the other side may still decide; something is to be carried out; the name is another.
    """
    mine = held(uid, by)
    _may_certify(mine)
    name = Person.objects.get(pk=by.person).name
    if plain.folded(statement.typed_name) != plain.folded(name):
        raise Refused(_("Type your name as it stands here, %(name)s.") % {"name": name}, "typed_name")
    backups = plain.words(statement.backups, "backups", 1000)
    if bool(backups) != (statement.backups_until is not None):
        raise Refused(_("Say what stays in backups and by when it is overwritten, or neither."), "backups_until")
    side, now = mine.side, clock.now()
    if statement.backups_until and statement.backups_until < standing.day_of(mine.row, now):
        raise Refused(_("Choose a day to come."), "backups_until")
    side.certified_at, side.certified_by_id = now, by.person
    side.backups, side.backups_until = backups, statement.backups_until
    side.certificate = certificates.issue(mine.row, side, name, by=by)
    side.save(update_fields=["certified_at", "certified_by", "backups", "backups_until", "certificate"])
    ledger.record(
        events.ExitCertified(
            by=by,
            owner_id=by.organisation,
            exit_id=mine.row.pk,
            receipt_id=side.certificate.pk,
            backups_until=side.backups_until,
        )
    )
    alerting.settle(days.EXIT, [side.pk])
    others = mine.row.sides.exclude(pk=side.pk).values_list("organisation_id", flat=True)
    notices.tell(told.CERTIFIED, mine.row.pk, identity.keepers(others), by=by)
    return side.certificate


def _may_certify(mine: Held) -> None:
    if mine.side.certified_at:
        raise Refused(_("Your side has certified already."))
    if mine.state == State.NOTICE or mine.row.gathered_at is None:
        raise Refused(_("Access is still open, or closed just now: what was shown is not listed for good yet."))
    if mine.undecided(clock.now()):
        last = max(standing.list_by(side) for side in mine.sides if side is not mine.side)
        words = _("The other side may still decide, until %(day)s. You are told when it has.")
        raise Refused(words % {"day": date_format(last)})
    theirs = mine.row.pieces.filter(holder=mine.side.organisation_id)
    if any(piece.waits for piece in theirs):
        raise Refused(_("Some copies are to be returned or deleted first. Say which are."))


@transaction.atomic
def backups_gone(uid: str, *, by: Actor) -> Side:
    """Say that what had stayed in backups is overwritten.

    Raises:
        Unseen, Denied: it is not hers to run.
        Refused: nothing had stayed, or it was said.
    """
    mine = held(uid, by)
    if mine.side.backups_until is None or mine.side.backups_gone_at:
        raise Refused(_("Nothing is said to stay in backups."))
    mine.side.backups_gone_at = clock.now()
    mine.side.save(update_fields=["backups_gone_at"])
    ledger.record(events.BackupsGone(by=by, owner_id=by.organisation, exit_id=mine.row.pk))
    alerting.settle(days.EXIT, [mine.side.pk])
    return mine.side


@dataclass(frozen=True)
class Review:
    """What one side learned of the work together, and how it stands to the other one from now on."""

    went_well: str
    went_badly: str
    reference: str = ""
    contact: str = ""


@transaction.atomic
def look_back(uid: str, review: Review, *, by: Actor) -> Side:
    """Write down what went well and what did not; seen by one's own side, but for reference and contact.

    Raises:
        Unseen, Denied: it is not hers to run.
        Refused: access is open, or nothing is said.
    """
    mine = held(uid, by)
    if mine.state == State.NOTICE:
        raise Refused(_("Look back when access has closed."))
    if review.reference not in Side.Reference.values:
        raise Refused(_("Choose one of these."), "reference")
    side = mine.side
    side.went_well = plain.words(review.went_well, "went_well", 2000, _("Say what went well."))
    side.went_badly = plain.words(review.went_badly, "went_badly", 2000, _("Say what you would do otherwise."))
    side.reference, side.contact = review.reference, plain.words(review.contact, "contact", 500)
    side.reviewed_at, side.reviewed_by_id = clock.now(), by.person
    side.save(update_fields=["went_well", "went_badly", "reference", "contact", "reviewed_at", "reviewed_by"])
    ledger.record(events.ExitReviewed(by=by, owner_id=by.organisation, exit_id=mine.row.pk))
    alerting.settle(days.EXIT, [side.pk])
    return side
