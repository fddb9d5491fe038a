"""Saying that an item was used, and taking one on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, signed_in
from kith.knowledge import forms, sight
from kith.knowledge.actions import using
from kith.knowledge.queries import items


@require_POST
@signed_in
def uses(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that the item was used."""
    items.find(uid, sight.of(request.actor))
    form = forms.UseForm(request.POST)
    try:
        if not form.is_valid():
            whole = form.non_field_errors()
            raise Refused(str(whole[0]) if whole else _("Say what it did for you."))
        given = form.cleaned_data
        using.use(
            uid,
            given["outcome"],
            by=request.actor,
            hours=given["hours"],
            words=given["words"],
            scores=form.scores,
        )
        messages.success(request, _("Thank you. Its owner will see it."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("item", uid=uid)


@require_POST
@signed_in
def acceptance(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take the item on, to use it by a day."""
    items.find(uid, sight.of(request.actor))
    form = forms.AcceptanceForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Choose a day."))
        using.accept(uid, form.cleaned_data["use_by"], by=request.actor)
        messages.success(request, _("Taken on."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("item", uid=uid)
