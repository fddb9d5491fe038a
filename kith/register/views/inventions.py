"""Inventions: telling of them and answering; and the rules for the fees of offices."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.errors import Unseen
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.notices import edges as notices
from kith.register import policy, schedules
from kith.register.actions import inventions as deeds
from kith.register.actions import schedules as rules
from kith.register.forms import inventions as forms
from kith.register.models import Kind
from kith.register.queries import assets, beside, inventions
from kith.register.views.doing import partnership_choices


@require_safe
@signed_in
def every(request: SignedInRequest) -> HttpResponse:
    """Inventions that were told."""
    return render(request, "register/inventions.html", {"rows": inventions.every(request.actor)})


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    """Tell of an invention."""
    by = request.actor
    form = forms.InventionForm(
        request.POST or None,
        people=assets.colleagues(by),
        partnerships=partnership_choices(by),
        initial={"inventors": [str(by.person_id)]},
    )
    if request.method == "POST" and form.is_valid():
        with explained(form):
            row = deeds.tell(form.telling(), by=by)
            messages.success(request, _("Told. Owners and stewards decide what is made of it."))
            return redirect("invention", uid=row.uid)
    context = {"form": form, "row": None}
    return render(request, "register/invention_form.html", context, status=422 if form.is_bound else 200)


@signed_in
def edit(request: SignedInRequest, uid: str) -> HttpResponse:
    """Mend what was told, until it is answered."""
    by = request.actor
    page = inventions.one(uid, by)
    policy.inventions.require(by, "edit", page.row)
    plain = ("title", "problem", "idea", "known", "others", "conceived_on", "public_on")
    start = {name: getattr(page.row, name) for name in plain} | {
        "inventors": [str(pk) for pk in page.row.inventors.values_list("pk", flat=True)],
        "partnership": page.row.partnership.uid if page.row.partnership else "",
    }
    form = forms.InventionForm(
        request.POST or None, people=assets.colleagues(by), partnerships=partnership_choices(by), initial=start
    )
    if request.method == "POST" and form.is_valid():
        with explained(form):
            deeds.mend(uid, form.telling(), by=by)
            messages.success(request, _("Changed."))
            return redirect("invention", uid=uid)
    context = {"form": form, "row": page.row}
    return render(request, "register/invention_form.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def one(request: SignedInRequest, uid: str) -> HttpResponse:
    """One invention."""
    return _page(request, uid, forms.TakeForm(), forms.AsideForm())


def _page(
    request: SignedInRequest, uid: str, take: forms.TakeForm, aside: forms.AsideForm, status: int = 200
) -> HttpResponse:
    page = inventions.one(uid, request.actor)
    notices.seen(request, {deeds.TOLD: [page.row.pk], deeds.ANSWERED: [page.row.pk]})
    context = {"page": page, "take": take, "aside": aside}
    return render(request, "register/invention.html", context, status=status)


@require_POST
@signed_in
def take(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take an invention into the register."""
    form = forms.TakeForm(request.POST)
    if form.is_valid():
        with explained(form):
            asset = deeds.take(uid, form.cleaned_data["kind"], form.cleaned_data["words"], by=request.actor)
            messages.success(request, _("It stands in the register. Enter what is missing."))
            return redirect("asset", uid=asset.uid)
    return _page(request, uid, form, forms.AsideForm(), 422)


@require_POST
@signed_in
def put_aside(request: SignedInRequest, uid: str) -> HttpResponse:
    """Put an invention aside."""
    form = forms.AsideForm(request.POST)
    if form.is_valid():
        with explained(form):
            deeds.put_aside(uid, form.cleaned_data["words"], by=request.actor)
            messages.success(request, _("Put aside. Its inventors are told."))
            return redirect("invention", uid=uid)
    return _page(request, uid, forms.TakeForm(), form, 422)


@signed_in
def fee_rules(request: SignedInRequest) -> HttpResponse:
    """The rules by which fees are reckoned, and one's own in their place."""
    by = request.actor
    if not policy.reads_all(by):
        raise Unseen("Schedule")
    form = forms.ScheduleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            rules.set_own(form.wanted(), by=by)
            messages.success(request, _("From now on fees are reckoned so."))
            return redirect("fee_rules")
    context = {
        "form": form,
        "own": [(row, rule, Kind(rule.kind).label) for row, rule in beside.own_rules(by)],
        "rules": [
            (rule, Kind(rule.kind).label, schedules.office_name(rule.office), schedules.fees_said(rule))
            for rule in beside.rules(by)
        ],
        "version": schedules.VERSION,
        "may_run": by.keeps,
    }
    return render(request, "register/rules.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def fee_rule_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go back to Kith's rule."""
    rules.go_back(pk, by=request.actor)
    messages.success(request, _("Your rule does not count any more."))
    return redirect("fee_rules")
