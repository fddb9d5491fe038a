"""Which methods an address knows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kith.scim.refusals import problem

View = Callable[..., HttpResponse]


def methods(*known: str) -> Callable[[View], View]:
    """Answer 405 to every other method."""

    def with_methods(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in known:
                return view(request, *args, **kwargs)
            response = problem(405, _("This address does not know the method."))
            response["Allow"] = ", ".join(known)
            return response

        return checked

    return with_methods
