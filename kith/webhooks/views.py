"""Webhooks of an organisation: made, looked at, paused, ended."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, explained, proven, signed_in
from kith.webhooks import forms, policy
from kith.webhooks.actions import asking, keeping
from kith.webhooks.queries import pages


@require_safe
@signed_in
def hooks(request: SignedInRequest) -> HttpResponse:
    """The organisation's webhooks."""
    return render(request, "webhooks/hooks.html", {"rows": pages.listing(request.actor)})


@signed_in
@proven
def hook_new(request: SignedInRequest) -> HttpResponse:
    """Make one; its secret is shown once."""
    policy.require_keeper(request.actor)
    form = forms.HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            return _once(request, keeping.make(form.wish, by=request.actor))
    return render(request, "webhooks/hook_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@signed_in
@proven
def hook_secret(request: SignedInRequest, uid: str) -> HttpResponse:
    """Draw a new secret; it is shown once."""
    return _once(request, keeping.draw_secret(uid, by=request.actor))


def _once(request: SignedInRequest, made: keeping.Made) -> HttpResponse:
    """The page that shows a secret, this once."""
    response = render(request, "webhooks/secret.html", {"made": made})
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
@signed_in
def hook(request: SignedInRequest, uid: str) -> HttpResponse:
    """One webhook with its log."""
    failed, after = "failed" in request.GET, request.GET.get("after", "")
    try:
        page = pages.page(uid, request.actor, failed=failed, after=after)
    except Refused:
        page = pages.page(uid, request.actor, failed=failed)  # a cursor of nobody's: from the beginning
    return render(request, "webhooks/hook.html", {"page": page})


@signed_in
@proven
def hook_settings(request: SignedInRequest, uid: str) -> HttpResponse:
    """What is posted where."""
    row = pages.find(uid, request.actor)
    start = {"name": row.name, "address": row.address, "topics": row.topics.split()}
    form = forms.HookForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            keeping.change(uid, form.wish, by=request.actor)
            messages.success(request, _("Saved."))
            return redirect("hook", uid=uid)
    return render(
        request, "webhooks/hook_settings.html", {"form": form, "hook": row}, status=422 if form.is_bound else 200
    )


@require_safe
@signed_in
def delivery(request: SignedInRequest, uid: str, delivery_uid: str) -> HttpResponse:
    """What was sent, and what came back."""
    return render(request, "webhooks/delivery.html", {"page": pages.delivery(uid, delivery_uid, request.actor)})


@require_POST
@signed_in
def delivery_repeat(request: SignedInRequest, uid: str, delivery_uid: str) -> HttpResponse:
    """Send it once more."""
    try:
        asking.send_again(uid, delivery_uid, by=request.actor)
        messages.success(request, _("It is sent again in a moment, under the same id."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("delivery", uid=uid, delivery_uid=delivery_uid)


@require_POST
@signed_in
def hook_deed(request: SignedInRequest, uid: str, deed: str) -> HttpResponse:
    """Pause it, let it go on, test it, end it."""
    if deed not in DEEDS:
        raise Unseen("Deed")
    do, words, leads = DEEDS[deed]
    try:
        do(uid, request.actor)
        messages.success(request, words())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("hook", uid=uid)
    return redirect("hook", uid=uid) if leads == "hook" else redirect(leads)


DEEDS: dict[str, tuple[Callable[[str, Actor], object], Callable[[], str], str]] = {
    "pause": (lambda uid, by: keeping.pause(uid, by=by), lambda: _("Paused. Nothing is posted there now."), "hook"),
    "resumption": (lambda uid, by: keeping.resume(uid, by=by), lambda: _("It goes on from now."), "hook"),
    "test": (
        lambda uid, by: asking.test(uid, by=by),
        lambda: _("A test is on its way. What came back stands below in a moment."),
        "hook",
    ),
    "end": (lambda uid, by: keeping.end(uid, by=by), lambda: _("Ended. Nothing is posted there any more."), "hooks"),
}
