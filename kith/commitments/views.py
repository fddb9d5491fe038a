"""Pages of commitments."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kith.commitments import actions, forms, queries, reports
from kith.commitments.reminders import CHECK, CLOSED, DUE, GIVEN
from kith.core.actor import Actor
from kith.core.errors import Refused, Sentence, Unseen
from kith.identity.edges import SignedInRequest, explain, signed_in
from kith.identity.models import Person
from kith.notices import edges as notices
from kith.ui.reporting.answering import answer


@signed_in
def commitments(request: SignedInRequest) -> HttpResponse:
    """What she has promised, and what she asked others for."""
    page = queries.page(request.actor)
    shown = [row.commitment.pk for rows in (page.mine, page.asked, page.to_check) for row in rows]
    notices.seen(request, dict.fromkeys((GIVEN, DUE, CHECK), shown))
    return render(request, "commitments/commitments.html", {"page": page})


@require_safe
@signed_in
def report(request: SignedInRequest) -> HttpResponse:
    """The same as a workbook or a PDF."""
    try:
        made = reports.of(queries.page(request.actor), cast(Person, request.user).name)
        return answer(request, made, "kith-commitments")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("commitments")


@signed_in
def commitment(request: SignedInRequest, uid: str) -> HttpResponse:
    """One commitment, with what can be done about it."""
    return _shown(request, queries.one(uid, request.actor))


def _shown(
    request: SignedInRequest, shown: queries.Shown, bound: dict[str, django_forms.Form] | None = None
) -> HttpResponse:
    notices.seen(request, {kind: [shown.commitment.pk] for kind in (GIVEN, DUE, CLOSED, CHECK)})
    drawn = {name: _form(name, shown, request.actor) for name, deed in DEEDS.items() if deed.ability in shown.can}
    context = {"shown": shown, "forms": drawn | (bound or {})}
    return render(request, "commitments/commitment.html", context, status=422 if bound else 200)


@dataclass(frozen=True)
class Deed:
    """Something that is done with a commitment: who may, what is asked, what is done, and what is said after it."""

    ability: str
    form: type[django_forms.Form]
    do: Callable[[str, django_forms.Form, SignedInRequest], object]
    said: Sentence


def _keep(uid: str, form: django_forms.Form, request: SignedInRequest) -> object:
    proof = form.proof_uid if isinstance(form, forms.KeepForm) else ""
    return actions.keep(uid, form.cleaned_data["words"], by=request.actor, proof="item", proof_uid=proof)


DEEDS = {
    "kept": Deed("keep", forms.KeepForm, _keep, gettext_lazy("Done. Whoever asked for it is told.")),
    "later": Deed(
        "postpone",
        forms.LaterForm,
        lambda uid, form, request: actions.put_off(uid, form.cleaned_data["due_on"], by=request.actor),
        gettext_lazy("Put off. The first day stays beside the new one."),
    ),
    "dropped": Deed(
        "run",
        forms.DropForm,
        lambda uid, form, request: actions.drop(uid, form.cleaned_data["words"], by=request.actor),
        gettext_lazy("Dropped."),
    ),
    "owner": Deed(
        "run",
        forms.OwnerForm,
        lambda uid, form, request: actions.hand_over(uid, form.cleaned_data["owner"], by=request.actor),
        gettext_lazy("Given to somebody else, who is told."),
    ),
    "check": Deed(
        "check",
        forms.CheckForm,
        lambda uid, form, request: actions.check(
            uid,
            form.cleaned_data["worked"],
            form.cleaned_data["words"],
            by=request.actor,
            again_on=form.cleaned_data["again_on"],
        ),
        gettext_lazy("Thank you. It stands beside what was done."),
    ),
}


@require_POST
@signed_in
def commitment_deed(request: SignedInRequest, uid: str, deed: str) -> HttpResponse:
    """Close it, put it off, drop it, give it to somebody else, or say whether it has worked."""
    shown = queries.one(uid, request.actor)
    if deed not in DEEDS:
        raise Unseen("Commitment")
    form = _form(deed, shown, request.actor, request.POST)
    try:
        if form.is_valid():
            DEEDS[deed].do(uid, form, request)
            messages.success(request, str(DEEDS[deed].said))
            return redirect("commitment", uid=uid)
    except Refused as refused:
        explain(form, refused)
    return _shown(request, shown, {deed: form})


def _form(deed: str, shown: queries.Shown, by: Actor, given: QueryDict | None = None) -> django_forms.Form:
    """The form of a deed; its fields' ids carry its name, because all of them stand on one page."""
    kind = DEEDS[deed].form
    if kind is forms.OwnerForm:
        row = shown.commitment
        people = queries.people(row.about, row.about_id, by)
        return forms.OwnerForm(given, people=people, initial={"owner": row.owner_id}, auto_id=f"{deed}_%s")
    return kind(given, auto_id=f"{deed}_%s")
