"""Pages of capture sessions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core import addresses
from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, explain, explained, signed_in
from kith.knowledge.forms import AttachmentForm
from kith.knowledge.views import files
from kith.spiral import forms
from kith.spiral.actions import capturing, recording
from kith.spiral.actions.capturing import Plan
from kith.spiral.protocols import BY_KEY
from kith.spiral.queries import sessions
from kith.ui.parts import is_part


@signed_in
def captures(request: SignedInRequest) -> HttpResponse:
    """The methods of capture, and her sessions."""
    return render(request, "spiral/captures.html", {"page": sessions.listed(request.actor)})


@signed_in
def session_new(request: SignedInRequest, protocol: str) -> HttpResponse:
    """Open a session."""
    method = BY_KEY.get(protocol)
    if method is None:
        raise Unseen("Session")
    spaces = sessions.spaces(request.actor)
    start = {"items": request.GET.get("item", "")[:200], "space": request.GET.get("space", "")[:20]}
    people = sessions.people(request.actor)
    form = forms.SessionForm(request.POST or None, protocol=method, people=people, spaces=spaces, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        plan = Plan(
            given["title"],
            given["space"],
            form.people(),
            addresses.item_uids(given["items"]),
            happened_on=given.get("happened_on"),
        )
        with explained(form):
            found = capturing.begin(protocol, plan, by=request.actor)
            return redirect("session", uid=found.uid)
    context = {"form": form, "protocol": method, "spaces": spaces}
    return render(request, "spiral/session_new.html", context, status=422 if form.is_bound else 200)


@signed_in
def session(request: SignedInRequest, uid: str) -> HttpResponse:
    """A session, a question at a time."""
    page = sessions.one(uid, request.actor, request.GET.get("step", ""))
    return render(request, "spiral/session.html", _context(request, page))


def _context(
    request: SignedInRequest, page: sessions.SessionPage, form: forms.NoteForm | None = None
) -> dict[str, Any]:
    asks = page.now.step.promises
    people = sessions.people(request.actor) if asks else ()
    return {"page": page, "form": form or forms.NoteForm(people=people), "file_form": AttachmentForm()}


@signed_in
def notes(request: SignedInRequest, uid: str) -> HttpResponse:
    """What was said to a question, to stand in its page; say something."""
    step = request.POST.get("step") or request.GET.get("step", "")
    page = sessions.one(uid, request.actor, step)
    if request.method != "POST":
        if is_part(request):
            return render(request, "spiral/notes.html", {"page": page})
        return redirect("session", uid=uid)
    people = sessions.people(request.actor) if page.now.step.promises else ()
    form = forms.NoteForm(request.POST, people=people)
    try:
        if form.is_valid():
            given = form.cleaned_data
            capturing.say(
                uid,
                page.now.step.key,
                given["words"],
                by=request.actor,
                owner_id=given["owner"],
                due_on=given["due_on"],
            )
            return redirect(reverse("session", args=[uid]) + f"?step={page.now.step.key}")
    except Refused as refused:
        explain(form, refused)
    return render(request, "spiral/session.html", _context(request, page, form), status=422)


@require_POST
@signed_in
def note_end(request: SignedInRequest, uid: str, note_uid: str) -> HttpResponse:
    """Take one's own note back."""
    note = capturing.take_back(uid, note_uid, by=request.actor)
    return redirect(reverse("session", args=[uid]) + f"?step={note.step}")


@require_POST
@signed_in
def file_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Add a recording or a transcript."""
    form = AttachmentForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Refused(_("Choose a file first; an empty one is not kept."))
        sent = form.cleaned_data["file"]
        recording.add(uid, sent.name, sent.chunks(), by=request.actor)
        messages.success(request, _("Kept. It is attached to the draft when that is made."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(reverse("session", args=[uid]) + "#files")


@require_safe
@signed_in
def file(request: SignedInRequest, uid: str, file_uid: str) -> HttpResponseBase:
    """A recording's bytes: whole, or the part that a player asks for."""
    return files.serve(request, sessions.recording(uid, file_uid, request.actor))


@require_POST
@signed_in
def file_end(request: SignedInRequest, uid: str, file_uid: str) -> HttpResponse:
    """Take a file away."""
    recording.remove(uid, file_uid, by=request.actor)
    messages.success(request, _("Taken away."))
    return redirect("session", uid=uid)


@require_POST
@signed_in
def session_draft(request: SignedInRequest, uid: str) -> HttpResponse:
    """Make the session's draft."""
    try:
        item = capturing.finish(uid, by=request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("session", uid=uid)
    messages.success(request, _("This is its draft. Go over it, then publish it."))
    return redirect("draft", uid=item.uid)
