"""Words that mean the same in an organisation: kept by its stewards, used in every search of its people."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Denied, Refused, Unseen
from kith.finding import events
from kith.search import analyzer, meaning
from kith.search.models import Synonym

SEPARATORS = "=,;\n"
MOST_WORDS = 8  # ways to say one thing


@dataclass(frozen=True)
class Entry:
    """One entry: its ways to say the same."""

    pk: int
    words: list[str]


def of(by: Actor) -> list[Entry]:
    """The entries of somebody's organisation, by their first words."""
    if not by.present:
        return []
    rows = Synonym.objects.filter(organisation_id=by.organisation)[: meaning.MOST]
    return sorted((Entry(row.pk, list(row.words)) for row in rows), key=lambda entry: entry.words[0].casefold())


@transaction.atomic
def add(written: str, *, by: Actor) -> Synonym:
    """Add words that mean the same, as they were written: parted by `=`, commas or lines.

    Raises:
        Denied: she is no steward.
        Refused: fewer than two, more than eight, too long ones, or too many entries.
    """
    _require_keeper(by)
    for separator in SEPARATORS:
        written = written.replace(separator, "\n")
    ways = list(dict.fromkeys(" ".join(each.replace("\x00", "").split())[:100] for each in written.split("\n")))
    ways = [each for each in ways if analyzer.words(each)]
    if len({tuple(analyzer.words(each)) for each in ways}) < 2:
        raise Refused(_("Write at least two ways to say it, parted by =."), "words")
    if len(ways) > MOST_WORDS:
        raise Refused(_("At most eight ways to say one thing."), "words")
    if any(len(analyzer.words(each)) > meaning.LONGEST for each in ways):
        raise Refused(_("A way to say it has at most five words."), "words")
    if Synonym.objects.filter(organisation_id=by.organisation).count() >= meaning.MOST:
        raise Refused(_("There are 2,000 entries already. Take some away first."), "words")
    row = Synonym.objects.create(organisation_id=by.organisation, words=ways, at=clock.now())
    ledger.record(events.SynonymAdded(by=by, synonym_id=row.pk, words=len(ways)))
    return row


@transaction.atomic
def remove(pk: int, *, by: Actor) -> None:
    """Take an entry away.

    Raises:
        Denied: she is no steward.
        Unseen: her organisation has no such entry.
    """
    _require_keeper(by)
    row = Synonym.objects.filter(pk=pk, organisation_id=by.organisation).first()
    if row is None:
        raise Unseen("Synonym")
    ledger.record(events.SynonymRemoved(by=by, synonym_id=row.pk))
    row.delete()


def _require_keeper(by: Actor) -> None:
    if not by.present:
        raise Unseen("Synonym")
    if not by.keeps:
        raise Denied(_("Stewards keep these words."), ability="keep", kind="synonym", object_id=by.organisation)
