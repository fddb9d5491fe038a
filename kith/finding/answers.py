"""Answers that are written: asked for, made by a worker from passages that may be sent, and checked when shown.

What is sent and what is shown comes from pages that are open to whoever asks, at that moment. An answer that names no
passage says nothing: it is taken for "I don't know".
"""

import logging
import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Denied, Refused, Unseen
from kith.finding import endpoint, events, policy
from kith.finding.models import Written
from kith.identity import queries as identity
from kith.knowledge.queries import passages, rows
from kith.knowledge.queries.passages import Passage

log = logging.getLogger(__name__)
MOST = 30  # that one person may ask for in an hour
KEPT = timedelta(days=1)
_CITED = re.compile(r"\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
_BEHIND = re.compile(rf"([.!?。！？])[^\S\n]*((?:{_CITED.pattern}[^\S\n]*)+)")  # numbers behind the full stop
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|\n+")
State = Written.State


@dataclass(frozen=True)
class Said:
    """A piece of an answer: some words, or the number of a source with its page."""

    text: str
    row: rows.Row | None = None


@dataclass(frozen=True)
class Shown:
    """An answer as it is shown: its pieces, and the pages that it names, each with its number."""

    row: Written
    said: list[Said]
    sources: list[tuple[int, rows.Row]]
    closed: bool = False  # a page that it was written from has changed or is not open to her any more


def ask(query: str, *, by: Actor) -> Written:
    """Ask for an answer to be written.

    Raises:
        Refused: there is no endpoint, nothing is asked, or she asked for thirty within the hour.
    """
    if not endpoint.there():
        raise Refused(_("Answers are not written here. Whoever runs this Kith can name an endpoint that does."))
    words = " ".join(query.replace("\x00", " ").split())[:400]
    if not words:
        raise Refused(_("Ask something first."), "q")
    recent = policy.written.scope(by).filter(asked_at__gt=clock.now() - timedelta(hours=1))
    if recent.count() >= MOST:
        raise Refused(_("Thirty answers were written for you within the hour. Ask again a little later."))
    return Written.objects.create(
        person_id=by.person, organisation_id=by.organisation, query=words, asked_at=clock.now()
    )


def write(pk: int) -> str:
    """Have an answer written, as whoever asked for it, with what is open to her now; how it ended."""
    row = Written.objects.select_related("person").filter(pk=pk, state=State.WAITING).first()
    try:
        by = identity.admitted(row.person, row.organisation_id) if row else None
    except Denied:
        if row is not None:
            _end(row, State.FAILED)
        return "gone"
    if row is None or by is None:
        return "gone"
    try:
        return _write(row, by)
    except Exception:
        _end(row, State.FAILED)
        raise


def _write(row: Written, by: Actor) -> str:
    found = passages.of(by, row.query)
    sent = [each for each in found if _may_be_sent(each, by)]
    row.kept_back = len(found) - len(sent)
    if not sent:
        return _end(row, State.UNKNOWN)
    row.sources = [[each.item.pk, each.version_id] for each in sent]
    with transaction.atomic():  # before they are sent: what has left this machine is always on record
        ledger.record(events.PassagesSent(by=by, written_id=row.pk, item_ids=tuple(each.item.pk for each in sent)))
    try:
        text = endpoint.write(row.query, [(each.item.title, each.text) for each in sent])
    except endpoint.Failed as failed:
        log.warning("the endpoint for answers failed: %s", failed)
        return _end(row, State.FAILED)
    row.text = _proven(text, len(sent))
    return _end(row, State.DONE if row.text else State.UNKNOWN)


def shown(uid: str, *, by: Actor) -> Shown:
    """An answer with the pages that it names, if all pages that it was written from are still open to the asker.

    Raises:
        Unseen: there is none of hers.
    """
    row = policy.written.scope(by).filter(uid=uid).first()
    if row is None:
        raise Unseen("Written")
    if row.state != State.DONE:
        return Shown(row, [], [])
    if not passages.still_open(by, dict(row.sources)):
        return Shown(row, [], [], closed=True)
    named = {int(number) for numbers in _CITED.findall(row.text) for number in numbers.split(",")}
    pages = passages.show(by, [row.sources[number - 1][0] for number in sorted(named)])
    by_item = {page.item.pk: page for page in pages}
    if len(by_item) < len(named):  # shut between the two questions
        return Shown(row, [], [], closed=True)
    by_number = {number: by_item[row.sources[number - 1][0]] for number in sorted(named)}
    return Shown(row, _pieces(row.text, by_number), list(by_number.items()))


def tidy() -> int:
    """Take away answers of more than a day ago; how many."""
    return Written.objects.filter(asked_at__lt=clock.now() - KEPT).delete()[0]


def _may_be_sent(passage: Passage, by: Actor) -> bool:
    """Whether the operator allows it: never a trade secret, and of partners only where she said so."""
    item = passage.item
    highest = min(settings.KITH_ANSWERS_HIGHEST, Classification.TRADE_SECRET - 1)
    return item.classification <= highest and (item.organisation_id == by.organisation_id or settings.KITH_ANSWERS_LENT)


def _proven(text: str, sources: int) -> str:
    """The sentences that name a passage which was sent; numbers of others are taken away."""
    kept = []
    for sentence in _SENTENCE.split(_BEHIND.sub(lambda found: f" {found[2].strip()}{found[1]} ", text)):
        proven = _CITED.sub(lambda found: _known(found[1], sources), sentence).strip()
        if _CITED.search(proven) and _CITED.sub("", proven).strip(" ."):
            kept.append(proven)
    return " ".join(kept)


def _known(numbers: str, sources: int) -> str:
    known = [number.strip() for number in numbers.split(",") if 1 <= int(number) <= sources]
    return f"[{', '.join(known)}]" if known else ""


def _pieces(text: str, by_number: dict[int, rows.Row]) -> list[Said]:
    pieces, at = [], 0
    for found in _CITED.finditer(text):
        pieces.append(Said(text[at : found.start()]))
        pieces += [Said(number.strip(), by_number[int(number)]) for number in found[1].split(",")]
        at = found.end()
    return [piece for piece in [*pieces, Said(text[at:])] if piece.text]


def _end(row: Written, state: Written.State) -> str:
    Written.objects.filter(pk=row.pk, state=State.WAITING).update(
        state=state, text=row.text, sources=row.sources, kept_back=row.kept_back
    )
    return state.value
