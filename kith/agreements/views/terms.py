"""Writing the terms of an agreement: choosing its type, then clause by clause."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from kith.agreements.actions import amending, drafting
from kith.agreements.actions.drafting import Draft, TermsChanged
from kith.agreements.forms.fields import Side
from kith.agreements.forms.terms import TermsForm, further_of, signs, terms_of
from kith.agreements.models import Agreement
from kith.agreements.queries import agreements, partnership
from kith.agreements.queries.partnership import Relation
from kith.agreements.terms import catalogue
from kith.agreements.terms.types import TYPES
from kith.agreements.views import parties
from kith.core import clock
from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, explain, signed_in

DIGITS = 9  # more has no number of a revision
EARLIER = 10  # agreements whose terms can be taken over
Save = Callable[[Draft], Agreement]


@signed_in
def agreement_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Draft an agreement with a partner: first its type, then its terms."""
    relation = partnership.page(uid, request.actor)
    if not relation.page.can_run:
        raise Unseen("Partnership")
    kind = _asked_kind(request)
    like = agreements.find(request.GET["like"], request.actor) if request.GET.get("like") else None
    kind = kind or (like.kind if like else None)
    if kind is None:
        return _types(request, relation)
    today = clock.now().date()
    start = {
        "title": f"{Agreement.Kind(kind).label} {today.year}",
        "zone": request.user.zone if hasattr(request.user, "zone") else "UTC",
        "starts_on": today,
        "ends_on": today.replace(year=today.year + 1, day=min(today.day, 28)),
    }
    sides = parties.sides(relation, request.GET.getlist("with"), request.actor)
    for side in sides:
        start[f"sees_{side.organisation.pk}"] = ["organisation"]
    start |= signs(request.actor.organisation, request.actor.person)
    if like:
        start = terms_of(like) | {name: start[name] for name in ("title", "starts_on", "ends_on")}
    start |= further_of(kind, like.further if like else catalogue.start(kind), parties.names(sides))
    return _terms(request, relation, sides, kind, start, None, partial(drafting.draft, uid, by=request.actor))


@signed_in
def terms(request: SignedInRequest, uid: str) -> HttpResponse:
    """Change the terms of a draft."""
    page = agreements.page(uid, request.actor)
    if "change" not in page.can:
        raise Unseen("Agreement")
    newest = page.revisions[0].number if page.revisions else None
    given = request.POST.get("based_on", "")
    based_on = int(given) if given.isdecimal() and len(given) < DIGITS else newest
    save = partial(drafting.redraft, uid, by=request.actor, based_on=based_on)
    return _again(request, page.agreement, page.agreement.amends, save, newest)


@signed_in
def amendment_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Draft an amendment of a signed agreement."""
    page = agreements.page(uid, request.actor)
    if "amend" not in page.can:
        raise Unseen("Agreement")
    return _again(request, page.agreement, page.agreement, partial(amending.amend, uid, by=request.actor))


def _again(
    request: SignedInRequest, agreement: Agreement, amends: Agreement | None, save: Save, newest: int | None = None
) -> HttpResponse:
    """Ask for terms that begin with those of an agreement; of another type, if the address asks for one."""
    relation = partnership.between(agreement, request.actor)
    kind = _asked_kind(request)
    if kind is None and "kind" in request.GET:
        return _types(request, relation, agreement)
    values = catalogue.start(kind) if kind else {}
    kind = kind or agreement.kind
    further = request.GET.getlist("with") if "with" in request.GET else None
    sides = parties.sides(relation, further, request.actor, agreement)
    start = terms_of(agreement) | further_of(kind, values | agreement.further, parties.names(sides))
    start["ends_on"] = agreement.last_day  # to which it has renewed since
    return _terms(request, relation, sides, kind, start | {"based_on": newest}, amends, save)


def _asked_kind(request: SignedInRequest) -> str | None:
    kind = request.GET.get("kind") or request.POST.get("kind")
    return kind if kind in TYPES else None


def _types(request: SignedInRequest, relation: Relation, agreement: Agreement | None = None) -> HttpResponse:
    """Ask for the type of an agreement."""
    rows = [(Agreement.Kind(type_.key), type_) for type_ in TYPES.values()]
    context = {"relation": relation, "rows": rows, "agreement": agreement}
    chosen = [row.uid for row in parties.chosen(relation, agreement)]
    with_ = request.GET.getlist("with") if "with" in request.GET else chosen
    if agreement is None:
        context["earlier"] = [row for row in agreements.of(request.actor) if row.agreement.basis_id][:EARLIER]
    context |= {"further": parties.further(relation, request.actor), "with_": with_}
    return render(request, "agreements/types.html", context)


def _terms(
    request: SignedInRequest,
    relation: Relation,
    sides: list[Side],
    kind: str,
    start: dict[str, Any],
    amends: Agreement | None,
    save: Save,
) -> HttpResponse:
    """Ask for the terms of an agreement until they can be saved; then its page."""
    given = request.POST.copy()
    form = TermsForm(given or None, kind=kind, sides=sides, amends=amends, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("agreement", uid=save(form.terms()).uid)
        except Refused as refused:
            explain(form, refused)
            if isinstance(refused, TermsChanged):
                given["based_on"] = start["based_on"]  # she was told; the next time hers counts
    context = {
        "relation": relation,
        "form": form,
        "kind": Agreement.Kind(kind),
        "type": TYPES[kind],
        "changing": start.get("based_on") is not None,
    }
    return render(request, "agreements/terms.html", context, status=422 if form.is_bound else 200)
