"""Pages of templates."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kith.identity.edges import SignedInRequest, explained, signed_in
from kith.knowledge import forms
from kith.knowledge.actions import templating
from kith.knowledge.queries import templates as queries


@signed_in
def templates(request: SignedInRequest) -> HttpResponse:
    """With what one's people begin, kind by kind."""
    return render(request, "knowledge/templates.html", {"rows": queries.rows(request.actor)})


@signed_in
def template(request: SignedInRequest, kind: str) -> HttpResponse:
    """One template: read it, and as a keeper write it anew."""
    page = queries.page(kind, request.actor)
    form = forms.TemplateForm(request.POST or None, initial={"markdown": page.markdown, "shown": page.number})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with explained(form):
            templating.write(kind, given["markdown"], by=request.actor, shown=given["shown"])
            messages.success(request, _("Saved. What is begun from now on begins with it."))
            return redirect("template", kind=kind)
        form.data = form.data.copy()
        form.data["shown"] = str(queries.page(kind, request.actor).number)
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/template.html", {"page": page, "form": form}, status=status)
