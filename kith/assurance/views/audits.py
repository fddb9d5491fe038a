"""Audits: where all checks stand, one audit, one check."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.assurance import forms, policy, reports
from kith.assurance.actions import auditing
from kith.assurance.queries import pages
from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.ui.reporting.answering import answer as as_file


@signed_in
def audits(request: SignedInRequest) -> HttpResponse:
    """Where all checks stand now, the audits, and what is to be mended."""
    return render(request, "assurance/audits.html", {"page": pages.overview(request.actor)})


@signed_in
def audit_new(request: SignedInRequest) -> HttpResponse:
    """Begin an audit."""
    policy.require_reader(request.actor)
    form = forms.AuditForm(request.POST or None, people=pages.auditors(request.actor))
    if request.method == "POST" and form.is_valid():
        with explained(form):
            row = auditing.open_(form.cleaned_data["title"], form.cleaned_data["auditor"], by=request.actor)
            messages.success(request, _("Begun. The records have been asked; the rest is yours to answer."))
            return redirect("audit", uid=row.uid)
    return render(request, "assurance/audit_new.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
def audit(request: SignedInRequest, uid: str) -> HttpResponse:
    """One audit; close it with a conclusion."""
    form = forms.CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            auditing.close(uid, form.cleaned_data["conclusion"], by=request.actor)
            messages.success(request, _("Closed. Its findings go on until they are mended."))
            return redirect("audit", uid=uid)
    page = pages.audit(uid, request.actor)
    status = 422 if form.is_bound else 200
    return render(request, "assurance/audit.html", {"page": page, "form": form}, status=status)


@signed_in
@require_POST
def audit_run(request: SignedInRequest, uid: str) -> HttpResponse:
    """Ask the records again."""
    auditing.run(uid, by=request.actor)
    messages.success(request, _("The records have been asked again."))
    return redirect("audit", uid=uid)


@signed_in
def audit_report(request: SignedInRequest, uid: str) -> HttpResponse:
    """One audit as a file."""
    try:
        return as_file(request, reports.of_audit(uid, request.actor), f"kith-audit-{uid}")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("audit", uid=uid)


@signed_in
def audit_check(request: SignedInRequest, uid: str, key: str) -> HttpResponse:
    """One check as it was in an audit; answer it, where it is answered by hand."""
    page = pages.check(key, request.actor, uid)
    form = forms.AnswerForm(request.POST or None) if page.row.check.by_hand and "run" in page.can else None
    if request.method == "POST":
        form = form or forms.AnswerForm(request.POST)
        if form.is_valid():
            with explained(form):
                said = form.cleaned_data
                auditing.answer(uid, key, said["state"], said["words"], by=request.actor)
                messages.success(request, _("Answered."))
                return redirect("audit", uid=uid)
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "assurance/check.html", {"page": page, "form": form}, status=status)


@signed_in
def check(request: SignedInRequest, key: str) -> HttpResponse:
    """One check as it stands now."""
    return render(request, "assurance/check.html", {"page": pages.check(key, request.actor)})
