"""Modules that are loaded when they are first needed: large libraries for rare work, for which no start should wait."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Refused


@cache
def module(name: str) -> Any:
    """The module of that name."""
    return import_module(name)


def function(name: str, called: str) -> Callable[..., Any]:
    """A function that is looked up in its module when it is called."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(module(name), called)(*args, **kwargs)

    return call


def fetched(name: str) -> Any:
    """A module of those that are fetched behind the first page.

    Raises:
        Refused: it is not there yet, or this machine could not fetch it.
    """
    try:
        return module(name)
    except ImportError as error:
        raise Refused(
            _("What this takes is still being fetched. Try again in a few minutes; if it stays so, tell who runs Kith.")
        ) from error
