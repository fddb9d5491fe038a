"""The register: its list, entering assets, changing and giving them up."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core import clock
from kith.core.classification import Classification
from kith.identity.edges import SignedInRequest, explained, proven, signed_in
from kith.register import packs, policy, reports
from kith.register.actions import assets as deeds
from kith.register.actions.given import Share
from kith.register.forms import assets as forms
from kith.register.models import Asset, Kind
from kith.register.queries import assets
from kith.register.queries.assets import AssetPage, Wanted
from kith.register.views.doing import doing, partnership_choices
from kith.ui.reporting.answering import answer

OFTEN = (Kind.PATENT, Kind.MARK, Kind.DESIGN, Kind.SECRET, Kind.SOFTWARE)  # what the new form offers at once


def _wanted(request: SignedInRequest) -> Wanted:
    kind, origin = request.GET.get("kind", ""), request.GET.get("origin", "")
    return Wanted(
        kind=kind if kind in Kind.values else "",
        origin=origin if origin in Asset.Origin.values else "",
        heeded=request.GET.get("heeds") == "1",
        given_up=request.GET.get("given_up") == "1",
    )


@require_safe
@signed_in
def register(request: SignedInRequest) -> HttpResponse:
    """What the organisation owns, uses and keeps secret."""
    page = assets.page(_wanted(request), request.actor)
    context = {
        "page": page,
        "kinds": Kind.choices,
        "origins": [(each.value, str(each.label).split(":")[0]) for each in Asset.Origin],
    }
    return render(request, "register/register.html", context)


@require_safe
@signed_in
def register_report(request: SignedInRequest) -> HttpResponse:
    """The list as a file."""
    page = assets.page(_wanted(request), request.actor, reports.MOST)
    return answer(request, reports.of_register(page), "register")


def _form(request: SignedInRequest, initial: dict[str, Any] | None = None) -> forms.AssetForm:
    by = request.actor
    return forms.AssetForm(
        request.POST or None,
        initial=initial,
        people=assets.colleagues(by),
        partnerships=partnership_choices(by),
    )


@signed_in
def asset_new(request: SignedInRequest) -> HttpResponse:
    """Take an asset into the register."""
    deeds.require_keeper(request.actor)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in Kind.values else Kind.PATENT.value, "origin": "background"}
    if kind == Kind.SECRET:
        initial["classification"] = str(int(Classification.TRADE_SECRET))
    form = _form(request, initial)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            asset = deeds.enter(form.entry(), by=request.actor)
            messages.success(request, _("It stands in the register."))
            return redirect("asset", uid=asset.uid)
    context = {"form": form, "often": [(kind.value, kind.label) for kind in OFTEN]}
    return render(request, "register/asset_new.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def asset(request: SignedInRequest, uid: str) -> HttpResponse:
    """One asset with its rights, licences and what is missing."""
    page = assets.one(uid, request.actor)
    today = clock.day_of(clock.now(), str(getattr(request.user, "zone", "UTC")))
    context = {
        "page": page,
        "fee": forms.FeeForm(initial={"paid_on": today}),
        "reason": forms.ReasonForm(),
    }
    return render(request, "register/asset.html", context)


@signed_in
def asset_edit(request: SignedInRequest, uid: str) -> HttpResponse:
    """Change what the register says of an asset."""
    page = assets.one(uid, request.actor)
    policy.assets.require(request.actor, "run", page.asset)
    form = _form(request, _initial(request, page))
    if request.method == "POST" and form.is_valid():
        with explained(form):
            deeds.change(uid, form.entry(), by=request.actor)
            messages.success(request, _("Changed."))
            return redirect("asset", uid=uid)
    return render(
        request, "register/asset_edit.html", {"form": form, "page": page}, status=422 if form.is_bound else 200
    )


def _initial(request: SignedInRequest, page: AssetPage) -> dict[str, Any]:
    asset = page.asset
    fields = ("kind", "title", "words", "origin", "classification", "value", "public_on", "open_source", "licence_name")
    addresses = [request.build_absolute_uri(reverse("item", args=[item.uid])) for item in page.items]
    return {name: getattr(asset, name) for name in fields} | {
        "partnership": asset.partnership.uid if asset.partnership else "",
        "custodian": str(asset.custodian_id or ""),
        "holdings": [Share(row.holder, row.percent) for row in page.holdings],
        "makers": [str(row.person_id) for row in page.makers if row.person_id],
        "others": "\n".join(row.name for row in page.makers if row.name),
        "pages": "\n".join(addresses),
    }


@require_POST
@signed_in
def asset_end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Give an asset up."""
    form = forms.ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = _("Given up. It stays in the register.")
    return doing(request, uid, lambda: deeds.give_up(uid, reason, by=request.actor), done)


@require_safe
@signed_in
@proven
def asset_pack(request: SignedInRequest, uid: str) -> HttpResponse:
    """The file that shows how a secret is kept."""
    return answer(request, packs.make(uid, by=request.actor), "reasonable-steps")
