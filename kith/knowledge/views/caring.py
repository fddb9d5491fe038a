"""Trust: who vouches for what and how often, what a space can be trusted for, and who was asked to read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core.errors import Refused, Unseen
from kith.identity import queries as identity
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.identity.models import Person
from kith.knowledge import forms, mentions
from kith.knowledge.actions import reading, vouching
from kith.knowledge.queries import items, trust
from kith.knowledge.queries.items import ItemPage


@signed_in
def care(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say who vouches for an item, and how often."""
    page = items.page(uid, request.actor)
    if "govern" not in page.can:
        raise Unseen("Item")
    item = page.item
    chosen = f"person-{item.verifier_id}" if item.verifier_id else f"team-{item.verifier_team_id or ''}"
    start = {"verifier": chosen if chosen != "team-" else "", "days": item.check_every}
    form = forms.CareForm(request.POST or None, verifiers=_verifiers(page), initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            vouching.arrange(uid, form.care, by=request.actor)
            messages.success(request, _("Arranged."))
            return redirect("item", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/care.html", {"page": page, "form": form}, status=status)


def _verifiers(page: ItemPage) -> list[tuple[str, str]]:
    teams = [(f"team-{team.pk}", team.name) for team in identity.teams(page.item.organisation_id)]
    return [*teams, *((f"person-{pk}", name) for pk, name in _readers(page))]


def _readers(page: ItemPage) -> list[tuple[int, str]]:
    """Who may see the page, by name, with the firm where it is another one."""
    seats = mentions.seats(page.item)
    firms = {
        group.organisation_id: group.organisation_name for group in (page.audience.partners if page.audience else ())
    }
    people = Person.objects.filter(pk__in=seats).order_by("name", "pk").values_list("pk", "name")
    return [(pk, f"{name}, {firms[seats[pk]]}" if seats[pk] in firms else name) for pk, name in people]


@signed_in
def space_trust(request: SignedInRequest, uid: str) -> HttpResponse:
    """How much of a space is vouched for; take the word back for several pages at once."""
    page = trust.page(uid, request.actor)
    if request.method == "POST":
        try:
            count = vouching.withdraw(
                request.POST.getlist("item")[:500], request.POST.get("reason", ""), by=request.actor
            )
            messages.success(request, _("Taken back for %(n)s. Their owners are told why.") % {"n": count})
            return redirect("space_trust", uid=uid)
        except Refused as refused:
            messages.error(request, str(refused))
    return render(
        request, "knowledge/space_trust.html", {"page": page}, status=422 if request.method == "POST" else 200
    )


@signed_in
def tending(request: SignedInRequest) -> HttpResponse:
    """What keepers have to see to."""
    return render(request, "knowledge/tending.html", {"page": trust.tending(request.actor)})


@signed_in
def readers(request: SignedInRequest, uid: str) -> HttpResponse:
    """Ask people to read an item."""
    page = items.page(uid, request.actor)
    if "govern" not in page.can or page.version is None:
        raise Unseen("Item")
    form = forms.ReadersForm(request.POST or None, people=_readers(page))
    if request.method == "POST" and form.is_valid():
        with explained(form):
            rows = reading.ask(uid, form.cleaned_data["people"], by=request.actor, due_on=form.cleaned_data["due_on"])
            messages.success(request, _("Asked: %(n)s. They are told.") % {"n": len(rows)})
            return redirect("item", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/readers.html", {"page": page, "form": form}, status=status)


@require_POST
@signed_in
def acknowledgement(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that one has read an item."""
    reading.acknowledge(uid, by=request.actor)
    messages.success(request, _("Thank you. Whoever asked can see it."))
    return redirect("item", uid=uid)
