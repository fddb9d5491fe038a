"""Pages of spaces."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kith.identity.edges import SignedInRequest, signed_in
from kith.knowledge import forms, sight
from kith.knowledge.actions import spaces
from kith.knowledge.queries import knowing, lists, sittings
from kith.knowledge.queries import references as named
from kith.knowledge.queries import search as searches
from kith.ui.parts import is_part


@signed_in
def knowledge(request: SignedInRequest) -> HttpResponse:
    """The knowledge area."""
    return render(
        request,
        "knowledge/knowledge.html",
        {
            "page": lists.knowledge_page(request.actor),
            "missed": searches.missed(request.actor, 8),
            "keeps": request.actor.keeps,
        },
    )


@signed_in
def space_new(request: SignedInRequest) -> HttpResponse:
    """Open a space."""
    form = forms.SpaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            space = spaces.open_space(
                form.cleaned_data["name"],
                form.cleaned_data["about"],
                by=request.actor,
                to_all=form.cleaned_data["for_whom"] == "all",
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("space", uid=space.uid)
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/space_new.html", {"form": form}, status=status)


@signed_in
def space(request: SignedInRequest, uid: str) -> HttpResponse:
    """A space with its tree."""
    page = lists.space_page(uid, request.actor, request.GET.get("after", "")[:12])
    if is_part(request):
        return render(request, "knowledge/branch.html", {"branch": page.branch, "address": request.path})
    return render(request, "knowledge/space.html", {"page": page, "address": request.path})


@signed_in
def search(request: SignedInRequest) -> HttpResponse:
    """What was found for a question."""
    number = request.GET.get("page", "1")
    page = searches.search_page(
        request.actor,
        request.GET.get("q", ""),
        space=request.GET.get("space"),
        owner=request.GET.get("owner"),
        kind=request.GET.get("kind"),
        page=int(number) if number.isdigit() else 1,
    )
    response = render(
        request, "knowledge/search.html", {"page": page, "asked": request.GET, "writes": bool(settings.KITH_ANSWERS)}
    )
    if page.query.strip() and page.page == 1:
        sittings.asked(request, response, request.actor)
    return response


@require_safe
@signed_in
def knowers(request: SignedInRequest) -> HttpResponse:
    """Who knows about some pages; as a part of the page of a search for a script."""
    uids = request.GET.get("items", "").split(",")[:20]
    found = knowing.of(sight.of(request.actor), uids)
    return render(request, f"knowledge/knowers{'_part' if is_part(request) else ''}.html", {"knowers": found})


@signed_in
def references(request: SignedInRequest) -> JsonResponse:
    """The titles of the items and the names of the files in the editor's text, as far as the writer may see them."""
    view = sight.of(request.actor)
    items = named.titles(dict.fromkeys(request.GET.get("items", "").split(",")), view)
    files = named.files(dict.fromkeys(request.GET.get("files", "").split(",")), view)
    return JsonResponse(
        {
            "items": {uid: item.title for uid, item in items.items()},
            "files": {uid: file.name for uid, file in files.items()},
        }
    )


@signed_in
def suggestions(request: SignedInRequest) -> HttpResponse:
    """Items whose titles begin like what is being typed, as the options of the list under a search field."""
    found = searches.suggestions(request.actor, request.GET.get("q", "")[:200])
    if not request.accepts("text/html"):  # the editor's menu of links
        items = [{"words": row.item.title, "item": row.item.uid} for row in found]
        return JsonResponse({"items": items})
    return render(request, "knowledge/suggestions.html", {"rows": found})
