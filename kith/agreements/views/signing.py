"""Signing an agreement, and the copy of it that was signed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kith.agreements import codes
from kith.agreements.actions import signing
from kith.agreements.actions.signing import OnPaper
from kith.agreements.codes import TextChanged
from kith.agreements.forms.deeds import PaperForm, SignatureForm
from kith.agreements.papers import evidence
from kith.agreements.queries import agreements, copies
from kith.agreements.queries.agreements import AgreementPage
from kith.agreements.queries.copies import Copy
from kith.audit import ledger
from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, explain, proven, signed_in

CHANGED = gettext_lazy("The text was changed since you opened it. Read it again, then sign.")


def context(
    page: AgreementPage, form: SignatureForm | None = None, paper_form: PaperForm | None = None
) -> dict[str, Any]:
    """What an agreement's page shows, with the forms to sign it."""
    start = {"shown_sha256": page.agreement.text_sha256}
    return {
        "page": page,
        "form": form or SignatureForm(initial=start),
        "paper_form": paper_form or PaperForm(initial=start),
    }


@require_POST
@signed_in
@proven
def code(request: SignedInRequest, uid: str) -> HttpResponse:
    """Ask for a code by mail, with which one signs."""
    try:
        asked = codes.ask(uid, by=request.actor, shown_sha256=request.POST.get("shown_sha256", "")[:64])
    except TextChanged:
        messages.error(request, CHANGED)
        return redirect("agreement", uid=uid)
    if ledger.is_demo():  # where nobody has the mailbox, and nobody agrees to anything
        words = _("In the demo no mail reaches you. The code is %(code)s.") % {"code": codes.digits(asked)}
    else:
        where = {"address": evidence.masked(asked.address), "minutes": int(codes.LASTS.total_seconds() // 60)}
        words = _("A code is on its way to %(address)s. It works for %(minutes)s minutes.") % where
    messages.success(request, words)
    response = redirect("agreement", uid=uid)
    response["Location"] += "#sign"
    return response


@require_POST
@signed_in
@proven
def signature(request: SignedInRequest, uid: str) -> HttpResponse:
    """Sign the text that was shown."""
    form = SignatureForm(request.POST)

    def sign() -> None:
        signing.sign(uid, by=request.actor, **form.cleaned_data)

    return _signed(request, uid, form, sign) or _again(request, uid, form=form)


@require_POST
@signed_in
@proven
def paper(request: SignedInRequest, uid: str) -> HttpResponse:
    """Attest that the text was signed on paper."""
    form = PaperForm(request.POST, request.FILES)

    def attest() -> None:
        given = form.cleaned_data
        scan = OnPaper(given["day"], given["scan"].chunks(), given["scan"].name)
        signing.attest(uid, scan, by=request.actor, shown_sha256=given["shown_sha256"])

    return _signed(request, uid, form, attest) or _again(request, uid, paper_form=form)


def _signed(
    request: SignedInRequest, uid: str, form: SignatureForm | PaperForm, deed: Callable[[], None]
) -> HttpResponse | None:
    """Do it; None where the form has to be shown again."""
    if not form.is_valid():
        return None
    try:
        deed()
    except Refused as refused:
        explain(form, refused)
        return None
    except TextChanged:
        messages.error(request, CHANGED)
    else:
        messages.success(request, _("Signed."))
    return redirect("agreement", uid=uid)


def _again(request: SignedInRequest, uid: str, **forms: Any) -> HttpResponse:
    shown = context(agreements.page(uid, request.actor), **forms)
    return render(request, "agreements/agreement.html", shown, status=422)


@require_safe
@signed_in
def signed_copy(request: SignedInRequest, uid: str) -> HttpResponseBase:
    """The signed copy as a PDF under the installation's seal."""
    return _file(copies.signed(uid, request.actor))


@require_safe
@signed_in
def scan(request: SignedInRequest, uid: str, organisation_uid: str) -> HttpResponseBase:
    """The scan of a side's signature on paper."""
    return _file(copies.scan(uid, organisation_uid, request.actor))


def _file(copy: Copy) -> HttpResponseBase:
    response = FileResponse(copy.open(), as_attachment=True, filename=copy.name, content_type=copy.media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
