"""Answering questions for access, and looking through who has it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.agreements.actions import letting_in, recertifying
from kith.agreements.actions.letting_in import Under
from kith.agreements.forms.deeds import LetInForm
from kith.agreements.queries import access, requests
from kith.core import clock
from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.knowledge.actions import asking


@signed_in
def access_requests(request: SignedInRequest) -> HttpResponse:
    """Who asks to be let in."""
    return render(request, "agreements/requests.html", {"rows": requests.waiting(request.actor)})


@signed_in
def access_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """One question for access: let her in until a day, or put it aside."""
    page = requests.page(pk, request.actor)
    zone = str(getattr(request.user, "zone", "UTC"))
    usual = clock.day_of(clock.now(), zone) + letting_in.USUAL
    form = LetInForm(request.POST or None, ways=page.ways, initial={"last_day": usual})
    if request.method == "POST" and "aside" in request.POST:
        asking.put_aside(pk, by=request.actor)
        messages.success(request, _("Put aside. She is not told."))
        return redirect("access_requests")
    if request.method == "POST" and form.is_valid():
        with explained(form):
            letting_in.let_in(
                pk, by=request.actor, last_day=form.cleaned_data["last_day"], zone=zone, under=_under(form.cleaned_data)
            )
            messages.success(request, _("Let in. It closes by itself after that day."))
            return redirect("access_requests")
    status = 422 if form.is_bound else 200
    return render(request, "agreements/request.html", {"page": page, "form": form}, status=status)


def _under(given: dict[str, Any]) -> Under | None:
    agreement, _sep, purpose = (given.get("under") or "").partition(":")
    return Under(agreement, purpose) if agreement else None


@signed_in
def access_list(request: SignedInRequest) -> HttpResponse:
    """Who has access; confirm the chosen doors, or close them (`close`)."""
    page = access.page(request.actor)
    if request.method == "POST":
        uids = request.POST.getlist("door")
        if "close" in request.POST and "sure" not in request.POST and (doors := access.chosen(page, uids)):
            context = {"doors": doors, "action": "", "verb": _("Close them"), "busy": _("Closing…"), "tone": "stop"}
            context["back_url"] = reverse("access_list")
            return render(request, "agreements/access_close.html", context)
        try:
            if "close" in request.POST:
                count = recertifying.close(uids, by=request.actor)
                said = ngettext("%(n)s access is closed.", "%(n)s accesses are closed.", count)
            else:
                count = recertifying.confirm(uids, by=request.actor)
                said = ngettext("%(n)s access is confirmed.", "%(n)s accesses are confirmed.", count)
            messages.success(request, said % {"n": count})
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("access_list")
    return render(request, "agreements/access.html", {"page": page, "all": "all" in request.GET})
