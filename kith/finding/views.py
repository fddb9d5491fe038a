"""Pages of searches that are kept, gaps, and words that mean the same."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Refused, Unseen
from kith.finding import forms, policy, watching
from kith.finding import gaps as gap_rows
from kith.finding import synonyms as words
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.identity.queries import colleagues
from kith.knowledge.queries import sittings


@require_safe
@signed_in
def watches(request: SignedInRequest) -> HttpResponse:
    """The searches that she keeps."""
    rows = policy.watches.scope(request.actor).order_by("query", "pk")
    return render(request, "finding/watches.html", {"rows": rows})


@require_POST
@signed_in
def watch_new(request: SignedInRequest) -> HttpResponse:
    """Keep a search."""
    given = request.POST
    try:
        row = watching.keep(given.get("q", ""), {n: given.get(n, "") for n in watching.NARROWINGS}, by=request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("watches")
    messages.success(request, _("Kept. You are told when something new answers it."))
    return redirect(_address(row.query, row.narrowed))


@require_safe
@signed_in
def watch(request: SignedInRequest, uid: str) -> HttpResponse:
    """What answers a search that is kept."""
    row = watching.look(uid, by=request.actor)
    return redirect(_address(row.query, row.narrowed))


@require_POST
@signed_in
def watch_telling(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say whether she wants to be told."""
    watching.be_told(uid, request.POST.get("tells") == "1", by=request.actor)
    return redirect("watches")


@require_POST
@signed_in
def watch_end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Let a search go."""
    watching.let_go(uid, by=request.actor)
    return redirect("watches")


def _address(query: str, narrowed: dict[str, str]) -> str:
    return f"{reverse('search')}?{urlencode({'q': query, **narrowed})}"


@require_safe
@signed_in
def gaps(request: SignedInRequest) -> HttpResponse:
    """What was looked for in vain, and how long searching takes; for stewards."""
    by = request.actor
    found = gap_rows.of(by)
    context = {"rows": found, "keeps": by.keeps, "spent": sittings.spent(by) if by.keeps else None}
    return render(request, "finding/gaps.html", context)


@signed_in
def gap(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask somebody to write down what was looked for in vain."""
    by = request.actor
    shown = next((each for each in gap_rows.of(by) if each.row.pk == pk), None)
    if shown is None or by.organisation_id is None:
        raise Unseen("Gap")
    people = [(seat.person_id, seat.person.name) for seat in colleagues(by.organisation_id).select_related("person")]
    form = forms.GapForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            gap_rows.ask(pk, form.cleaned_data["owner"], form.cleaned_data["due_on"], by=by)
            messages.success(request, _("She is told, and it stands among what was promised."))
            return redirect("gaps")
    return render(request, "finding/gap.html", {"gap": shown, "form": form}, status=422 if form.is_bound else 200)


@signed_in
def synonyms(request: SignedInRequest) -> HttpResponse:
    """Words that mean the same; a steward adds to them."""
    by = request.actor
    form = forms.SynonymForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            words.add(form.cleaned_data["words"], by=by)
            return redirect("synonyms")
    context = {"rows": words.of(by), "form": form, "keeps": by.keeps}
    return render(request, "finding/synonyms.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def synonym_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an entry away."""
    words.remove(pk, by=request.actor)
    return redirect("synonyms")
