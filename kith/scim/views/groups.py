"""`/Groups`: the teams that the directory keeps."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from scim2_models import Context, PatchOp

from kith.core.actor import Actor
from kith.scim import queries, shapes
from kith.scim.actions import teams
from kith.scim.actions.people import require_version
from kith.scim.models import Group as Row
from kith.scim.refusals import for_directories
from kith.scim.resources import POLICY, Group
from kith.scim.views import wire
from kith.scim.views.methods import methods


@for_directories
@methods("GET", "POST")
def groups(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """A list of them, or one more."""
    if request.method == "POST":
        return _add(request, by)
    asked = wire.asked(request, Group)
    found = queries.groups(asked, by)
    return wire.page(found, [shapes.group(row) for row in found.rows], Group, asked)


@for_directories
@methods("POST")
def groups_search(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """A list of them, asked for by a body."""
    asked = wire.searched(request, Group)
    found = queries.groups(asked, by)
    return wire.page(found, [shapes.group(row) for row in found.rows], Group, asked)


@for_directories
@methods("GET", "PUT", "PATCH", "DELETE")
def group(request: HttpRequest, uid: str, *, by: Actor) -> HttpResponse:
    """One of them: read, written anew, changed, taken away."""
    if request.method == "GET":
        found = shapes.group(queries.find_group(uid, by))
        held = wire.not_modified(request, str(found.meta.version if found.meta else ""))
        return held or wire.one(found, Context.RESOURCE_QUERY_RESPONSE, shown=wire.shown(request, Group))
    return {"PUT": _replace, "PATCH": _patch, "DELETE": _remove}[str(request.method)](request, uid, by)


def _add(request: HttpRequest, by: Actor) -> HttpResponse:
    given = Group.model_validate(wire.body(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_policy=POLICY)
    row = teams.add(given, by=by)
    made = shapes.group(queries.find_group(row.team.uid, by))
    return wire.one(made, Context.RESOURCE_CREATION_RESPONSE, 201, wire.shown(request, Group))


def _replace(request: HttpRequest, uid: str, by: Actor) -> HttpResponse:
    payload = wire.body(request)
    with transaction.atomic():
        row = _take(request, uid, by)
        given = Group.model_validate(payload, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST, scim_policy=POLICY)
        given.replace(shapes.group(row))
        teams.change(row, given, by=by)
    now = shapes.group(queries.find_group(uid, by))
    return wire.one(now, Context.RESOURCE_REPLACEMENT_RESPONSE, shown=wire.shown(request, Group))


def _patch(request: HttpRequest, uid: str, by: Actor) -> HttpResponse:
    payload = wire.body(request)
    with transaction.atomic():
        row = _take(request, uid, by)
        patch = PatchOp[Group].model_validate(
            _by_value(payload), scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_policy=POLICY
        )
        now = shapes.group(row)
        patch.patch(now, scim_policy=POLICY)
        teams.change(row, now, by=by)
    now = shapes.group(queries.find_group(uid, by))
    return wire.one(now, Context.RESOURCE_PATCH_RESPONSE, shown=wire.shown(request, Group))


def _by_value(found: Any) -> Any:
    """A patch that names members by their id alone.

    Some directories send beside it what a member is called, or that there is no address of hers. Those are said by
    Kith, not taken; and a removal that names more than the id would miss whom it means.
    """
    if isinstance(found, list):
        return [_by_value(each) for each in found]
    if not isinstance(found, dict):
        return found
    names = {key.lower(): key for key in found}
    if "value" in names and "op" not in names:
        return {names["value"]: found[names["value"]]}
    return {key: _by_value(value) for key, value in found.items()}


def _remove(request: HttpRequest, uid: str, by: Actor) -> HttpResponse:
    with transaction.atomic():
        teams.remove(_take(request, uid, by), by=by)
    return HttpResponse(status=204)


def _take(request: HttpRequest, uid: str, by: Actor) -> Row:
    row = teams.take(uid, by)
    require_version(row.version, request.headers.get("If-Match", ""))
    return row
