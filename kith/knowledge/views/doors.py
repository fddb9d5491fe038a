"""Letting colleagues into a space, and out again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.access.models import Ability
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.knowledge import forms
from kith.knowledge.actions import spaces
from kith.knowledge.queries import doors


@signed_in
def space_doors(request: SignedInRequest, uid: str) -> HttpResponse:
    """Whom of our own people a space is open to; open it to more."""
    page = doors.page(uid, request.actor)
    form = forms.DoorForm(request.POST or None, subjects=page.subjects)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with explained(form):
            who = doors.subject(given["subject"], page.space.organisation_id)
            spaces.open_to(uid, who, Ability(given["ability"]), by=request.actor)
            messages.success(request, _("Let in."))
            return redirect("space_doors", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/space_doors.html", {"page": page, "form": form}, status=status)


@require_POST
@signed_in
def space_door_end(request: SignedInRequest, uid: str, grant_uid: str) -> HttpResponse:
    """Take a colleague's door to a space back."""
    spaces.close_to(uid, grant_uid, by=request.actor)
    messages.success(request, _("Closed."))
    return redirect("space_doors", uid=uid)
