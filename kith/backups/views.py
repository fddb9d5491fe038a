"""The page of backups."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.backups import policy, queries, tasks
from kith.core.errors import Denied
from kith.identity.edges import SignedInRequest, signed_in


@require_safe
@signed_in
def backups(request: SignedInRequest) -> HttpResponse:
    """Whether backups are made, and whether they hold."""
    return render(request, "backups/backups.html", {"page": queries.page(request.actor)})


@require_POST
@signed_in
def backup_new(request: SignedInRequest) -> HttpResponse:
    """Have one made now."""
    _require(request)
    if not settings.KITH_BACKUPS:
        messages.error(request, _("Whoever runs this Kith has to say first where backups belong: KITH_BACKUPS."))
    else:
        tasks.make.enqueue()
        messages.success(request, _("A backup is being made. It stands here when it is done."))
    return redirect("backups")


@require_POST
@signed_in
def trial_new(request: SignedInRequest) -> HttpResponse:
    """Have the newest one tried now."""
    _require(request)
    if not queries.made().exists():
        messages.error(request, _("There is no backup yet that could be tried."))
    else:
        tasks.try_newest.enqueue()
        messages.success(
            request, _("The newest backup is being restored into an empty place. What came of it stands here then.")
        )
    return redirect("backups")


def _require(request: SignedInRequest) -> None:
    queries.page(request.actor)  # what she may not see is not there
    if not policy.runs(request.actor):
        raise Denied(
            _("Owners of the organisation that founded this Kith do this. Ask one of them."),
            ability="run",
            kind="backup",
            object_id=None,
        )
