"""Pages of imports."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Refused
from kith.exchange import bringing, forms, import_queries
from kith.exchange.bringing_work import READY
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.notices import edges as notices
from kith.ui.parts import is_part
from kith.ui.reporting import Report, Table
from kith.ui.reporting.answering import answer


@require_safe
@signed_in
def imports(request: SignedInRequest) -> HttpResponse:
    """Her imports."""
    return render(request, "exchange/imports.html", {"rows": import_queries.listed(request.actor)})


@signed_in
def import_new(request: SignedInRequest) -> HttpResponse:
    """Send something that is to come into a space, or below a page."""
    asked = request.GET
    if not {"space", "under"} & set(asked):  # it begins at a place
        return redirect("imports")
    where = import_queries.place(asked.get("space", "")[:20], asked.get("under", "")[:20], request.actor)
    earlier = [(row.uid, f"{row.name}, {date_format(localtime(row.sent_at), 'DATE_FORMAT')}") for row in where.earlier]
    form = forms.ImportForm(request.POST or None, request.FILES or None, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sent = given["file"]
        with explained(form):
            row = bringing.send(
                where.space.uid,
                sent.name,
                sent.chunks(),
                by=request.actor,
                under_uid=where.under.uid if where.under else "",
                classification=given["classification"],
                documents=given["documents"],
                profile=given["profile"],
                earlier_uid=given.get("earlier", ""),
            )
            return redirect("import", uid=row.uid)
    status = 422 if form.is_bound else 200
    return render(request, "exchange/import_new.html", {"where": where, "form": form}, status=status)


@require_safe
@signed_in
def import_(request: SignedInRequest, uid: str) -> HttpResponse:
    """An import: how far it is, what comes in, what came in; as a part of the page for a script."""
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    shown = import_queries.one(uid, request.actor, view=request.GET.get("view", ""), page=page)
    notices.seen(request, {READY: [shown.row.pk]})
    template = "exchange/import_body.html" if is_part(request) else "exchange/import.html"
    return render(request, template, {"shown": shown})


@require_safe
@signed_in
def import_report(request: SignedInRequest, uid: str) -> HttpResponse:
    """An import's report as a workbook or a PDF."""
    shown = import_queries.one(uid, request.actor)
    head = [_("File"), _("Title"), _("Became"), _("Outcome"), _("What is different")]
    rows = [
        [line.path, line.title, line.became, line.outcome, "\n".join(line.notes)]
        for line in import_queries.lines_of(shown.row)
    ]
    row = shown.row
    about = [row.name, _("Into the space %(name)s") % {"name": row.space.name}, row.get_state_display()]
    try:
        return answer(request, Report(_("Import"), [Table(_("Files"), head, rows)], about), f"import-{row.uid}")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("import", uid=uid)


def _deed(request: SignedInRequest, uid: str, deed: Callable[[], object]) -> HttpResponse:
    try:
        deed()
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("import", uid=uid)


@require_POST
@signed_in
def import_agree(request: SignedInRequest, uid: str) -> HttpResponse:
    """Bring in what was read."""
    return _deed(request, uid, lambda: bringing.agree(uid, by=request.actor))


@require_POST
@signed_in
def import_undo(request: SignedInRequest, uid: str) -> HttpResponse:
    """Undo what came in."""
    return _deed(request, uid, lambda: bringing.undo(uid, by=request.actor))


@require_POST
@signed_in
def import_drop(request: SignedInRequest, uid: str) -> HttpResponse:
    """Drop what was sent."""
    try:
        bringing.drop(uid, by=request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("import", uid=uid)
    messages.success(request, _("It is dropped: nothing of it is kept."))
    return redirect("imports")
