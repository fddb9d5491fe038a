"""Commitments about an item: asking for one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.commitments import actions, queries
from kith.commitments.actions import Promise
from kith.commitments.forms import PromiseForm
from kith.core.errors import Unseen
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.knowledge import kinds
from kith.knowledge.promises import ITEM
from kith.knowledge.queries import items
from kith.knowledge.queries.items import ItemPage


@signed_in
def promises(request: SignedInRequest, uid: str) -> HttpResponse:
    """Ask somebody to do something about an item, or promise it oneself."""
    page = items.page(uid, request.actor)
    if not {"edit", "govern"} & page.can or kinds.of(page.item.kind).promises is None:
        raise Unseen("Item")
    form = _form(request, page)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        promise = Promise(
            given["words"], given["owner"], given["due_on"], sort=given["sort"], check_on=given["check_on"]
        )
        with explained(form):
            actions.make(ITEM, uid, promise, by=request.actor)
            messages.success(request, _("Noted. Whoever does it is told, and reminded when it is due."))
            return redirect(reverse("item" if page.version else "draft", args=[uid]) + "#promised")
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/promises.html", {"page": page, "form": form}, status=status)


def _form(request: SignedInRequest, page: ItemPage) -> PromiseForm:
    sorts = kinds.of(page.item.kind).promises or {}
    return PromiseForm(
        request.POST or None,
        people=queries.people(ITEM, page.item.pk, request.actor),
        sorts=list(sorts.items()) or [("", "")],
        initial={"owner": request.actor.person_id},
    )
