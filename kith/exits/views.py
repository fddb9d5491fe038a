"""The end of an agreement, step by step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.exits import forms, packs
from kith.exits.actions import deciding, leaving
from kith.exits.queries import pages
from kith.identity.edges import SignedInRequest, explained, proven, signed_in


@require_safe
@signed_in
def exits(request: SignedInRequest) -> HttpResponse:
    """The ends that were recorded or came by themselves."""
    return render(request, "exits/exits.html", {"rows": pages.listing(request.actor)})


@require_safe
@signed_in
def exit_page(request: SignedInRequest, uid: str) -> HttpResponse:
    """One end."""
    return _page(request, uid)


@signed_in
@require_POST
def exit_deed(request: SignedInRequest, uid: str, deed: str) -> HttpResponse:
    """One step of it."""
    if deed not in DEEDS:
        raise Unseen("Deed")
    make, do, words = DEEDS[deed]
    pages.find(uid, request.actor)  # what she may not see is not there, whatever she sends
    form = make(request.POST)
    if form.is_valid():
        with explained(form):
            do(uid, form, request, request.actor)
            messages.success(request, str(words()))
            return redirect("exit", uid=uid)
    if not form.fields:
        for sentence in form.non_field_errors():
            messages.error(request, str(sentence))
        return redirect("exit", uid=uid)
    return _page(request, uid, {deed: form})


@require_safe
@signed_in
@proven
def exit_pack(request: SignedInRequest, uid: str) -> HttpResponse:
    """All that one's side keeps of it, in one file."""
    try:
        content = packs.of(uid, request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("exit", uid=uid)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="kith-exit-{uid}.zip"'
    response["Cache-Control"] = "no-store, private"
    return response


def _page(request: SignedInRequest, uid: str, bound: dict[str, Form] | None = None) -> HttpResponse:
    page = pages.page(uid, request.actor)
    start = {"results": page.side.results} if page.side.results else {}
    back = {name: getattr(page.side, name) for name in ("went_well", "went_badly", "reference", "contact")}
    context: dict[str, Any] = {
        "page": page,
        "decide": forms.DecideForm(),
        "results": forms.ResultsForm(initial=start),
        "certify": forms.CertifyForm(),
        "review": forms.ReviewForm(initial=back),
    }
    return render(request, "exits/exit.html", context | (bound or {}), status=422 if bound else 200)


def _chosen(request: SignedInRequest) -> list[str] | None:
    """The pieces that were chosen; None: all of them."""
    return None if "all" in request.POST else request.POST.getlist("piece")


Do = Callable[[str, Any, SignedInRequest, Actor], object]
DEEDS: dict[str, tuple[type[Form], Do, Callable[[], str]]] = {
    "decide": (
        forms.DecideForm,
        lambda uid, form, request, by: deciding.decide(
            uid, _chosen(request), form.cleaned_data["decision"], form.cleaned_data["words"], by=by
        ),
        lambda: _("Decided."),
    ),
    "list": (
        Form,
        lambda uid, _form, _request, by: deciding.confirm_list(uid, by=by),
        lambda: _("Confirmed. The other side is told."),
    ),
    "done": (
        Form,
        lambda uid, _form, request, by: deciding.carry_out(uid, _chosen(request), by=by),
        lambda: _("Written down."),
    ),
    "results": (
        forms.ResultsForm,
        lambda uid, form, _request, by: leaving.confirm_results(uid, form.cleaned_data["results"], by=by),
        lambda: _("Confirmed."),
    ),
    "certify": (
        forms.CertifyForm,
        lambda uid, form, _request, by: leaving.certify(uid, form.statement, by=by),
        lambda: _("Certified. Each side has a signed copy."),
    ),
    "backups": (
        Form,
        lambda uid, _form, _request, by: leaving.backups_gone(uid, by=by),
        lambda: _("Written down."),
    ),
    "review": (
        forms.ReviewForm,
        lambda uid, form, _request, by: leaving.look_back(uid, form.review, by=by),
        lambda: _("Written down."),
    ),
}
