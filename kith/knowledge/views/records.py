"""What an item says in the form of its kind, accepting it, and what supersedes it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.errors import Refused, Stale, Unseen
from kith.identity.edges import SignedInRequest, signed_in
from kith.knowledge.actions import recording
from kith.knowledge.queries import items


@signed_in
def record(request: SignedInRequest, uid: str) -> HttpResponse:
    """Change what an item says in the form of its kind."""
    page = items.page(uid, request.actor)
    if page.record is None or "edit" not in page.can:
        raise Unseen("Record")
    kind, shown = page.record.kind, page.record.saves
    status = 200
    form = kind.form(request.POST or None, initial=kind.start(page.record.data))
    if request.method == "POST":
        given = request.POST.get("saves", "")
        try:
            if form.is_valid():
                recording.save(
                    uid,
                    kind.kept(form.cleaned_data),
                    by=request.actor,
                    shown_saves=int(given) if given.isdigit() else -1,
                )
                messages.success(request, _("Saved."))
                return redirect("item" if page.version else "draft", uid=uid)
            status = 422
        except Stale:
            form.add_error(None, _("Somebody changed this after you opened it. Save again to put yours in its place."))
            status = 409
    return render(request, "knowledge/record.html", {"page": page, "form": form, "saves": shown}, status=status)


@signed_in
def final(request: SignedInRequest, uid: str) -> HttpResponse:
    """Accept a decision: first what that means, then the deed."""
    page = items.page(uid, request.actor)
    if page.record is None or "arrange" not in page.can:
        raise Unseen("Record")
    if request.method == "POST":
        try:
            recording.make_final(uid, by=request.actor)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Accepted. Nothing of it changes any more."))
        return redirect("item", uid=uid)
    return render(request, "knowledge/final.html", {"page": page})


@require_POST
@signed_in
def successor(request: SignedInRequest, uid: str) -> HttpResponse:
    """Begin what takes the place of an accepted decision."""
    try:
        begun = recording.supersede(uid, by=request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("item", uid=uid)
    return redirect("draft", uid=begun.uid)
