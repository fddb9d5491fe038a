"""Attachments: in through the item, out through the policy."""

import re

from django.contrib import messages
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    JsonResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, signed_in
from kith.knowledge import forms, sight
from kith.knowledge.actions import attaching
from kith.knowledge.models import Attachment
from kith.knowledge.queries import attachments, items

RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


@require_POST
@signed_in
def attachment_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Attach a file to an item: from its page, or from the editor, which wants to know where it stands."""
    items.find(uid, sight.of(request.actor))
    form = forms.AttachmentForm(request.POST, request.FILES)
    answer = _told if request.accepts("text/html") is False else _shown
    if not form.is_valid():
        return answer(request, uid, None, _("Choose a file first; an empty one is not kept."))
    sent = form.cleaned_data["file"]
    try:
        attached = attaching.attach(uid, sent.name, sent.chunks(), by=request.actor)
    except Refused as refused:
        return answer(request, uid, None, str(refused))
    return answer(request, uid, attached, _("Attached: %(name)s") % {"name": attached.name})


def _shown(request: HttpRequest, uid: str, attached: Attachment | None, words: str) -> HttpResponse:
    messages.add_message(request, messages.SUCCESS if attached else messages.ERROR, words)
    return redirect("item", uid=uid)


def _told(request: HttpRequest, uid: str, attached: Attachment | None, words: str) -> HttpResponse:
    if attached is None:
        return JsonResponse({"detail": words}, status=422)
    href = reverse("file", args=[attached.uid])
    picture = attached.media_type.startswith("image/")
    return JsonResponse({"href": href, "file": attached.uid, "name": attached.name, "picture": picture}, status=201)


@require_POST
@signed_in
def attachment_end(request: SignedInRequest, uid: str, attachment_uid: str) -> HttpResponse:
    """Take an attachment away."""
    attaching.detach(uid, attachment_uid, by=request.actor)
    messages.success(request, _("Taken away."))
    return redirect("item", uid=uid)


@require_safe
@signed_in
def file(request: SignedInRequest, uid: str) -> HttpResponseBase:
    """An attachment's bytes. 304, Range and HEAD are answered only after the policy has been asked."""
    return serve(request, attachments.fetch(uid, request.actor))


def serve(request: HttpRequest, found: attachments.Fetched) -> HttpResponseBase:
    """The bytes of an attachment that somebody may have: whole, a part, or the word that she has them already."""
    etag = f'"{found.attachment.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = _body(request, found)
    response["ETag"] = etag
    response["Cache-Control"] = "no-store, private"
    return response


def _body(request: HttpRequest, found: attachments.Fetched) -> HttpResponseBase:
    asked = RANGE.match(request.headers.get("Range", ""))
    if asked and any(asked.groups()) and request.method == "GET":
        response: HttpResponseBase = _part(found, asked)
    else:
        response = FileResponse(
            found.open(),
            as_attachment=not found.inline,
            filename=found.name,
            content_type=found.served_as,
        )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    return response


def _part(found: attachments.Fetched, asked: re.Match[str]) -> HttpResponse:
    size = found.attachment.size
    first, last = asked.groups()
    start = int(first) if first else max(size - int(last), 0)
    stop = min(int(last), size - 1) if first and last else size - 1
    if start > stop:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with found.open() as source:
        source.seek(start)
        data = source.read(min(stop - start + 1, 8 << 20))
    stop = start + len(data) - 1
    headers = {"Content-Range": f"bytes {start}-{stop}/{size}", "Content-Type": found.served_as}
    return HttpResponse(data, status=206, headers=headers)
