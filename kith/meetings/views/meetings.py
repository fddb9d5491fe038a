"""Pages of meetings: calling one, one with its agenda, its minutes, and its files."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.meetings import calendars, forms, policy, reports
from kith.meetings.actions import agenda, calling, minuting
from kith.meetings.models import Meeting
from kith.meetings.queries import committees
from kith.meetings.queries import meetings as queries
from kith.meetings.views import deeds
from kith.meetings.views.deeds import Deed
from kith.notices import edges as notices
from kith.ui.reporting import Report
from kith.ui.reporting.answering import answer


@signed_in
def meeting_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Call a meeting of a committee."""
    page = committees.page(uid, request.actor)
    policy.committees.require(request.actor, "call", page.committee)
    zone = str(getattr(request.user, "zone", "UTC"))
    form = forms.MeetingForm(request.POST or None, initial={"zone": zone, "title": page.committee.name})
    if request.method == "POST" and form.is_valid():
        with explained(form):
            row = calling.call(uid, form.cleaned_data["title"], form.when, by=request.actor)
            messages.success(request, _("Called. The members are told."))
            return redirect("meeting", uid=row.uid)
    context = {"page": page, "form": form}
    return render(request, "meetings/meeting_new.html", context, status=422 if form.is_bound else 200)


DEEDS = {
    "point": Deed(
        "propose",
        forms.PointForm,
        lambda uid, form, by: agenda.add(uid, form.cleaned_data["title"], form.cleaned_data["words"], by=by),
        gettext_lazy("It stands on the agenda."),
    ),
    "move": Deed(
        "run",
        forms.WhenForm,
        lambda uid, form, by: calling.move(uid, form.when, by=by),
        gettext_lazy("Moved. The members are told."),
    ),
    "cancel": Deed(
        "run",
        forms.ReasonForm,
        lambda uid, form, by: calling.cancel(uid, form.cleaned_data["reason"], by=by),
        gettext_lazy("Cancelled. The members are told."),
    ),
    "up": Deed(
        "run",
        forms.NamedForm,
        lambda uid, form, by: agenda.shift(uid, form.cleaned_data["point"], up=True, by=by),
        gettext_lazy("It comes earlier."),
        button=True,
    ),
    "down": Deed(
        "run",
        forms.NamedForm,
        lambda uid, form, by: agenda.shift(uid, form.cleaned_data["point"], up=False, by=by),
        gettext_lazy("It comes later."),
        button=True,
    ),
    "remove": Deed(
        "propose",
        forms.NamedForm,
        lambda uid, form, by: agenda.remove(uid, form.cleaned_data["point"], by=by),
        gettext_lazy("It is off the agenda."),
        button=True,
    ),
    "approval": Deed(
        "approve",
        forms.ApprovalForm,
        lambda uid, form, by: minuting.approve(uid, form.cleaned_data["shown"], by=by),
        gettext_lazy("Approved. Nobody changes the minutes any more."),
        button=True,
    ),
}


@require_safe
@signed_in
def meeting(request: SignedInRequest, uid: str) -> HttpResponse:
    """One meeting."""
    return _shown(request, queries.page(uid, request.actor))


@require_POST
@signed_in
def meeting_deed(request: SignedInRequest, uid: str, deed: str) -> HttpResponse:
    """Move or cancel it, change its agenda, or approve its minutes."""
    page = queries.page(uid, request.actor)
    found = deeds.of(DEEDS, deed)
    form = _form(deed, page.meeting, request.POST)
    if deeds.done(request, found, uid, form):
        return redirect("meeting", uid=uid)
    return _shown(request, page, {deed: form})


def _shown(
    request: SignedInRequest, page: queries.MeetingPage, bound: dict[str, django_forms.Form] | None = None
) -> HttpResponse:
    pk = [page.meeting.pk]
    notices.seen(request, {calling.CALLED: pk, calling.MOVED: pk, calling.CANCELLED: pk})
    row = page.meeting
    drawn = {name: _form(name, row) for name, deed in DEEDS.items() if deed.ability in page.can and not deed.button}
    context = {"page": page, "forms": drawn | (bound or {})}
    return render(request, "meetings/meeting.html", context, status=422 if bound else 200)


def _form(deed: str, row: Meeting, given: Any = None) -> django_forms.Form:
    """The form of a deed; its fields' ids carry its name, because all of them stand on one page."""
    starts = row.starts_at.astimezone(ZoneInfo(row.zone))
    when = {"day": starts.date(), "time": starts.time(), "minutes": row.minutes, "zone": row.zone, "place": row.place}
    return DEEDS[deed].form(given, initial=when if deed == "move" else {}, auto_id=f"{deed}_%s")


@signed_in
def minutes(request: SignedInRequest, uid: str) -> HttpResponse:
    """Write the minutes."""
    page = queries.page(uid, request.actor)
    policy.meetings.require(request.actor, "record", page.meeting)
    form = forms.MinutesForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            minuting.write(uid, form.written, by=request.actor)
            messages.success(request, _("Written down. Another member approves them."))
            return redirect("meeting", uid=uid)
    context = {"page": page, "form": form}
    return render(request, "meetings/minutes.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def meeting_calendar(request: SignedInRequest, uid: str) -> HttpResponse:
    """The meeting for a calendar of one's own."""
    page = queries.page(uid, request.actor)
    points = [f"{number}. {row.point.title}" for number, row in enumerate(page.points, 1)]
    words = [page.meeting.committee.name, *points]
    if page.meeting.cancelled_at:
        words.insert(0, _("Cancelled: %(reason)s") % {"reason": page.meeting.reason})
    address = request.build_absolute_uri(reverse("meeting", args=[page.meeting.uid]))
    response = HttpResponse(calendars.of(page.meeting, "\n".join(words), address), content_type=calendars.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="kith-meeting-{page.meeting.uid}.ics"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
@signed_in
def agenda_file(request: SignedInRequest, uid: str) -> HttpResponse:
    """The agenda and the papers, as a file."""
    return _file(request, reports.agenda(queries.page(uid, request.actor)), "kith-agenda", uid)


@require_safe
@signed_in
def minutes_file(request: SignedInRequest, uid: str) -> HttpResponse:
    """The minutes, as a file."""
    page = queries.page(uid, request.actor)
    if not page.has_minutes:
        messages.error(request, _("Nobody has written the minutes yet."))
        return redirect("meeting", uid=uid)
    return _file(request, reports.minutes(page), "kith-minutes", uid)


def _file(request: SignedInRequest, report: Report, name: str, uid: str) -> HttpResponse:
    try:
        return answer(request, report, name)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("meeting", uid=uid)
