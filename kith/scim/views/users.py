"""`/Users`: whom the directory keeps."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from scim2_models import Context, PatchOp

from kith.core.actor import Actor
from kith.scim import queries, shapes
from kith.scim.actions import people
from kith.scim.models import Entry
from kith.scim.refusals import for_directories
from kith.scim.resources import POLICY, User
from kith.scim.views import wire
from kith.scim.views.methods import methods


@for_directories
@methods("GET", "POST")
def users(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """A list of them, or one more."""
    if request.method == "POST":
        return _add(request, by)
    asked = wire.asked(request, User)
    found = queries.users(asked, by)
    return wire.page(found, [shapes.user(row) for row in found.rows], User, asked)


@for_directories
@methods("POST")
def users_search(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """A list of them, asked for by a body."""
    asked = wire.searched(request, User)
    found = queries.users(asked, by)
    return wire.page(found, [shapes.user(row) for row in found.rows], User, asked)


@for_directories
@methods("GET", "PUT", "PATCH", "DELETE")
def user(request: HttpRequest, uid: str, *, by: Actor) -> HttpResponse:
    """One of them: read, written anew, changed, taken away."""
    if request.method == "GET":
        found = shapes.user(queries.find_user(uid, by))
        held = wire.not_modified(request, str(found.meta.version if found.meta else ""))
        return held or wire.one(found, Context.RESOURCE_QUERY_RESPONSE, shown=wire.shown(request, User))
    return {"PUT": _replace, "PATCH": _patch, "DELETE": _remove}[str(request.method)](request, uid, by)


def _add(request: HttpRequest, by: Actor) -> HttpResponse:
    given = User.model_validate(wire.body(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_policy=POLICY)
    given.active = given.active is not False
    entry = people.add(shapes.said(given), by=by)
    made = shapes.user(queries.find_user(entry.uid, by))
    return wire.one(made, Context.RESOURCE_CREATION_RESPONSE, 201, wire.shown(request, User))


def _replace(request: HttpRequest, uid: str, by: Actor) -> HttpResponse:
    payload = wire.body(request)
    with transaction.atomic():
        entry = _take(request, uid, by)
        given = User.model_validate(payload, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST, scim_policy=POLICY)
        given.active = given.active is not False
        given.replace(shapes.user(entry))
        people.change(entry, shapes.said(given), by=by)
    now = shapes.user(queries.find_user(uid, by))
    return wire.one(now, Context.RESOURCE_REPLACEMENT_RESPONSE, shown=wire.shown(request, User))


def _patch(request: HttpRequest, uid: str, by: Actor) -> HttpResponse:
    payload = wire.body(request)
    with transaction.atomic():
        entry = _take(request, uid, by)
        patch = PatchOp[User].model_validate(payload, scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_policy=POLICY)
        now = shapes.user(entry)
        patch.patch(now, scim_policy=POLICY)
        people.change(entry, shapes.said(now), by=by)
    now = shapes.user(queries.find_user(uid, by))
    return wire.one(now, Context.RESOURCE_PATCH_RESPONSE, shown=wire.shown(request, User))


def _remove(request: HttpRequest, uid: str, by: Actor) -> HttpResponse:
    with transaction.atomic():
        people.remove(_take(request, uid, by), by=by)
    return HttpResponse(status=204)


def _take(request: HttpRequest, uid: str, by: Actor) -> Entry:
    return people.take(uid, request.headers.get("If-Match", ""), by)
