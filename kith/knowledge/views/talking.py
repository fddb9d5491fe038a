"""Comments on an item's text."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, explain, signed_in
from kith.knowledge import forms
from kith.knowledge.actions import commenting
from kith.knowledge.places import Place
from kith.knowledge.queries import threads as queries
from kith.ui.parts import is_part


@signed_in
def threads(request: SignedInRequest, uid: str) -> HttpResponse:
    """The threads of an item, to stand in its page or beside the editor; begin one."""
    page = queries.page(uid, request.actor)
    if request.method != "POST":
        return _part(request, page) if is_part(request) else redirect(_home(uid))
    sent = request.POST.copy()
    sent.setdefault("partner", "us")
    form = forms.ThreadForm(sent, partners=page.partners)
    try:
        if not form.is_valid():
            raise Refused(_("Write what you want to say."), "words")
        given = form.cleaned_data
        place = Place(given["quote"], given["before"], given["after"], given["anchor"])
        partner = int(given["partner"]) if given["partner"] not in {"", "us"} else None
        commenting.open_thread(uid, given["words"], place, by=request.actor, partner_id=partner)
    except Refused as refused:
        explain(form, refused)
        return _refused(request, page, str(refused), form)
    return _done(request, uid)


@require_POST
@signed_in
def answers(request: SignedInRequest, uid: str) -> HttpResponse:
    """Answer in a thread."""
    item = queries.item_of(uid, request.actor)
    try:
        commenting.answer(uid, request.POST.get("words", ""), by=request.actor)
    except Refused as refused:
        return _refused(request, queries.page(item, request.actor), str(refused))
    return _done(request, item)


@require_POST
@signed_in
def resolution(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that a thread is settled, or that it is not."""
    thread = commenting.resolve(uid, request.POST.get("open") is None, by=request.actor)
    return _done(request, thread.item.uid)


@require_POST
@signed_in
def comment_end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take one's own comment back."""
    comment = commenting.take_back(uid, by=request.actor)
    return _done(request, comment.thread.item.uid)


@require_POST
@signed_in
def places(request: SignedInRequest, uid: str) -> HttpResponse:
    """Where the editor has the threads now that the text has moved."""
    queries.page(uid, request.actor)
    moved = commenting.put_in_place(uid, _places(request.POST.get("places", "")), by=request.actor)
    return JsonResponse({"moved": moved})


def _places(sent: str) -> list[tuple[str, Place]]:
    try:
        rows = json.loads(sent)
    except (ValueError, RecursionError):
        return []
    found = []
    for row in rows[:200] if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("thread"), str):
            words = (row.get(name) for name in ("quote", "before", "after"))
            quote, before, after = (each if isinstance(each, str) else "" for each in words)
            found.append((row["thread"].replace("\x00", ""), Place(quote, before, after, row.get("anchor"))))
    return found


def _home(uid: str) -> str:
    return reverse("item", args=[uid]) + "#threads"


def _part(request: SignedInRequest, page: queries.Talk, **more: Any) -> HttpResponse:
    context = {"talk": page, "thread_form": forms.ThreadForm(partners=page.partners)}
    return render(request, "knowledge/threads.html", context | more)


def _done(request: SignedInRequest, uid: str) -> HttpResponse:
    page = queries.page(uid, request.actor)
    return _part(request, page) if is_part(request) else redirect(_home(uid))


def _refused(
    request: SignedInRequest, page: queries.Talk, words: str, form: forms.ThreadForm | None = None
) -> HttpResponse:
    if not is_part(request):
        messages.error(request, words)
        return redirect(_home(page.item.uid))
    more: dict[str, Any] = {"refused": words} | ({"thread_form": form} if form else {})
    return _part(request, page, **more)
