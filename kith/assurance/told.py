"""What notices about findings and checks tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.assurance import checks, policy
from kith.assurance.models import Standing
from kith.assurance.outcome import State
from kith.core.actor import Actor
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice

GIVEN = "finding_given"  # about a finding: it is to be mended by its reader
ANSWERED = "finding_answered"  # about a finding: its owner says that it is mended
LOOKED = "finding_looked"  # about a finding: somebody looked again
BROKE = "check_broke"  # about a standing: the check held before


def listen() -> None:
    """Let these notices be told."""
    kinds.register(GIVEN, lambda by, rows: _findings(by, rows, _("A finding was given to you: %(question)s")))
    kinds.register(ANSWERED, lambda by, rows: _findings(by, rows, _("It is mended; please look again: %(question)s")))
    kinds.register(LOOKED, lambda by, rows: _findings(by, rows, _("Somebody looked again: %(question)s")))
    kinds.register(BROKE, _broke)


def _findings(by: Actor, notices: list[Notice], words: str) -> dict[int, Line]:
    rows = policy.findings.scope(by).in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(words % {"question": checks.ALL[row.check_key].question}, reverse("finding", args=[row.uid]))
        for notice in notices
        if (row := rows.get(notice.about_id)) and row.check_key in checks.ALL
    }


def _broke(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    if not policy.reads(by):
        return {}
    ids = [notice.about_id for notice in notices]
    rows = Standing.objects.filter(organisation=by.organisation_id, state=State.FAILS).in_bulk(ids)
    words = _("This does not hold now: %(question)s")
    return {
        notice.pk: Line(
            words % {"question": checks.ALL[row.check_key].question}, reverse("check", args=[row.check_key])
        )
        for notice in notices
        if (row := rows.get(notice.about_id)) and row.check_key in checks.ALL
    }


def _check(key: str) -> str:
    return reverse("check", args=[key])
