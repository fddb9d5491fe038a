"""Who comes in by a token, how errors are said, and what a text's tag is."""

import json

from django.core.exceptions import ValidationError as Invalid
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from kith.audit import ledger
from kith.core.actor import NOBODY, Actor
from kith.core.errors import Denied, Refused, Stale, Unseen
from kith.identity.actions import tokens


class Token(HttpBearer):
    """`Authorization: Bearer kith_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor of a token.

        Raises:
            Denied: a second step is asked of its person, and she has none.
        """
        return tokens.actor_of(token)


def actor(request: HttpRequest, scope: str = "read") -> Actor:
    """The actor of a request whose token has the scope.

    Raises:
        Denied: the token lacks it.
    """
    by: Actor = request.auth  # type: ignore[attr-defined]
    if scope not in (by.scopes or frozenset()):
        raise Denied(_("This token may not do that."), ability=scope, kind="token", object_id=None)
    return by


def problem(status: int, title: str, detail: str = "", field: str | None = None) -> HttpResponse:
    """An error as `application/problem+json`."""
    body = {"type": "about:blank", "title": title, "status": status}
    body |= {"detail": detail} if detail else {}
    body |= {"field": field} if field else {}
    response = HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")
    response.is_refusal = True  # type: ignore[attr-defined]  # the doorkeeper puts no page in its place
    return response


def tag(sha256: str, version: int) -> str:
    """The entity tag of an item's text."""
    return f'"{version}-{sha256[:16]}"'


def explain_errors(api: NinjaAPI) -> None:
    """Say each refusal in one sentence, and tell nobody what she may not know."""

    @api.exception_handler(Unseen)
    def unseen(request: HttpRequest, error: Unseen) -> HttpResponse:
        return problem(404, _("Nothing here for you"))

    @api.exception_handler(Denied)
    def denied(request: HttpRequest, error: Denied) -> HttpResponse:
        ledger.deny(getattr(request, "auth", NOBODY), error.kind, error.object_id, error.ability)
        return problem(403, _("Not yours to do"), str(error.sentence))

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return problem(422, _("Not done"), str(error), error.field)

    @api.exception_handler(Stale)
    def stale(request: HttpRequest, error: Stale) -> HttpResponse:
        return problem(412, _("Changed since"), _("The text is no longer the one you read. Read it again."))

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        response = problem(401, _("Sign in with a token"))
        response["WWW-Authenticate"] = "Bearer"
        return response

    _explain_what_is_not_understood(api)


def _explain_what_is_not_understood(api: NinjaAPI) -> None:
    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        first = error.errors[0] if error.errors else {}
        where = ".".join(str(part) for part in first.get("loc", ())[1:])
        return problem(422, _("Not understood"), str(first.get("msg", "")), where or None)

    @api.exception_handler(Invalid)
    def impossible(request: HttpRequest, error: Invalid) -> HttpResponse:
        """What the model itself refuses: a name that is taken, one that is too long."""
        field, said = next(iter(error.message_dict.items())) if hasattr(error, "error_dict") else ("", error.messages)
        return problem(422, _("Not done"), said[0], None if field in {"", "__all__"} else field)

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        """What the library itself refuses: a body that is no JSON."""
        return problem(error.status_code, _("Not understood"), str(error))
