"""Pages of answers that are written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Refused
from kith.finding import answers, tasks
from kith.identity.edges import SignedInRequest, signed_in
from kith.ui.parts import is_part


@require_POST
@signed_in
def answer_new(request: SignedInRequest) -> HttpResponse:
    """Ask for an answer to be written."""
    try:
        row = answers.ask(request.POST.get("q", ""), by=request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("search")
    tasks.write.enqueue(row.pk)
    return redirect("answer", uid=row.uid)


@require_safe
@signed_in
def answer(request: SignedInRequest, uid: str) -> HttpResponse:
    """An answer, or that it is being written; as a part of the page for a script that waits."""
    shown = answers.shown(uid, by=request.actor)
    return render(request, "finding/answer_body.html" if is_part(request) else "finding/answer.html", {"shown": shown})
