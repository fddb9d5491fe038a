"""What workers do for imports: read what was sent, bring it in, undo it. Each may be cut off and begun again."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor
from kith.exchange import archive_parts, bringing, desk, events, taking_in
from kith.exchange.models import Import
from kith.identity import behalf
from kith.knowledge.importing import planning, undoing
from kith.knowledge.importing.report import Report
from kith.knowledge.importing.run import import_folder
from kith.knowledge.importing.way import SERIES, Made, Way
from kith.notices import actions as notices
from kith.prose import profile as profiles

READY = "import"  # the kind of notices
STEP = 20  # pages between two words about how far it is
ARCHIVE = "Kith"  # what an archive of Kith's own is called

State = Import.State


def work(pk: int) -> str:
    """Do what an import waits for; the state that it has then. What stops it is said in its row."""
    row = Import.objects.select_related("person", "organisation", "space", "under").filter(pk=pk).first()
    if row is None or row.state not in Import.WAITS:
        return row.state if row else ""
    turn = {State.SENT: _read, State.AGREED: _bring, State.UNDOING: _undo}[State(row.state)]
    return behalf.do(
        row.person,
        row.organisation_id,
        partial(turn, row),
        partial(_fail, row),
        not_hers=gettext_lazy("The space is not yours to write in any more."),
        broken=gettext_lazy("It went wrong. Ask whoever runs this Kith to look into its log."),
    )


def _read(row: Import, by: Actor) -> str:
    """Read what was sent, and plan what it would become."""
    if archive_parts.is_archive(bringing.sent_file(row)):
        row.form = ARCHIVE
        report = taking_in.plan(bringing.sent_file(row), row.space, by=by, way=_way(row))
    else:
        answer = desk.lay(bringing.sent_file(row), row.name, _work(row), row.documents, tick=_tick(row))
        row.form = answer.form
        row.total, row.done = 0, 0
        report = planning.plan(_work(row) / desk.PAGES, row.space, _profile(row), by=by, way=_way(row))
        answer.add_to(report)
    if not report.count("page") and not report.count("attachment"):
        return _fail(row, _("There is no page in it that could be read."))
    return _finish(row, State.READ, report)


def _tick(row: Import) -> Callable[[int, int], None]:
    def tick(done: int, total: int) -> None:
        row.done, row.total = done, total
        if done % STEP == 1:
            _say(row)

    return tick


def _bring(row: Import, by: Actor) -> str:
    """Bring in what was agreed to."""
    way = _way(row)
    if row.form == ARCHIVE:
        report = taking_in.take_in(bringing.sent_file(row), row.space, by=by, way=way)
    else:
        report = import_folder(_work(row) / desk.PAGES, row.space, _profile(row), by=by, way=way)
        desk.answer(_work(row)).add_to(report)
    done = events.ImportDone(
        by=by,
        import_id=row.pk,
        space_id=row.space_id,
        items=len(report.made.items),
        versions=len(report.made.versions),
    )
    state = _finish(row, State.DONE, report, done)
    shutil.rmtree(bringing.folder(row), ignore_errors=True)  # what was sent, too: it is in, sealed like everything
    return state


def _undo(row: Import, by: Actor) -> str:
    """Undo what came in."""
    undone = undoing.undo(Made.from_json(row.made), by=by)
    row.report["stays"] = [list(pair) for pair in undone.stays[:200]]
    row.report["undone"] = {"binned": undone.binned, "restored": undone.restored}
    row.state, row.finished_at = State.UNDONE, clock.now()
    with transaction.atomic():
        row.save()
        ledger.record(
            events.ImportUndone(
                by=by, import_id=row.pk, space_id=row.space_id, items=undone.binned, versions=undone.restored
            )
        )
    return row.state


def _profile(row: Import) -> profiles.Profile:
    return profiles.shipped(row.profile) if row.profile else profiles.PLAIN


def _way(row: Import) -> Way:
    """How it comes in. How far it is, and what it has made, is kept as it goes."""
    made = Made.from_json(row.made)

    def keep() -> None:
        Import.objects.filter(pk=row.pk).update(made=made.as_json())

    def tick() -> None:
        row.done += 1
        if row.done % STEP == 1:
            _say(row)

    series = f"{SERIES}{row.series}/"
    return Way(series=series, under=row.under, classification=row.classification, made=made, keep=keep, tick=tick)


def _say(row: Import) -> None:
    """Say how far it is."""
    Import.objects.filter(pk=row.pk).update(done=row.done, total=row.total, moved_at=clock.now())


def _finish(row: Import, state: str, report: Report, fact: events.ImportDone | None = None) -> str:
    row.report = {
        "lines": [[line.path, line.became, line.outcome, line.notes, line.title] for line in report.lines],
        "sums": {**report.summary(), "left_out": report.count("left out")},
        "noted": sum(bool(line.notes) for line in report.lines),
    }
    row.made = report.made.as_json()
    row.state, row.finished_at, row.failed = state, clock.now(), ""
    row.total = row.done = report.count("page")
    with transaction.atomic():
        row.save()
        if fact is not None:
            ledger.record(fact)
        notices.tell(READY, row.pk, [(row.person_id, row.organisation_id)], by=SYSTEM)
    return state


def _fail(row: Import, sentence: str) -> str:
    row.state, row.failed, row.finished_at = State.FAILED, sentence[:300], clock.now()
    row.save(update_fields=["state", "failed", "finished_at"])
    return row.state


def _work(row: Import) -> Path:
    return bringing.folder(row) / "desk"


def sweep() -> int:
    """Drop what nobody agreed to for a month, and what was sent and could not be brought in; how many were dropped."""
    before = clock.now() - bringing.KEPT
    old = list(Import.objects.filter(state__in=[State.READ, State.FAILED, State.DONE], finished_at__lt=before))
    for row in old:
        shutil.rmtree(bringing.folder(row), ignore_errors=True)
    return Import.objects.filter(pk__in=[row.pk for row in old], state=State.READ).update(state=State.DROPPED)
