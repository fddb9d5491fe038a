"""Bodies in and out: read with limits, written as SCIM writes them."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from scim2_models import (
    Context,
    InvalidFilterException,
    InvalidSyntaxException,
    InvalidValueException,
    ListResponse,
    PayloadTooLargeException,
    Resource,
    ResponseParameters,
    SearchRequest,
)

from kith.scim.filters import LONGEST
from kith.scim.queries import Page
from kith.scim.refusals import TYPE, is_plain
from kith.scim.resources import LARGEST, POLICY

DEEPEST = 32  # levels of a body


def body(request: HttpRequest) -> dict[str, Any]:
    """What was sent, as JSON.

    Raises:
        PayloadTooLargeException: more than 1 MB.
        InvalidSyntaxException: not a JSON object in UTF-8, or one that is too deep.
        InvalidValueException: a text in it holds what is kept nowhere.
    """
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise PayloadTooLargeException(detail=_("A body has at most 1 MB."))
    try:
        found = json.loads(raw.decode())  # strictly UTF-8: left to itself the parser would guess, and take UTF-16 too
    except (ValueError, RecursionError):
        raise InvalidSyntaxException(detail=_("This is not JSON.")) from None
    if not isinstance(found, dict):
        raise InvalidSyntaxException(detail=_("A JSON object is expected."))
    _walk(found)
    return found


def _walk(found: Any) -> None:
    """Look at every value of a body once, level by level and not by calls: what is deep must not exhaust us.

    Raises:
        InvalidSyntaxException: it is too deep.
        InvalidValueException: a text holds what is kept nowhere.
    """
    level = [found]
    for _depth in range(DEEPEST):
        below: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                below += [*each, *each.values()]
            elif isinstance(each, list):
                below += each
            elif isinstance(each, str) and not is_plain(each):
                raise InvalidValueException(detail=_("A text holds a letter that is kept nowhere."))
        if not below:
            return
        level = below
    raise InvalidSyntaxException(detail=_("A body has at most 32 levels."))


def asked(request: HttpRequest, model: type[Resource[Any]]) -> SearchRequest[Any]:
    """What a list's address asks for.

    Raises:
        ValidationError: what cannot be understood.
        InvalidFilterException: the filter is too long.
    """
    given = _only(request.GET.dict())
    _check_filter(given)
    return SearchRequest[model].model_validate(given, scim_policy=POLICY)  # type: ignore[valid-type]


def searched(request: HttpRequest, model: Any) -> SearchRequest[Any]:
    """The same, from a body."""
    given = body(request)
    _check_filter(given)
    found: SearchRequest[Any] = SearchRequest[model].model_validate(
        given, scim_ctx=Context.SEARCH_REQUEST, scim_policy=POLICY
    )
    return found


def _check_filter(given: dict[str, Any]) -> None:
    """Stop before a long filter is parsed: parsing is what costs."""
    for key, value in given.items():
        if key.lower() == "filter" and isinstance(value, str) and len(value) > LONGEST:
            raise InvalidFilterException(detail=_("A filter has at most 4000 characters."))


def shown(request: HttpRequest, model: type[Resource[Any]]) -> ResponseParameters[Any]:
    """Which attributes of one resource are asked for."""
    given = {key: value for key, value in request.GET.dict().items() if key in {"attributes", "excludedAttributes"}}
    return ResponseParameters[model].model_validate(given, scim_policy=POLICY)  # type: ignore[valid-type]


def _only(given: dict[str, str]) -> dict[str, str]:
    known = {"filter", "sortBy", "sortOrder", "startIndex", "count", "attributes", "excludedAttributes"}
    return {key: value for key, value in given.items() if key in known and value != ""}


def written(payload: Any, status: int = 200) -> HttpResponse:
    """An answer."""
    return HttpResponse(json.dumps(payload), status=status, content_type=TYPE)


def one(
    resource: Resource[Any], context: Context, status: int = 200, shown: ResponseParameters[Any] | None = None
) -> HttpResponse:
    """One resource, with its place and its version."""
    response = written(
        resource.model_dump(scim_ctx=context, response_parameters=shown, scim_policy=POLICY), status=status
    )
    if resource.meta is not None:
        response["Location"] = str(resource.meta.location)
        if resource.meta.version:
            response["ETag"] = resource.meta.version
    return response


def page(found: Page, resources: list[Any], model: Any, asked: SearchRequest[Any]) -> HttpResponse:
    """A page of a list."""
    answer = ListResponse[model](
        total_results=found.total, start_index=found.start, items_per_page=len(resources), resources=resources or None
    )
    context = Context.RESOURCE_QUERY_RESPONSE
    return written(answer.model_dump(scim_ctx=context, response_parameters=asked, scim_policy=POLICY))


def not_modified(request: HttpRequest, version: str) -> HttpResponse | None:
    """The answer to who has this version already."""
    held = {each.strip() for each in request.headers.get("If-None-Match", "").split(",")}
    if version not in held:
        return None
    response = HttpResponse(status=304)
    response["ETag"] = version
    return response
