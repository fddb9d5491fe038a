"""Pages of journeys: what happened to an item, and what one records about it."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core import addresses, clock
from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, explain, signed_in
from kith.knowledge import policy as knowledge
from kith.knowledge.actions import sourcing
from kith.knowledge.models import Item
from kith.knowledge.queries import items
from kith.knowledge.queries.items import ItemPage
from kith.notices import edges as notices
from kith.spiral import forms, picture
from kith.spiral.actions import converting
from kith.spiral.actions.converting import CONFIRM, Passing
from kith.spiral.modes import BA, Mode, Proof, Role
from kith.spiral.queries import flow, sessions
from kith.spiral.queries import journey as journeys


@signed_in
def journey(request: SignedInRequest, uid: str) -> HttpResponse:
    """An item's journey, as a picture and in words."""
    page = journeys.of(uid, request.actor)
    notices.seen(request, {CONFIRM: [event.conversion.pk for event in page.events]})
    drawn = picture.draw([(event.conversion.mode, event.counts) for event in page.events if not event.retracted])
    return render(request, "spiral/journey.html", {"journey": page, "page": page.page, "picture": drawn})


@signed_in
def conversion_new(request: SignedInRequest, uid: str, mode: str) -> HttpResponse:
    """Record that knowledge passed."""
    page = items.page(uid, request.actor)
    if mode not in Mode.values or "comment" not in page.can:
        raise Unseen("Conversion")
    if mode in {Mode.COMBINATION, Mode.EXTERNALIZATION} and "edit" not in page.can:
        raise Unseen("Conversion")
    form = _form(request, page, mode)
    if request.method == "POST" and form.is_valid():
        try:
            _record(request, page, mode, form)
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, _("Recorded. It counts once somebody else has said that it was so."))
            return redirect("journey", uid=uid)
    context = {"page": page, "form": form, "mode": Mode(mode), "ba": BA[mode]}
    return render(request, "spiral/conversion_new.html", context, status=422 if form.is_bound else 200)


def _form(request: SignedInRequest, page: ItemPage, mode: str) -> Form:
    given = request.POST or None
    if mode == Mode.COMBINATION:
        return forms.CombinationForm(given)
    if mode == Mode.EXTERNALIZATION:
        return forms.SourceForm(given, people=sourcing.choices(page.item))
    return forms.ConversionForm(given, mode=mode, people=sessions.people(request.actor))


def _record(request: SignedInRequest, page: ItemPage, mode: str, form: Form) -> None:
    given, by = form.cleaned_data, request.actor
    today = clock.now().date()
    if mode == Mode.EXTERNALIZATION:
        converting.take_down(page.item, given["source"], by=by)
    elif mode == Mode.COMBINATION:
        asked = addresses.item_uids(given["items"])
        found = list(knowledge.items.scope(by).filter(uid__in=asked).values_list("pk", flat=True))
        if len(found) != len(asked):
            raise Refused(
                _("One of the pages is not there for you. Copy the addresses of pages that you may see."), "items"
            )
        method = "practice" if page.item.kind == Item.Kind.PRACTICE else "synthesis"
        passing = Passing(mode, method, today, {by.person: str(Role.FACILITATOR)}, tuple(found), (page.item.pk,))
        converting.record(passing, by=by)
    elif isinstance(form, forms.ConversionForm):
        seen = mode == Mode.INTERNALIZATION
        people = form.people()
        if seen and by.person in people:
            raise Refused(_("Somebody else than whoever shows it has to see it, and record that."), Role.RECIPIENT)
        passing = Passing(
            mode,
            given["method"],
            given["held_on"],
            people | ({by.person: str(Role.FACILITATOR)} if seen else {}),
            into=(page.item.pk,),
            minutes=given["minutes"],
            note=given["note"],
            proofs=((Proof.OBSERVATION, None),) if seen else (),
        )
        converting.record(passing, by=by)


@require_POST
@signed_in
def confirmation(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that it was so."""
    converting.confirm(uid, by=request.actor)
    messages.success(request, _("Thank you. It counts from now on."))
    return _back(request)


@require_POST
@signed_in
def retraction(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that it was not so after all."""
    try:
        converting.retract(uid, request.POST.get("reason", ""), by=request.actor)
        messages.success(request, _("Retracted. It stays readable and counts no more."))
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(request)


def _back(request: SignedInRequest) -> HttpResponse:
    """To the journey from which it was done."""
    item = request.POST.get("item", "")
    return redirect("journey", uid=item) if len(item) == 12 and item.isalnum() else redirect("spiral")


@signed_in
def spiral(request: SignedInRequest) -> HttpResponse:
    """How knowledge passes: of all that she sees, of a partnership, or of a space."""
    return render(request, "spiral/spiral.html", {"page": flow.page(request.actor, request.GET.get("of", "")[:40])})
