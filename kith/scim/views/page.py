"""The owner's page about her organisation's directory."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, proven, signed_in
from kith.scim import directories, standing
from kith.scim.actions import connecting


@require_safe
@signed_in
def directory(request: SignedInRequest) -> HttpResponse:
    """Whether one is connected, and what it keeps."""
    return render(request, "scim/directory.html", {"page": standing.summary(request.actor)})


@require_POST
@signed_in
@proven
def directory_new(request: SignedInRequest) -> HttpResponse:
    """Connect one; its token is shown once."""
    try:
        return _once(request, connecting.connect(by=request.actor))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("directory")


@require_POST
@signed_in
@proven
def directory_token(request: SignedInRequest) -> HttpResponse:
    """Draw a new token; it is shown once."""
    return _once(request, connecting.draw_token(by=request.actor))


@require_POST
@signed_in
def directory_end(request: SignedInRequest) -> HttpResponse:
    """Let it in no longer."""
    connecting.end(by=request.actor)
    messages.success(request, _("Ended. The token works no longer; people and teams stay."))
    return redirect("directory")


def _once(request: SignedInRequest, made: connecting.Made) -> HttpResponse:
    """The page that shows a token, this once."""
    response = render(request, "scim/token.html", {"made": made, "base": directories.base()})
    response["Cache-Control"] = "no-store, private"
    return response
