"""Pages of reports without names: those of the channel, which ask nothing of the session, and those of the keepers."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kith.core.errors import Refused, Unseen
from kith.identity.edges import SignedInRequest, explain, explained, signed_in
from kith.knowledge.kinds import incidents
from kith.notices import edges as notices
from kith.speakup import actions, forms, queries
from kith.speakup.actions import REPORT, Told


@sensitive_post_parameters()
def speakup(request: HttpRequest, token: str) -> HttpResponse:
    """Report something without one's name; the answer is a key, which is shown once."""
    firm = queries.firm_of(token)
    form = forms.ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with explained(form):
            key = actions.report(token, Told(given["title"], given["words"], incidents.what(given)))
            return render(request, "speakup/thanks.html", {"firm": firm, "key": key})
    status = 422 if form.is_bound else 200
    return render(request, "speakup/speakup.html", {"firm": firm, "form": form}, status=status)


@sensitive_post_parameters()
def case(request: HttpRequest) -> HttpResponse:
    """Come back with one's key: read the answer, say more. The key stands in no address."""
    form = forms.KeyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "speakup/key.html", {"form": form}, status=422 if form.is_bound else 200)
    key = form.cleaned_data["key"]
    try:
        found = queries.case(key)
    except Unseen:
        form.add_error("key", _("This key opens no report. Look whether all of it is there."))
        return render(request, "speakup/key.html", {"form": form}, status=422)
    say = forms.SayForm(request.POST if "words" in request.POST else None)
    if say.is_bound and say.is_valid():
        with explained(say):
            actions.add(key, say.cleaned_data["words"])
            found, say = queries.case(key), forms.SayForm()
    return render(
        request, "speakup/case.html", {"case": found, "key": key, "say": say}, status=422 if say.errors else 200
    )


@signed_in
def reports(request: SignedInRequest) -> HttpResponse:
    """How to report something, and for keepers what was reported."""
    page = queries.listed(request.actor)
    link = settings.KITH_URL + reverse("speakup", args=[page.channel.token]) if page.channel else ""
    return render(request, "speakup/reports.html", {"page": page, "link": link})


@require_POST
@signed_in
def channel(request: SignedInRequest) -> HttpResponse:
    """Open the channel, make its link anew, or close it."""
    if "close" in request.POST:
        actions.close_channel(by=request.actor)
        messages.success(request, _("Closed. The link leads nowhere now."))
    else:
        actions.open_channel(by=request.actor)
        messages.success(request, _("This is the link from now on."))
    return redirect("reports")


@signed_in
def report(request: SignedInRequest, uid: str) -> HttpResponse:
    """One report, for keepers: answer, take it up, or say that nothing comes of it."""
    page = queries.one(uid, request.actor)
    notices.seen(request, {REPORT: [page.report.pk]})
    say = forms.SayForm(request.POST if {"answer", "close"} & set(request.POST) else None)
    spaces = [(space.uid, space.name) for space in page.spaces]
    take = forms.TakeUpForm(request.POST if "take" in request.POST else None, spaces=spaces)
    try:
        if take.is_bound and take.is_valid():
            item = actions.take_up(uid, take.cleaned_data["space"], by=request.actor)
            messages.success(request, _("Taken up, as a draft of yours. Publish it when it says what others need."))
            return redirect("draft", uid=item.uid)
        if say.is_bound and say.is_valid():
            deed = actions.close if "close" in request.POST else actions.answer
            deed(uid, say.cleaned_data["words"], by=request.actor)
            messages.success(request, _("It is read by whoever comes back with the key."))
            return redirect("report", uid=uid)
    except Refused as refused:
        explain(take if take.is_bound else say, refused)
    status = 422 if say.is_bound or take.is_bound else 200
    return render(request, "speakup/report.html", {"page": page, "say": say, "take": take}, status=status)
