"""The first start."""

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kith.core.errors import Refused
from kith.identity import forms
from kith.identity.actions import setting_up
from kith.identity.actions.setting_up import First
from kith.identity.edges import BACKEND, explain


def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first organisation and account."""
    setting_up.check(token)
    form = forms.SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = setting_up.begin(token, First(given["organisation_name"], given["email"], form.account()))
        except Refused as refused:
            explain(form, refused)
        except ValidationError as error:
            form.add_error("password", error.messages)
        else:
            login(request, person, backend=BACKEND)
            return redirect("home")
    return render(request, "identity/setup.html", {"form": form}, status=422 if form.is_bound else 200)
