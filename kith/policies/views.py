"""What an organisation asks of its people: asking, doing, attesting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core import clock
from kith.core.errors import Stale
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.policies import actions, forms, queries


@signed_in
def asked(request: SignedInRequest) -> HttpResponse:
    """What is asked of all our people; ask them to take note of a policy."""
    rows = queries.every(request.actor)
    form = forms.NoteForm(
        request.POST or None, choices=queries.to_ask(request.actor), initial={"page": request.GET.get("page", "")}
    )
    if request.method == "POST" and form.is_valid():
        with explained(form):
            row = actions.ask_to_note(form.cleaned_data["page"], form.cleaned_data["days"], by=request.actor)
            messages.success(request, _("Asked. Everybody is told."))
            return redirect("requirement", uid=row.uid)
    return _asked(request, rows, form, forms.TrainingForm(), 422 if form.is_bound else 200)


@require_POST
@signed_in
def training_new(request: SignedInRequest) -> HttpResponse:
    """Ask all our people for a training."""
    rows = queries.every(request.actor)
    form = forms.TrainingForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with explained(form):
            row = actions.ask_for_training(given["name"], given["months"], given["days"], by=request.actor)
            messages.success(request, _("Asked. Everybody is told."))
            return redirect("requirement", uid=row.uid)
    return _asked(request, rows, forms.NoteForm(choices=queries.to_ask(request.actor)), form, 422)


def _asked(
    request: SignedInRequest,
    rows: list[queries.Listed],
    note: forms.NoteForm,
    training: forms.TrainingForm,
    status: int,
) -> HttpResponse:
    return render(request, "policies/asked.html", {"rows": rows, "note": note, "training": training}, status=status)


@signed_in
def requirement(request: SignedInRequest, uid: str) -> HttpResponse:
    """Who has done one thing that is asked; attest a training."""
    page = queries.page(uid, request.actor)
    today = clock.day_of(clock.now(), str(getattr(request.user, "zone", "UTC")))
    people = [(str(row.member.person_id), row.member.person.name) for row in page.standings]
    form = forms.AttestForm(request.POST or None, people=people, initial={"done_on": today})
    if request.method == "POST" and form.is_valid():
        with explained(form):
            chosen = [int(pk) for pk in form.cleaned_data["people"]]
            actions.attest(uid, chosen, form.cleaned_data["done_on"], by=request.actor)
            messages.success(request, _("Attested."))
            return redirect("requirement", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "policies/requirement.html", {"page": page, "form": form}, status=status)


@require_POST
@signed_in
def requirement_end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Ask it no more."""
    actions.drop(uid, by=request.actor)
    messages.success(request, _("Nobody is asked that any more."))
    return redirect("asked")


@require_safe
@signed_in
def mine_asked(request: SignedInRequest) -> HttpResponse:
    """What is asked of her and she has not done."""
    return render(request, "policies/mine.html", {"rows": queries.waiting(request.actor)})


@require_POST
@signed_in
def note(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take note of a policy."""
    version = request.POST.get("version", "")
    try:
        actions.acknowledge(uid, int(version) if version.isdigit() else 0, by=request.actor)
        messages.success(request, _("Noted. Thank you."))
    except Stale:
        messages.error(request, _("There is a newer version by now. Read that one first."))
    return redirect("mine_asked")
