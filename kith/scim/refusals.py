"""What is not done, in the words of SCIM: a status, a keyword and a sentence. And who is refused at the door."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError as Invalid
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError
from scim2_models import Error, SCIMException

from kith.audit import ledger
from kith.core.errors import Denied, Refused, Stale, Unseen
from kith.scim import directories

TYPE = "application/scim+json"
View = Callable[..., HttpResponse]


class Taken(Exception):
    """Somebody or some team of that name is kept already."""


class Unfit(Exception):
    """A value that does not fit; `str(error)` says why."""


def is_plain(text: str) -> bool:
    """Whether a text can be kept: no NUL, and no half of a letter that UTF-8 cannot write."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def problem(status: int, detail: str, kind: str = "") -> HttpResponse:
    """An error as SCIM says it."""
    plain = detail.encode(errors="replace").decode()  # it may quote what was sent
    body = Error(status=status, detail=plain, scim_type=kind or None).model_dump_json()
    response = HttpResponse(body, status=status, content_type=TYPE)
    response.is_refusal = True  # type: ignore[attr-defined]  # the doorkeeper puts no page in its place
    return response


def for_directories(view: View) -> View:
    """Let in an organisation's directory by its token, and nobody else; say each refusal as SCIM does.

    No session, no cookie, no form: there is nothing that another site could make a browser send.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        by = directories.of_token(token.strip()) if scheme.lower() == "bearer" else None
        if by is None:
            ledger.miss()
            response = problem(401, _("Give the token of your organisation’s directory."))
            response["WWW-Authenticate"] = "Bearer"
            return response
        try:
            return view(request, *args, by=by, **kwargs)
        except tuple(SAID) as error:
            if isinstance(error, Denied):
                ledger.deny(by, error.kind, error.object_id, error.ability)
            return _said(error)

    return guarded


def _said(error: Exception) -> HttpResponse:
    for kind, say in SAID.items():
        if isinstance(error, kind):
            return say(error)
    raise error


def _denied(error: Any) -> HttpResponse:
    return problem(403, str(error.sentence), "mutability")


def _scim(error: Any) -> HttpResponse:
    return problem(error.status, error.detail, error.scim_type)


def _malformed(error: Any) -> HttpResponse:
    first = Error.from_validation_errors(error)[0]
    return problem(first.status or 400, (first.detail or "")[:500], first.scim_type or "invalidSyntax")


def _taken(error: Exception) -> HttpResponse:
    return problem(409, str(error) or _("Something of that name is kept already."), "uniqueness")


SAID: dict[type[Exception], Callable[[Any], HttpResponse]] = {
    Unseen: lambda error: problem(404, _("Nothing here for you.")),
    Denied: _denied,
    Refused: lambda error: problem(409, str(error)),
    Stale: lambda error: problem(412, _("It has changed since you read it.")),
    Taken: _taken,
    Unfit: lambda error: problem(400, str(error), "invalidValue"),
    ValidationError: _malformed,
    SCIMException: _scim,
    Invalid: lambda error: problem(400, " ".join(error.messages), "invalidValue"),
    IntegrityError: lambda error: problem(409, _("Something of that name is kept already."), "uniqueness"),
}
