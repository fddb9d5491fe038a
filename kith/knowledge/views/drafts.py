"""Writing: a new item, its draft, publishing."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.classification import Classification
from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, explain, explained, signed_in
from kith.knowledge import bodies, editor, forms, sight, together
from kith.knowledge.actions import writing
from kith.knowledge.actions.writing import DraftMoved, Words
from kith.knowledge.models import Item
from kith.knowledge.queries import items, lists, mentionable, references, sources, templates
from kith.knowledge.queries.items import ItemPage
from kith.knowledge.views.items import talk_of


@signed_in
def item_new(request: SignedInRequest) -> HttpResponse:
    """Begin an item: it is a draft until it is published."""
    spaces = lists.writable(request.actor)
    start: dict[str, Any] = {name: request.GET.get(name) for name in ("space", "parent", "kind") if name in request.GET}
    if lists.is_joint(start.get("space"), request.actor):
        start["classification"] = Classification.PARTNER
    form = forms.NewItemForm(request.POST or None, spaces=spaces, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with explained(form), transaction.atomic():  # begun and published, or neither
            item = writing.begin(
                given["space"],
                Words(given["title"], given["markdown"] or _beginning(request, given["kind"])),
                by=request.actor,
                parent_uid=given["parent"] or None,
                kind=given["kind"],
                classification=given["classification"],
            )
            return _onward(request, item)
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/item_new.html", {"form": form, "spaces": spaces}, status=status)


def _beginning(request: SignedInRequest, kind: str) -> str:
    """What a new draft begins with; what is published at once begins with nothing."""
    return "" if "publish" in request.POST else templates.text_for(kind, request.actor)


def _onward(request: SignedInRequest, item: Item) -> HttpResponse:
    """From a fresh draft: to its holders, its published page, or on with the draft."""
    if item.kind == Item.Kind.TACIT:
        return redirect("holders", uid=item.uid)
    if "publish" in request.POST:
        writing.publish(item.uid, by=request.actor)
        messages.success(request, _("Published."))
        return redirect("item", uid=item.uid)
    if request.POST.get("markdown"):
        messages.success(request, _("Saved as a draft. Only people who may edit it see it."))
    return redirect("draft", uid=item.uid)


@require_POST
@signed_in
def draft_markdown(request: SignedInRequest, uid: str) -> HttpResponse:
    """What pasted Markdown stands for, as the editor's nodes: read by the one parser, kept by nobody."""
    page = items.page(uid, request.actor)
    if "edit" not in page.can:
        raise Unseen("Item")
    try:
        return JsonResponse(bodies.from_markdown(request.POST.get("markdown", "")).doc)
    except Refused as refused:
        return JsonResponse({"detail": str(refused)}, status=422)


@signed_in
def mentionable_(request: SignedInRequest, uid: str) -> JsonResponse:
    """Whom the editor offers after "@"."""
    found = mentionable.people(uid, request.GET.get("q", "")[:100], request.actor)
    return JsonResponse({"people": [{"person": row.uid, "words": row.name, "more": row.firm} for row in found]})


@signed_in
def draft(request: SignedInRequest, uid: str) -> HttpResponse:
    """The draft of an item: save it, look at it, publish it."""
    page = items.page(uid, request.actor)
    if "edit" not in page.can:
        raise Unseen("Item")
    if request.method != "POST":
        return _editor(request, page, _form_of(page))
    if "together" in request.POST:
        return _publish_together(request, page)
    form = forms.DraftForm(request.POST)
    if not form.is_valid():
        return _editor(request, page, form, status=422)
    return _save(request, page, form)


def _publish_together(request: SignedInRequest, page: ItemPage) -> HttpResponse:
    """Publish what stands in the shared document; the editor has waited until all of it was saved."""
    try:
        writing.publish_together(page.item.uid, by=request.actor)
    except Refused as refused:
        form = _form_of(page)
        messages.error(request, str(refused))
        return _editor(request, page, form, status=422)
    messages.success(request, _("Published."))
    return redirect("item", uid=page.item.uid)


def _save(request: SignedInRequest, page: ItemPage, form: forms.DraftForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        if "preview" in request.POST:
            return _editor(request, page, form, preview=_preview(request, given["markdown"]))
        words = Words(given["title"], given["markdown"])
        with transaction.atomic():  # saved and published, or neither
            saved = writing.save_draft(page.item.uid, words, by=request.actor, shown_saves=given["saves"])
            if "publish" in request.POST:
                writing.publish(page.item.uid, by=request.actor, shown_saves=saved.saves)
    except DraftMoved as moved:
        return _editor(request, page, form, theirs=moved.draft, status=409)
    except Refused as refused:
        explain(form, refused)
        return _editor(request, page, form, status=422)
    if "publish" in request.POST:
        messages.success(request, _("Published."))
        return redirect("item", uid=page.item.uid)
    messages.success(request, _("Saved."))
    return redirect("draft", uid=page.item.uid)


def _preview(request: SignedInRequest, markdown: str) -> str:
    return references.shown(bodies.from_markdown(markdown).html, sight.of(request.actor))


def _form_of(page: ItemPage) -> forms.DraftForm:
    if page.draft is not None:
        start = {"saves": page.draft.saves, "title": page.draft.title, "markdown": page.draft.markdown}
    else:
        text = bodies.to_markdown(page.version.body) if page.version else ""
        start = {"saves": 0, "title": page.item.title, "markdown": text}
    return forms.DraftForm(initial=start)


def _editor(
    request: SignedInRequest,
    page: ItemPage,
    form: forms.DraftForm,
    *,
    preview: str | None = None,
    theirs: object = None,
    status: int = 200,
) -> HttpResponse:
    shared = None if theirs or preview is not None else editor.of(page.item, request.actor)
    context = {"page": page, "form": form, "preview": preview, "theirs": theirs, "together": shared}
    context["sources"] = [] if page.version else list(sources.of(page.item))
    return render(request, "knowledge/draft.html", context | (talk_of(request, page) if shared else {}), status=status)


@require_POST
@signed_in
def draft_end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Throw a draft away."""
    writing.discard_draft(uid, by=request.actor)
    messages.success(request, _("The draft is gone."))
    return redirect("knowledge")


@signed_in
def copies(request: SignedInRequest) -> JsonResponse:
    """Of which texts of other organisations this browser may go on keeping a copy, and whose copies they have to be."""
    asked = request.GET.get("documents", "").split(",")
    return JsonResponse({"person": request.actor.person_id, "keep": together.keepable(asked, request.actor)})
