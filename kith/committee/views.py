"""Requests to the committee: asking, putting to the vote, deciding, taking back."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.committee import forms, policy
from kith.committee.actions import asking, deciding
from kith.committee.models import Request
from kith.committee.queries import requests
from kith.core import clock
from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.meetings.models import Outcome
from kith.notices import edges as notices


@require_safe
@signed_in
def every(request: SignedInRequest) -> HttpResponse:
    """What the committee is asked."""
    return render(request, "committee/requests.html", {"page": requests.page(request.actor)})


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    """Ask the committee."""
    by = request.actor
    item, sort = request.GET.get("item", ""), request.GET.get("sort", "")
    start: dict[str, Any] = {
        "sort": sort,
        "asset": request.GET.get("asset", ""),
        "partner": request.GET.get("partner", ""),
    }
    if item.isalnum():
        start["pages"] = request.build_absolute_uri(reverse("item", args=[item]))
    partners, assets = requests.choices(by)
    form = forms.AskForm(request.POST or None, initial=start, partners=partners, assets=assets)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            row = asking.ask(form.asking(), by=by)
            messages.success(request, _("Asked. Whoever chairs the committee is told."))
            return redirect("request", uid=row.uid)
    context = {"form": form, "committee": requests.page(by).committee, "may_found": by.keeps}
    return render(request, "committee/request_new.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def one(request: SignedInRequest, uid: str) -> HttpResponse:
    """One request."""
    return _page(request, uid)


def _page(request: SignedInRequest, uid: str, status: int = 200, **shown: Any) -> HttpResponse:
    page = requests.one(uid, request.actor)
    notices.seen(request, {asking.ASKED: [page.row.pk], deciding.DECIDED: [page.row.pk]})
    context = {
        "page": page,
        "put": forms.PutForm(auto_id="put_%s"),
        "ruling": _ruling(request, page.row),
        "alone": _ruling(request, page.row, auto_id="alone_%s"),
    }
    return render(request, "committee/request.html", context | shown, status=status)


def _ruling(request: SignedInRequest, row: Request, data: Any = None, auto_id: str = "id_%s") -> forms.RulingForm:
    today = clock.day_of(clock.now(), str(getattr(request.user, "zone", "UTC")))
    start = {"owner": row.asked_by_id, "due_on": today + timedelta(days=14)}
    return forms.RulingForm(data, initial=start, people=requests.people(row), auto_id=auto_id)


@require_POST
@signed_in
def put(request: SignedInRequest, uid: str) -> HttpResponse:
    """Put it to the vote."""
    form = forms.PutForm(request.POST, auto_id="put_%s")
    requests.one(uid, request.actor)
    if form.is_valid():
        with explained(form):
            deciding.put(uid, form.cleaned_data["words"], by=request.actor, closes_on=form.cleaned_data["closes_on"])
            messages.success(request, _("Put to the vote. The members are told."))
            return redirect("request", uid=uid)
    return _page(request, uid, 422, put=form)


@require_POST
@signed_in
def decision(request: SignedInRequest, uid: str) -> HttpResponse:
    """Close the vote and do what was voted."""
    page = requests.one(uid, request.actor)
    form = _ruling(request, page.row, request.POST)
    if form.is_valid():
        with explained(form):
            deciding.decide(uid, form.ruling(), by=request.actor)
            said = _("The vote is closed.")
            ballot = requests.one(uid, request.actor).ballot
            if ballot and ballot.ballot.outcome == Outcome.NO_QUORUM:
                said = _("Too few have voted, so nothing is decided. It can be put again.")
            messages.success(request, said)
            return redirect("request", uid=uid)
    return _page(request, uid, 422, ruling=form)


@require_POST
@signed_in
def hurry(request: SignedInRequest, uid: str) -> HttpResponse:
    """Decide alone, as the chair."""
    page = requests.one(uid, request.actor)
    policy.requests.require(request.actor, "hurry", page.row)
    form = _ruling(request, page.row, request.POST, "alone_%s")
    if form.is_valid():
        with explained(form):
            deciding.decide_alone(uid, form.ruling(), by=request.actor)
            messages.success(request, _("Granted. Put it to the committee within two weeks, or it ends."))
            return redirect("request", uid=uid)
    return _page(request, uid, 422, alone=form)


@require_POST
@signed_in
def withdrawal(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take a request back."""
    return _done(request, uid, lambda: asking.withdraw(uid, by=request.actor), _("Taken back."))


@require_POST
@signed_in
def stop(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take back what was granted."""
    form = forms.ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = _("It does not hold any more. What was shown stays recorded.")
    return _done(request, uid, lambda: deciding.stop(uid, reason, by=request.actor), done)


def _done(request: SignedInRequest, uid: str, do: Any, done: str) -> HttpResponse:
    try:
        do()
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("request", uid=uid)
