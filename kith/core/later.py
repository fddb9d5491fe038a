"""Modules that are loaded when they are first needed: large libraries for rare work, for which no start should wait."""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def module(name: str) -> Any:
    """The module of that name."""
    return import_module(name)
