"""The page on which somebody reads what was written down of her knowledge, and says whether it is what she meant."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.core.errors import Refused, Stale
from kith.identity.edges import SignedInRequest, signed_in
from kith.knowledge.actions import sourcing
from kith.knowledge.actions.sourcing import MEANT
from kith.knowledge.queries import sources
from kith.notices import edges as notices


@signed_in
def meant(request: SignedInRequest, uid: str) -> HttpResponse:
    """Read it; say that it is what she meant, or what it does not say yet."""
    page = sources.page(uid, request.actor)
    status = 200
    if request.method == "POST":
        try:
            if "no" in request.POST:
                sourcing.object_to(uid, request.POST.get("words", ""), by=request.actor)
                messages.success(request, _("Whoever wrote it is told."))
            else:
                sourcing.confirm(uid, request.POST.get("sha256", ""), by=request.actor)
                messages.success(request, _("Thank you. It can be published now."))
            return redirect("meant", uid=uid)
        except Stale:
            messages.error(request, _("The text changed while you read it. Look at it again."))
            status = 409
        except Refused as refused:
            messages.error(request, str(refused))
            status = 422
    notices.seen(request, {MEANT: [page.item.pk]})
    return render(request, "knowledge/meant.html", {"page": page}, status=status)
