"""The frame around every page: areas, partners, who one is."""

from typing import Any

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, Any]:
    """The `nav` that the shell draws."""
    return {}
