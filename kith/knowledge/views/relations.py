"""How an item stands to others."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.errors import Unseen
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.knowledge import forms
from kith.knowledge.actions import relating
from kith.knowledge.queries import items


@signed_in
def relations(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that it comes from another page, puts it to use, or contradicts it."""
    page = items.page(uid, request.actor)
    if "edit" not in page.can:
        raise Unseen("Item")
    form = forms.RelationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            relating.say(uid, form.cleaned_data["kind"], form.other_uid, by=request.actor)
            messages.success(request, _("Said. The other page says so too, to whoever may see both."))
            return redirect(reverse("item" if page.version else "draft", args=[uid]))
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/relations.html", {"page": page, "form": form}, status=status)
