"""Deadlines: which come, and taking note of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.deadlines import actions, alerting, forms, queries
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.notices import edges as notices


@require_safe
@signed_in
def deadlines(request: SignedInRequest) -> HttpResponse:
    """Which days come, and of which somebody has to take note."""
    return render(request, "deadlines/deadlines.html", {"page": queries.page(request.actor)})


@signed_in
def deadline(request: SignedInRequest, uid: str) -> HttpResponse:
    """One alert: take note of it."""
    row = queries.one(uid, request.actor)
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            actions.acknowledge(uid, form.cleaned_data["reason"], by=request.actor)
            messages.success(request, _("Noted. While it is not done, the next alert comes all the same."))
            return redirect("deadlines")
    notices.seen(request, {alerting.DUE: [row.alert.pk], alerting.ESCALATED: [row.alert.pk]})
    status = 422 if form.is_bound else 200
    return render(request, "deadlines/deadline.html", {"row": row, "form": form}, status=status)
