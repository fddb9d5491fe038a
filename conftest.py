"""Fixtures that every test may use."""

import pytest
from django.core.cache import cache

from tests import world as cast


@pytest.fixture
def world(db: None) -> cast.World:
    """The cast, with their firms and partnerships."""
    cache.clear()  # where the sign-in library counts how often somebody tried: nobody has, in a new world
    return cast.make()
