"""Kinds of records that an organisation may let go after some months, and how each of them goes.

What proves a deed to a partner (the ledger, agreements, signatures, exposures, grants, decisions) is none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kith.audit.models import Denial
from kith.core import clock
from kith.core.errors import Sentence
from kith.files import letting_go
from kith.identity.actions import erasing as accounts
from kith.identity.models import Invitation
from kith.notices.models import Notice
from kith.privacy.actions import erasing
from kith.speakup.models import Message, Report
from kith.spiral.models import SessionFile

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Record:
    """One kind of record.

    Attributes:
        key: what it is called in rows; never changed.
        what: what goes, and since when its time runs.
        over: the rows of an organisation whose time was over at a moment.
        let_go: lets such rows go, in the caller's transaction; how many.
        at_once: how many of them in one transaction.
    """

    key: str
    title: Sentence
    what: Sentence
    over: Callable[[int, datetime], Rows]
    let_go: Callable[[Rows], int]
    at_once: int = 500  # rows that go in one transaction


def _people(organisation_id: int, before: datetime) -> Rows:
    return erasing.long_gone(organisation_id).filter(ended_at__lt=before)


def _erase(rows: Rows) -> int:
    seats = list(rows)
    for seat in seats:
        erasing.grant_by_rule(seat)
    return len(seats)


def _messages(organisation_id: int, before: datetime) -> Rows:
    return Notice.objects.filter(organisation=organisation_id, read_at__lt=before)


def _invitations(organisation_id: int, before: datetime) -> Rows:
    over = Q(accepted_at__isnull=False) | Q(withdrawn_at__isnull=False) | Q(expires_at__lt=clock.now())
    rows = Invitation.objects.filter(over, inviting=organisation_id, sent_at__lt=before)
    return rows.exclude(email__endswith=f"@{accounts.NOWHERE}")


def _recordings(organisation_id: int, before: datetime) -> Rows:
    rows = SessionFile.objects.filter(session__space__organisation=organisation_id, session__closed_at__lt=before)
    return rows.filter(Q(removed_at=None) | ~Q(text=""), added_at__lt=before)


def _take_recordings(rows: Rows) -> int:
    found = list(rows)
    SessionFile.objects.filter(pk__in=[row.pk for row in found]).update(text="", text_note="", name="")
    SessionFile.objects.filter(pk__in=[row.pk for row in found], removed_at=None).update(removed_at=clock.now())
    for row in found:
        letting_go.note(row.sha256)
    return len(found)


def _reports(organisation_id: int, before: datetime) -> Rows:
    return Report.objects.filter(organisation=organisation_id, closed_on__lt=before.date())


def _drop_reports(rows: Rows) -> int:
    ids = list(rows.values_list("pk", flat=True))
    Message.objects.filter(report__in=ids).delete()
    Report.objects.filter(pk__in=ids).delete()
    return len(ids)


def _denials(organisation_id: int, before: datetime) -> Rows:
    return Denial.objects.filter(organisation_id=organisation_id, minute__lt=before)


def _delete(rows: Rows) -> int:
    ids = list(rows.values_list("pk", flat=True))
    return int(rows.model._default_manager.filter(pk__in=ids).delete()[0])


RECORDS = (
    Record(
        "left",
        _("Who those were who left"),
        _("Name and mail address of people who left, from the day they left. What they did stays, without their name."),
        _people,
        _erase,
        at_once=20,
    ),
    Record(
        "messages",
        _("Messages"),
        _("What people were told inside Kith, from the day they read it."),
        _messages,
        _delete,
    ),
    Record(
        "invitations",
        _("Addresses of invitations"),
        _(
            "Name and mail address in invitations that were taken up, taken back or ran out, from the day they "
            "were sent."
        ),
        _invitations,
        accounts.forget,
    ),
    Record(
        "recordings",
        _("Recordings and transcripts"),
        _(
            "Files of talks in which knowledge was captured, from the day the talk was closed. One that was attached "
            "to a page stays there."
        ),
        _recordings,
        _take_recordings,
    ),
    Record(
        "reports",
        _("Reports without a name"),
        _("Closed reports of which nothing came, with all that was said about them, from the day they were closed."),
        _reports,
        _drop_reports,
    ),
    Record(
        "refusals",
        _("What was refused to whom"),
        _("How often somebody was refused something. That it happened stays in the ledger."),
        _denials,
        _delete,
    ),
)
BY_KEY = {record.key: record for record in RECORDS}
CHOICES = (3, 6, 12, 24, 36, 60, 84, 120)  # months; none: for good
