"""Moving pages, the bin, and how far it is where there are many of them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, signed_in
from kith.knowledge.actions import arrangements
from kith.knowledge.actions.arrangements import Deed
from kith.knowledge.models import Arrangement, Item
from kith.knowledge.queries import arrangements as arranged
from kith.knowledge.queries import effects, items, targets
from kith.knowledge.queries.effects import Effect
from kith.knowledge.queries.items import ItemPage
from kith.knowledge.queries.targets import Spot, Spots
from kith.notices import edges as notices
from kith.ui.parts import is_part


@dataclass(frozen=True)
class Choice:
    """The form in which she says where to: what there is to choose from, what she chose, and what it would do."""

    spots: Spots
    inside: Spot | None = None  # the place in which she looks
    chosen: Spot | None = None
    effect: Effect | None = None
    wrong: str = ""
    words: str = ""


@signed_in
def place(request: SignedInRequest, uid: str) -> HttpResponse:
    """Move an item: first where to, then what opens and closes by it, then the deed."""
    if is_part(request):
        item = targets.movable(uid, request.actor)
        return render(request, "knowledge/spots.html", {"item": item, "choice": _choice(request, item)})
    page = items.page(uid, request.actor)
    if "arrange" not in page.can:
        raise Unseen("Item")
    if request.method == "POST":
        return _put(request, page)
    choice = _choice(request, page.item)
    return render(request, "knowledge/place.html", {"page": page, "item": page.item, "choice": choice})


def _choice(request: SignedInRequest, item: Item) -> Choice:
    """What there is to choose from: inside of a place, of a name, or all spaces."""
    words = request.GET.get("title", "").strip()[:100]
    if "in" in request.GET:
        at = targets.looked_into(item, request.actor, request.GET["in"], request.GET.get("below", ""))
        spots = targets.within(item, request.actor, at, request.GET.get("after", "")[:12])
        return Choice(spots, targets.spot(at, request.actor))
    if words:
        return Choice(targets.found(item, request.actor, words), words=words)
    return Choice(targets.spaces(item, request.actor))


def _put(request: SignedInRequest, page: ItemPage) -> HttpResponse:
    """Show what the chosen place opens and closes; do it once she has confirmed exactly that."""
    spots, chosen, effect = targets.spaces(page.item, request.actor), None, None
    value = request.POST.get("place", "")
    try:
        to = targets.chosen(page.item, request.actor, value)
        chosen = targets.spot(to, request.actor)
        if request.POST.get("confirmed") == value:
            done = arrangements.ask(Deed.MOVE, page.item.uid, by=request.actor, to=to)
            return _after(request, done, _("Moved."), "item", page.item.uid)
        effect = effects.of_moving(page.item, to)
    except Refused as refused:
        choice = Choice(spots, chosen=chosen, wrong=str(refused))
        context = {"page": page, "item": page.item, "choice": choice}
        return render(request, "knowledge/place.html", context, status=422)
    choice = Choice(spots, chosen=chosen, effect=effect)
    return render(request, "knowledge/place.html", {"page": page, "item": page.item, "choice": choice})


def _after(request: SignedInRequest, asked: Arrangement | None, done: str, name: str, uid: str) -> HttpResponse:
    if asked is not None:
        return redirect("arrangement", uid=asked.uid)
    messages.success(request, done)
    return redirect(name, uid=uid)


@signed_in
def bin_(request: SignedInRequest, uid: str) -> HttpResponse:
    """Put an item into the bin: first what goes with it, then the deed."""
    page = items.page(uid, request.actor)
    if "arrange" not in page.can:
        raise Unseen("Item")
    if request.method == "POST":
        try:
            asked = arrangements.ask(Deed.BIN, uid, by=request.actor)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("item", uid=uid)
        done = _("In the bin, with all that stood below it. You can take it back from the space’s bin.")
        return _after(request, asked, done, "space", page.item.space.uid)
    return render(request, "knowledge/bin.html", {"page": page, "effect": effects.of_binning(page.item)})


@require_POST
@signed_in
def recovery(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take an item out of the bin, and what went there with it."""
    try:
        asked = arrangements.ask(Deed.TAKE_BACK, uid, by=request.actor)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("knowledge")
    space_uid = Item.objects.values_list("space__uid", flat=True).get(uid=uid)
    return _after(request, asked, _("Taken back."), "space", space_uid)


@signed_in
def space_bin(request: SignedInRequest, uid: str) -> HttpResponse:
    """What lies in a space's bin."""
    return render(request, "knowledge/space_bin.html", {"page": effects.bin_page(uid, request.actor)})


@require_safe
@signed_in
def arrangement(request: SignedInRequest, uid: str) -> HttpResponse:
    """How far a move of many pages is; as a part of the page for a script that waits."""
    shown = arranged.shown(uid, request.actor)
    if not shown.waits:
        notices.seen(request, {arrangements.ARRANGED: [shown.row.pk]})
    template = "knowledge/arrangement_body.html" if is_part(request) else "knowledge/arrangement.html"
    return render(request, template, {"shown": shown})
