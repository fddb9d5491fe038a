"""Pages of exports."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.core.errors import Refused
from kith.exchange import actions, forms, queries
from kith.exchange.actions import READY
from kith.exchange.formats import FORMATS
from kith.exchange.models import Export
from kith.identity.edges import SignedInRequest, explained, proven, signed_in
from kith.notices import edges as notices
from kith.ui.parts import is_part


@signed_in
def exports(request: SignedInRequest) -> HttpResponse:
    """Her exports, with how far each is; as a part of the page for a script."""
    rows = queries.listed(request.actor)
    notices.seen(request, {READY: [row.export.pk for row in rows]})
    waits = any(row.export.finished_at is None for row in rows)
    template = "exchange/list.html" if is_part(request) else "exchange/exports.html"
    return render(request, template, {"rows": rows, "waits": waits})


@signed_in
@proven
def export_new(request: SignedInRequest) -> HttpResponse:
    """Ask for an export of a page, of it with all below it, or of a space."""
    asked = request.GET
    if not {"item", "space"} & set(asked):  # it begins on a page
        return redirect("exports")
    wish = queries.wish(asked.get("item", "")[:20], asked.get("space", "")[:20], request.actor)
    scopes = [Export.Scope.ITEM, Export.Scope.TREE] if wish.item else [Export.Scope.SPACE]
    form = forms.ExportForm(request.POST or None, scopes=[str(scope) for scope in scopes])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        uid = wish.item.uid if wish.item else wish.space.uid if wish.space else ""
        with explained(form):
            actions.ask(given["scope"], uid, given["format"], by=request.actor)
            messages.success(request, _("It is being made. You are told when it is ready."))
            return redirect("exports")
    status = 422 if form.is_bound else 200
    return render(request, "exchange/export_new.html", {"wish": wish, "form": form}, status=status)


@require_safe
@signed_in
@proven
def export_file(request: SignedInRequest, uid: str) -> HttpResponseBase:
    """An export's file."""
    try:
        row = actions.fetch(uid, by=request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("exports")
    response = FileResponse(
        actions.opened(row),
        as_attachment=True,
        filename=row.name,
        content_type=FORMATS[row.format].media_type,
    )
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
