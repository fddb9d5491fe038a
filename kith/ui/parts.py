"""Whether a page is asked for whole, or a script asks for the part of it that has changed."""

from django.http import HttpRequest


def is_part(request: HttpRequest) -> bool:
    """Whether only a part is wanted: the script of the page puts it where it belongs."""
    return request.headers.get("HX-Request") == "true"
