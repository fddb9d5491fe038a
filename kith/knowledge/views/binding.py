"""What an item is bound to, and releasing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.knowledge import forms
from kith.knowledge.actions import releasing
from kith.knowledge.queries import bindings


@signed_in
def binding(request: SignedInRequest, uid: str) -> HttpResponse:
    """Whose confidential knowledge it holds; ask for a release."""
    page = bindings.page(uid, request.actor)
    form = forms.ReleaseForm(request.POST or None, partners=[(firm.uid, firm.name) for firm in page.partners])
    if request.method == "POST" and form.is_valid():
        with explained(form):
            releasing.ask(uid, form.cleaned_data["partner"], form.cleaned_data["reason"], by=request.actor)
            messages.success(request, _("Asked. Your other owners and stewards are told."))
            return redirect("binding", uid=uid)
    status = 422 if form.is_bound else 200
    waiting = [(row, forms.DecisionForm(auto_id=f"release{row.pk}_%s")) for row in page.waiting]
    elsewhere = releasing.elsewhere(page.item.organisation_id)
    context = {"page": page, "form": form, "waiting": waiting, "elsewhere": elsewhere}
    return render(request, "knowledge/binding.html", context, status=status)


@require_POST
@signed_in
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide about a release (`give`, or not), or take one back (`end`)."""
    try:
        if "end" in request.POST:
            row = releasing.take_back(pk, by=request.actor)
            said = _("Taken back. They do not see it any more.")
        else:
            give = "give" in request.POST
            row = releasing.decide(pk, request.POST.get("words", ""), by=request.actor, give=give)
            said = _("Released. What is shared with them shows it from now on.") if give else _("It stays closed.")
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused))
        row = releasing.seen(pk, by=request.actor)
    return redirect("binding", uid=row.item.uid)
