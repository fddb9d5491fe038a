"""When something breaks: what was sent is handed back, and nothing is said that may not be so.

These pages ask the database nothing; it may be what broke.
"""

import json
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

SECRET = ("csrfmiddlewaretoken", "password", "code")  # never handed back
LONG = 80  # letters from which a field is shown as a text to copy


def broken(request: HttpRequest) -> HttpResponse:
    """The answer to an error that nobody caught: Django calls it while that error is being handled."""
    database = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if database else 500
    if request.path.startswith("/api/"):
        response = HttpResponse(json.dumps(_problem(status)), status=status, content_type="application/problem+json")
    else:
        response = HttpResponse(_page(request, database), status=status)
    if database:
        response["Retry-After"] = "5"
    response["Cache-Control"] = "no-store, private"
    return response


def _problem(status: int) -> dict[str, object]:
    title = _("The database did not answer") if status == 503 else _("Something broke on our side")
    return {"type": "about:blank", "title": title, "status": status}


def _page(request: HttpRequest, database: bool) -> str:
    sent = list(request.POST.lists()) if request.method == "POST" else []
    fields = [(name, value) for name, values in sent if not name.startswith(SECRET) for value in values]
    context = {
        "database": database,
        "posted": request.method == "POST",
        "address": request.get_full_path(),
        "fields": fields,
        "texts": [value for _name, value in fields if len(value) > LONG or "\n" in value],
        "lost": bool(request.FILES) or any(name.startswith(SECRET[1:]) for name, _values in sent),
        "csrf_token": get_token(request),
        "request": request,
    }
    return render_to_string("web/broken.html", context)
