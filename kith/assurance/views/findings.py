"""Findings: given, mended, and closed by looking again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.assurance import forms, policy, told
from kith.assurance.actions import mending
from kith.assurance.queries import pages
from kith.assurance.queries.pages import FindingPage
from kith.core import clock
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.notices import edges as notices


@signed_in
def finding_new(request: SignedInRequest, uid: str, key: str) -> HttpResponse:
    """Raise a finding about a check that does not hold."""
    page = pages.check(key, request.actor, uid)
    assert page.audit is not None  # it was asked for by its id
    policy.audits.require(request.actor, "run", page.audit)
    start = forms.FindingForm.start(page.said, clock.now().date())
    people = pages.menders(request.actor, {request.actor.person, page.audit.auditor_id})
    form = forms.FindingForm(request.POST or None, people=people, initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            row = mending.give(uid, key, form.given, by=request.actor)
            messages.success(request, _("Given to %(who)s, who is told.") % {"who": row.owner.name})
            return redirect("audit", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "assurance/finding_new.html", {"page": page, "form": form}, status=status)


@signed_in
def finding(request: SignedInRequest, uid: str) -> HttpResponse:
    """One finding; say what was done about it."""
    form = forms.SayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            done = form.cleaned_data["done"]
            mending.say(uid, form.cleaned_data["words"], done=done, by=request.actor)
            messages.success(request, _("Said. Somebody else looks again.") if done else _("Said."))
            return redirect("finding", uid=uid)
    return _page(request, pages.finding(uid, request.actor), say=form)


@signed_in
@require_POST
def finding_look(request: SignedInRequest, uid: str) -> HttpResponse:
    """Look again: it is closed if the check holds."""
    page = pages.finding(uid, request.actor)
    form = forms.AnswerForm(request.POST) if page.check.by_hand else forms.LookForm(request.POST)
    if form.is_valid():
        with explained(form):
            row = mending.look(
                uid, by=request.actor, state=form.cleaned_data.get("state", ""), words=form.cleaned_data["words"]
            )
            if row.closed_at:
                messages.success(request, _("It holds again. The finding is closed."))
            else:
                messages.warning(request, _("It does not hold yet. The finding stays open."))
            return redirect("finding", uid=uid)
    return _page(request, page, look=form)


@signed_in
def finding_move(request: SignedInRequest, uid: str) -> HttpResponse:
    """Give a finding to somebody else, or another day."""
    page = pages.finding(uid, request.actor)
    policy.findings.require(request.actor, "move", page.finding)
    row = page.finding
    people = pages.menders(request.actor, {row.raised_by_id, row.audit.auditor_id})
    start = {"owner": row.owner_id, "due_on": row.due_on}
    form = forms.MoveForm(request.POST or None, people=people, initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            said = form.cleaned_data
            mending.move(uid, said["owner"], said["due_on"], said["words"], by=request.actor)
            messages.success(request, _("Changed."))
            return redirect("finding", uid=uid)
    status = 422 if form.is_bound else 200
    return render(request, "assurance/finding_move.html", {"page": page, "form": form}, status=status)


def _page(
    request: SignedInRequest,
    page: FindingPage,
    say: forms.SayForm | None = None,
    look: forms.AnswerForm | forms.LookForm | None = None,
) -> HttpResponse:
    pk = [page.finding.pk]
    notices.seen(request, {told.GIVEN: pk, told.ANSWERED: pk, told.LOOKED: pk})
    again = forms.AnswerForm() if page.check.by_hand else forms.LookForm()
    context = {"page": page, "say": say or forms.SayForm(), "look": look or again}
    bound = bool(say and say.is_bound) or bool(look and look.is_bound)
    return render(request, "assurance/finding.html", context, status=422 if bound else 200)
