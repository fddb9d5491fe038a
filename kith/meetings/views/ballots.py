"""Pages of questions: putting one to the vote, voting, and closing it."""

from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kith.core import clock
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.meetings import forms, policy
from kith.meetings.actions import balloting, voting
from kith.meetings.queries import ballots as queries
from kith.meetings.queries import committees, members
from kith.meetings.views import deeds
from kith.meetings.views.deeds import Deed
from kith.notices import edges as notices


@signed_in
def ballot_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Put a question to a committee."""
    page = committees.page(uid, request.actor)
    policy.committees.require(request.actor, "call", page.committee)
    form = _ballot_form(request, page)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            given = form.cleaned_data
            row = balloting.put(
                uid,
                given["question"],
                given["words"],
                form.pack,
                by=request.actor,
                barred=form.bars,
                closes_on=given["closes_on"],
                meeting_uid=given["meeting"],
            )
            messages.success(request, _("Put to the vote. The members are told."))
            return redirect("ballot", uid=row.uid)
    context = {"page": page, "form": form}
    return render(request, "meetings/ballot_new.html", context, status=422 if form.is_bound else 200)


def _ballot_form(request: SignedInRequest, page: committees.CommitteePage) -> forms.BallotForm:
    zone = str(getattr(request.user, "zone", "UTC"))
    chosen = request.GET.get("meeting", "")
    day = clock.day_of(clock.now(), zone) + timedelta(days=page.committee.answer_days)
    return forms.BallotForm(
        request.POST or None,
        people=[(row.person_id, row.name) for row in members(page.committee)],
        meetings=queries.to_put(page.committee.pk),
        initial={"meeting": chosen, "closes_on": None if chosen else day},
    )


DEEDS = {
    "vote": Deed(
        "vote",
        forms.VoteForm,
        lambda uid, form, by: voting.vote(uid, form.cleaned_data["choice"], form.cleaned_data["words"], by=by),
        gettext_lazy("Noted. You can change it until the question is closed."),
    ),
    "conflict": Deed(
        "declare",
        forms.ConflictForm,
        lambda uid, form, by: voting.declare(uid, form.cleaned_data["reason"], by=by),
        gettext_lazy("Noted. You have no vote in this."),
    ),
    "meeting": Deed(
        "see",
        forms.TakeUpForm,
        lambda uid, form, by: balloting.take_up(uid, form.cleaned_data["meeting"], by=by),
        gettext_lazy("That meeting decides it."),
    ),
    "close": Deed(
        "close",
        forms.NothingForm,
        lambda uid, form, by: balloting.end(uid, by=by),
        gettext_lazy("Closed, and counted. The members are told."),
        button=True,
    ),
}


@require_safe
@signed_in
def ballot(request: SignedInRequest, uid: str) -> HttpResponse:
    """One question."""
    return _shown(request, queries.page(uid, request.actor))


@require_POST
@signed_in
def ballot_deed(request: SignedInRequest, uid: str, deed: str) -> HttpResponse:
    """Vote, say that one has an interest of one's own, or close it."""
    page = queries.page(uid, request.actor)
    found = deeds.of(DEEDS, deed)
    form = _form(deed, page, request.POST)
    if deeds.done(request, found, uid, form):
        return redirect("ballot", uid=uid)
    return _shown(request, page, {deed: form})


def _shown(
    request: SignedInRequest, page: queries.BallotPage, bound: dict[str, django_forms.Form] | None = None
) -> HttpResponse:
    notices.seen(request, {balloting.CLOSED: [page.ballot.pk], balloting.OPENED: [page.ballot.pk]})
    drawn = {name: _form(name, page) for name in DEEDS if _stands(name, page)}
    context = {"page": page, "forms": drawn | (bound or {})}
    return render(request, "meetings/ballot.html", context, status=422 if bound else 200)


def _stands(deed: str, page: queries.BallotPage) -> bool:
    """Whether the form of a deed stands on the page."""
    if deed == "meeting":
        return bool(page.meetings)
    return not DEEDS[deed].button and DEEDS[deed].ability in page.can


def _form(deed: str, page: queries.BallotPage, given: Any = None) -> django_forms.Form:
    """The form of a deed; its fields' ids carry its name, because all of them stand on one page."""
    if deed == "meeting":
        meeting = page.ballot.meeting.uid if page.ballot.meeting else ""
        start = {"meeting": meeting}
        return forms.TakeUpForm(given, meetings=page.meetings, initial=start, auto_id=f"{deed}_%s")
    mine = page.mine
    said = {"choice": mine.choice, "words": mine.words} if mine and deed == "vote" else {}
    return DEEDS[deed].form(given, initial=said, auto_id=f"{deed}_%s")
