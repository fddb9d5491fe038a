"""Sharing a space or an item under an agreement."""

from django.contrib import messages
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.agreements.actions import sharing
from kith.agreements.actions.sharing import Target
from kith.agreements.forms import deeds as forms
from kith.agreements.queries import shares
from kith.agreements.queries.shares import SharePage
from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest, explained, signed_in


@signed_in
def item_share(request: SignedInRequest, uid: str) -> HttpResponse:
    """Share an item, alone or with all below it."""
    return _share(request, shares.of_item(uid, request.actor, request.GET.get("under")))


@signed_in
def space_share(request: SignedInRequest, uid: str) -> HttpResponse:
    """Share a space."""
    return _share(request, shares.of_space(uid, request.actor, request.GET.get("under")))


def _share(request: SignedInRequest, page: SharePage) -> HttpResponse:
    form = _form(request, page)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            names = _open(request, page, form)
            messages.success(request, _("Shared with %(names)s.") % {"names": ", ".join(names)})
            return redirect(page.url_name, uid=page.uid)
    status = 422 if form.is_bound else 200
    return render(request, "agreements/share.html", {"page": page, "form": form}, status=status)


def _form(request: SignedInRequest, page: SharePage) -> forms.ShareForm:
    start = {
        "agreement": page.under.uid if page.under else None,
        "subjects": ["organisation"],
    }  # with several, she chooses
    form = forms.ShareForm(request.POST or None, initial=start)
    form.fields["agreement"].choices = [(row.uid, row.title) for row in page.agreements]  # type: ignore[attr-defined]
    form.fields["purpose"].choices = page.purposes  # type: ignore[attr-defined]
    form.fields["subjects"].choices = page.subjects  # type: ignore[attr-defined]
    form.fields["subjects"].widget = CheckboxSelectMultiple(choices=page.subjects)
    del form.fields["whole" if page.is_space else "joint"]
    return form


def _open(request: SignedInRequest, page: SharePage, form: forms.ShareForm) -> list[str]:
    """Open a door for each chosen subject, all or none; to whom."""
    given = form.cleaned_data
    if page.under is None or not given["subjects"]:
        raise Refused(_("Choose with whom."), "subjects")
    target = Target(form.kind(page.is_space), page.uid)
    subjects = [page.subject(choice) for choice in given["subjects"]]
    sharing.share_with_all(
        page.under.uid,
        target,
        subjects,
        given["purpose"],
        by=request.actor,
        use_by=given["use_by"],
        joint=given.get("joint") == "joint",
    )
    labels = dict(page.subjects)
    return [str(labels[choice]) for choice in given["subjects"]]
