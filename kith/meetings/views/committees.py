"""Pages of committees: all that is coming, founding one, and one with what is done in it."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Denied
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.meetings import forms, policy, subjects
from kith.meetings.actions import committees as actions
from kith.meetings.actions import seating
from kith.meetings.queries import committees as queries
from kith.meetings.views import deeds
from kith.meetings.views.deeds import Deed


@require_safe
@signed_in
def overview(request: SignedInRequest) -> HttpResponse:
    """What comes next, what waits for her vote, and the committees."""
    return render(request, "meetings/overview.html", {"page": queries.overview(request.actor)})


@signed_in
def committee_new(request: SignedInRequest) -> HttpResponse:
    """Found a committee."""
    if not request.actor.keeps:
        sentence = policy.committees.refusals["run"]
        raise Denied(sentence, ability="run", kind="committee", object_id=request.actor.organisation_id)
    form = forms.CommitteeForm(
        request.POST or None,
        people=queries.candidates(request.actor),
        purposes=subjects.PURPOSES.items(),
        initial={"chair": request.actor.person_id},
    )
    if request.method == "POST" and form.is_valid():
        with explained(form):
            given = form.cleaned_data
            row = actions.found(
                form.rules, given["chair"], form.members, by=request.actor, purpose=given.get("purpose", "")
            )
            messages.success(request, _("Founded."))
            return redirect("committee", uid=row.uid)
    return render(request, "meetings/committee_new.html", {"form": form}, status=422 if form.is_bound else 200)


DEEDS = {
    "change": Deed(
        "run",
        forms.RulesForm,
        lambda uid, form, by: actions.change(uid, form.rules, by=by),
        gettext_lazy("Changed."),
    ),
    "seat": Deed(
        "run",
        forms.PersonForm,
        lambda uid, form, by: seating.seat(uid, form.cleaned_data["person"], by=by),
        gettext_lazy("The seat is given."),
    ),
    "unseat": Deed(
        "run",
        forms.NamedForm,
        lambda uid, form, by: seating.unseat(uid, form.cleaned_data["person"] or 0, by=by),
        gettext_lazy("The seat is ended."),
        button=True,
    ),
    "chair": Deed(
        "run",
        forms.NamedForm,
        lambda uid, form, by: seating.make_chair(uid, form.cleaned_data["person"] or 0, by=by),
        gettext_lazy("The chair is given."),
        button=True,
    ),
    "close": Deed(
        "run",
        forms.NothingForm,
        lambda uid, form, by: actions.close(uid, by=by),
        gettext_lazy("Closed. What it decided stays."),
        button=True,
    ),
}


@require_safe
@signed_in
def committee(request: SignedInRequest, uid: str) -> HttpResponse:
    """One committee."""
    return _shown(request, queries.page(uid, request.actor))


@require_POST
@signed_in
def committee_deed(request: SignedInRequest, uid: str, deed: str) -> HttpResponse:
    """Change its rules or its seats, or close it."""
    page = queries.page(uid, request.actor)
    found = deeds.of(DEEDS, deed)
    form = _form(deed, page, request.POST)
    if deeds.done(request, found, uid, form):
        return redirect("committee", uid=uid)
    return _shown(request, page, {deed: form})


def _shown(
    request: SignedInRequest, page: queries.CommitteePage, bound: dict[str, django_forms.Form] | None = None
) -> HttpResponse:
    drawn = {name: _form(name, page) for name, deed in DEEDS.items() if deed.ability in page.can and not deed.button}
    context = {"page": page, "forms": drawn | (bound or {})}
    return render(request, "meetings/committee.html", context, status=422 if bound else 200)


def _form(deed: str, page: queries.CommitteePage, given: Any = None) -> django_forms.Form:
    """The form of a deed; its fields' ids carry its name, because all of them stand on one page."""
    kind = DEEDS[deed].form
    if kind is forms.PersonForm:
        return forms.PersonForm(given, people=page.candidates, auto_id=f"{deed}_%s")
    row = page.committee
    rules = {"name": row.name, "quorum": row.quorum, "answer_days": row.answer_days}
    return kind(given, initial=rules, auto_id=f"{deed}_%s")
