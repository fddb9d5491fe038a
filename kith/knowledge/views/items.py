"""Pages of items."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.identity.queries import colleagues
from kith.knowledge import forms, sight
from kith.knowledge.actions import arranging, vouching, writing
from kith.knowledge.queries import below as branch
from kith.knowledge.queries import effects, items, sittings, threads, versions
from kith.knowledge.queries import why as whys
from kith.knowledge.queries.items import ItemPage
from kith.notices import edges as notices
from kith.ui.parts import is_part


@signed_in
def item(request: SignedInRequest, uid: str) -> HttpResponse:
    """An item's page."""
    page = items.page(uid, request.actor)
    if page.version is None:
        return redirect("draft", uid=uid)
    response = _item(request, page)
    if sittings.COOKIE in request.COOKIES and urlsplit(request.headers.get("Referer", "")).path == reverse("search"):
        sittings.opened(request, response, request.actor)
    return response


@require_safe
@signed_in
def below(request: SignedInRequest, uid: str) -> HttpResponse:
    """What stands below an item; as a part of a tree for a script."""
    page = branch.page(uid, request.actor, request.GET.get("after", "")[:12])
    if is_part(request):
        return render(request, "knowledge/branch.html", {"branch": page.branch, "address": request.path})
    return render(request, "knowledge/below.html", {"page": page, "address": request.path})


def _item(request: SignedInRequest, page: ItemPage, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "verification": forms.VerificationForm(initial={"until": forms.VerificationForm.usual()}),
        "attachment": forms.AttachmentForm(),
        "use": forms.UseForm(),
        "acceptance": forms.AcceptanceForm(),
        **talk_of(request, page),
    }
    return render(request, "knowledge/item.html", context, status=status)


def talk_of(request: SignedInRequest, page: ItemPage) -> dict[str, Any]:
    """What the list of comments on an item's page needs; what she was told of it she sees by it."""
    talk = threads.of(page.item, page.me, page.audience, page.can)
    notices.seen(request, talk.about)
    return {"talk": talk, "thread_form": forms.ThreadForm(partners=talk.partners)}


@signed_in
def version(request: SignedInRequest, uid: str, version_uid: str) -> HttpResponse:
    """An earlier version, and what changed since."""
    return render(request, "knowledge/version.html", {"page": versions.page(uid, version_uid, request.actor)})


@require_POST
@signed_in
def restoration(request: SignedInRequest, uid: str, version_uid: str) -> HttpResponse:
    """Publish an earlier version's text again."""
    restored = writing.restore(uid, version_uid, by=request.actor)
    messages.success(request, _("Restored, as version %(n)s.") % {"n": restored.number})
    return redirect("item", uid=uid)


@require_POST
@signed_in
def verification(request: SignedInRequest, uid: str) -> HttpResponse:
    """Vouch for an item."""
    items.find(uid, sight.of(request.actor))
    form = forms.VerificationForm(request.POST)
    try:
        if form.is_valid():
            vouching.verify(uid, by=request.actor, until=form.cleaned_data["until"])
            messages.success(request, _("Verified. You will be asked to check it again when the day comes."))
        else:
            messages.error(request, _("Choose the day until which it holds."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("item", uid=uid)


@signed_in
def classification(request: SignedInRequest, uid: str) -> HttpResponse:
    """Change how closely an item is held: first what opens and closes by it, then the deed."""
    page = items.page(uid, request.actor)
    if "govern" not in page.can:
        raise Unseen("Item")
    form = forms.ClassificationForm(request.POST or None, initial={"classification": page.item.classification})
    effect = None
    if request.method == "POST" and form.is_valid():
        level = form.cleaned_data["classification"]
        effect = effects.of_classifying(page.item, level)
        if "confirmed" in request.POST:
            arranging.classify(uid, level, by=request.actor)
            messages.success(request, _("Changed."))
            return redirect("item", uid=uid)
    return render(request, "knowledge/classification.html", {"page": page, "form": form, "effect": effect})


@signed_in
def why(request: SignedInRequest, uid: str) -> HttpResponse:
    """Why somebody sees an item or does not, for the owner's people."""
    page = whys.page(uid, request.GET.get("person", ""), request.actor)
    form = forms.WhyForm(people=page.people, initial={"person": request.GET.get("person")})
    return render(request, "knowledge/why.html", {"page": page, "form": form})


@signed_in
def owner(request: SignedInRequest, uid: str) -> HttpResponse:
    """Give an item to another owner: first what opens and closes by it, then the deed."""
    page = items.page(uid, request.actor)
    if "govern" not in page.can:
        raise Unseen("Item")
    people = list(colleagues(page.item.organisation_id))
    form = forms.OwnerForm(request.POST or None, people=people, initial={"owner": page.item.owner_id})
    effect = None
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["owner"]
        effect = effects.of_giving(page.item, chosen)
        if "confirmed" in request.POST:
            arranging.give_to(uid, chosen, by=request.actor)
            messages.success(request, _("It has a new owner."))
            return redirect("item", uid=uid) if _still_seen(uid, request.actor) else redirect("knowledge")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "knowledge/owner.html", {"page": page, "form": form, "effect": effect}, status=status)


def _still_seen(uid: str, by: Actor) -> bool:
    """Whether she who gave an item away still has a door to it."""
    try:
        items.find(uid, sight.of(by))
    except Unseen:
        return False
    return True


@signed_in
def holders(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say who holds what is not written down."""
    page = items.page(uid, request.actor)
    if "arrange" not in page.can:
        raise Unseen("Item")
    known = {f"level_{row.person_id}": row.level for row in page.holders}
    initial = known | {"criticality": page.item.criticality, "practised_at": page.item.practised_at}
    members = list(colleagues(page.item.organisation_id))
    form = forms.HoldersForm(request.POST or None, members=members, initial=initial)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            vouching.name_holders(
                uid,
                form.levels(),
                by=request.actor,
                criticality=form.cleaned_data["criticality"],
                practised_at=form.cleaned_data["practised_at"],
            )
            return redirect("item", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/holders.html", {"page": page, "form": form}, status=status)
