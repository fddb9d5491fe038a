"""What Kith can do, for who asks: the service's description, its resource types and schemas."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from scim2_models import (
    Context,
    ForbiddenException,
    ListResponse,
    Meta,
    NotImplementedException,
    Resource,
    ResourceType,
    Schema,
)

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.scim import directories, queries, shapes
from kith.scim.refusals import for_directories
from kith.scim.resources import CONFIG, PROVIDER, Group, User
from kith.scim.views import wire
from kith.scim.views.methods import methods


@for_directories
@methods("GET")
def config(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """What the service can do."""
    return wire.one(_placed(CONFIG, "ServiceProviderConfig", "ServiceProviderConfig"), Context.RESOURCE_QUERY_RESPONSE)


@for_directories
@methods("GET")
def resource_types(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Which kinds of resources there are."""
    return _all(request, ResourceType, PROVIDER.resource_types, "ResourceTypes")


@for_directories
@methods("GET")
def resource_type(request: HttpRequest, name: str, *, by: Actor) -> HttpResponse:
    """One of them."""
    return _one(PROVIDER.resource_types, name, "ResourceTypes")


@for_directories
@methods("GET")
def schemas(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Which attributes they have."""
    return _all(request, Schema, PROVIDER.schemas, "Schemas")


@for_directories
@methods("GET")
def schema(request: HttpRequest, name: str, *, by: Actor) -> HttpResponse:
    """One of them."""
    return _one(PROVIDER.schemas, name, "Schemas")


@for_directories
@methods("POST")
def search(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """People and teams in one list, asked for by a body."""
    asked = wire.searched(request, User | Group)
    people, teams = queries.everything(asked, by)
    found = queries.Page([*people.rows, *teams.rows], people.total + teams.total, asked.start_index or 1)
    shown = [*map(shapes.user, people.rows), *map(shapes.group, teams.rows)]
    return wire.page(found, shown, User | Group, asked)


@for_directories
def bulk(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Many deeds in one body: not here, as the service's description says."""
    raise NotImplementedException(detail=_("Kith takes one deed at a time."))


@for_directories
def nothing(request: HttpRequest, rest: str = "", *, by: Actor) -> HttpResponse:
    """Every other address."""
    raise Unseen("Resource")


def _all(request: HttpRequest, kind: Any, found: Any, place: str) -> HttpResponse:
    if "filter" in request.GET:
        raise ForbiddenException(detail=_("This list is not filtered."))
    rows = [_placed(each, kind.__name__, f"{place}/{each.id}") for each in found]
    answer = ListResponse[kind](total_results=len(rows), start_index=1, items_per_page=len(rows), resources=rows)
    return wire.written(answer.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


def _one(found: Any, name: str, place: str) -> HttpResponse:
    for each in found:
        if each.id == name:
            kind = type(each).__name__
            return wire.one(_placed(each, kind, f"{place}/{name}"), Context.RESOURCE_QUERY_RESPONSE)
    raise Unseen("Resource")


def _placed(resource: Resource[Any], kind: str, path: str) -> Resource[Any]:
    """The description with its address, which is known only when somebody asks."""
    return resource.model_copy(update={"meta": Meta(resource_type=kind, location=f"{directories.base()}/{path}")})
