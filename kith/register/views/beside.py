"""What belongs to an asset: rights and their fees, licences, attested measures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.core import clock
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.register import policy
from kith.register.actions import licences, rights, steps
from kith.register.forms import assets as forms
from kith.register.queries import assets, beside
from kith.register.schedules import OFFICES
from kith.register.views.doing import agreement_choices, doing


@signed_in
def right_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Enter a right at an office."""
    page = assets.one(uid, request.actor)
    policy.assets.require(request.actor, "tend", page.asset)
    form = forms.RightForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            rights.enter(uid, form.filing(), by=request.actor)
            messages.success(request, _("Entered. Its days stand among the deadlines."))
            return redirect("asset", uid=uid)
    context = {"form": form, "page": page, "right": None, "offices": OFFICES.items()}
    return render(request, "register/right.html", context, status=422 if form.is_bound else 200)


@signed_in
def right(request: SignedInRequest, uid: str) -> HttpResponse:
    """Change a right's days and numbers."""
    row = beside.right(uid, "tend", request.actor)
    page = assets.one(row.asset.uid, request.actor)
    form = forms.RightForm(
        request.POST or None, initial={name: getattr(row, name) for name in forms.RightForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        with explained(form):
            rights.change(uid, form.filing(), by=request.actor)
            messages.success(request, _("Changed."))
            return redirect("asset", uid=row.asset.uid)
    context = {"form": form, "page": page, "right": row, "offices": OFFICES.items()}
    return render(request, "register/right.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def fee(request: SignedInRequest, uid: str) -> HttpResponse:
    """Write down that a fee was paid."""
    row = beside.right(uid, "tend", request.actor)
    form = forms.FeeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say on which day it was paid."))
        return redirect("asset", uid=row.asset.uid)
    given = form.cleaned_data
    return doing(
        request,
        row.asset.uid,
        lambda: rights.pay(uid, given["due_on"], given["paid_on"], given["words"], by=request.actor),
        _("Written down. The next fee stands among the deadlines."),
    )


@require_POST
@signed_in
def priority(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that it was decided where else to file."""
    row = beside.right(uid, "tend", request.actor)
    done = _("Settled.")
    return doing(request, row.asset.uid, lambda: rights.settle_priority(uid, by=request.actor), done)


@require_POST
@signed_in
def right_end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Let a right go."""
    row = beside.right(uid, "run", request.actor)
    reason = _reason(request)
    done = _("Given up. No fee of it is asked for any more.")
    return doing(request, row.asset.uid, lambda: rights.drop(uid, reason, by=request.actor), done)


@signed_in
def licence_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Enter a licence."""
    page = assets.one(uid, request.actor)
    policy.assets.require(request.actor, "run", page.asset)
    today = clock.day_of(clock.now(), str(getattr(request.user, "zone", "UTC")))
    form = forms.LicenceForm(
        request.POST or None,
        agreements=agreement_choices(request.actor),
        initial={"starts_on": today, "way": "in" if page.asset.origin == "third" else "out"},
    )
    if request.method == "POST" and form.is_valid():
        with explained(form):
            licences.enter(uid, form.terms(), by=request.actor)
            messages.success(request, _("Entered."))
            return redirect("asset", uid=uid)
    context = {"form": form, "page": page}
    return render(request, "register/licence_new.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def licence_end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that a licence is over."""
    row = beside.licence(uid, request.actor)
    reason = _reason(request)
    return doing(request, row.asset.uid, lambda: licences.end(uid, reason, by=request.actor), _("It is over."))


@signed_in
def step_new(request: SignedInRequest, uid: str) -> HttpResponse:
    """Attest a measure that keeps an asset secret."""
    page = assets.one(uid, request.actor)
    policy.assets.require(request.actor, "tend", page.asset)
    today = clock.day_of(clock.now(), str(getattr(request.user, "zone", "UTC")))
    follows = request.GET.get("follows", "")
    before = next(
        (row.step for row in page.steps if str(row.step.pk) == follows and row.step.followed_at is None), None
    )
    start = {"what": before.what, "words": before.words} if before else {}
    form = forms.StepForm(request.POST or None, initial={"done_on": today} | start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            given = form.cleaned_data
            steps.attest(
                uid,
                given["what"],
                given["words"],
                given["done_on"],
                given["until"],
                by=request.actor,
                follows=before.pk if before else None,
            )
            messages.success(request, _("Attested."))
            return redirect("asset", uid=uid)
    context = {"form": form, "page": page, "before": before}
    return render(request, "register/step_new.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def step_end(request: SignedInRequest, uid: str, pk: int) -> HttpResponse:
    """Say that a measure does not hold any more."""
    return doing(request, uid, lambda: steps.end(uid, pk, by=request.actor), _("It does not count any more."))


def _reason(request: SignedInRequest) -> str:
    form = forms.ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""
