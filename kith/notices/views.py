"""Pages of notices."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.errors import Unseen
from kith.identity.edges import SignedInRequest, signed_in
from kith.notices import actions, queries
from kith.notices.kinds import KINDS


@signed_in
def inbox(request: SignedInRequest) -> HttpResponse:
    """What somebody is told."""
    return render(request, "notices/inbox.html", {"page": queries.inbox(request.actor)})


@signed_in
def notice(request: SignedInRequest, uid: str) -> HttpResponse:
    """To what a notice is about; it is read then."""
    told = actions.read(uid, by=request.actor)
    line = KINDS[told.kind](request.actor, [told]).get(told.pk) if told.kind in KINDS else None
    if line is None:
        raise Unseen("Notice")
    return redirect(line.href)


@require_POST
@signed_in
def inbox_read(request: SignedInRequest) -> HttpResponse:
    """All of it is read."""
    actions.read_all(by=request.actor)
    return redirect("inbox")


@require_POST
@signed_in
def inbox_mails(request: SignedInRequest) -> HttpResponse:
    """Switch mails off, or on."""
    quiet = request.POST.get("mails") != "on"
    actions.be_quiet(quiet, by=request.actor)
    messages.success(
        request, _("You get no mails about these.") if quiet else _("You get a mail when something waits.")
    )
    return redirect("inbox")
