"""Fixtures that every test may use."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django_tasks_db.management.commands import db_worker

from kith.audit import tasks
from kith.cli import background
from tests import world as cast


@pytest.fixture
def world(db: None) -> cast.World:
    """The cast, with their firms and partnerships."""
    cache.clear()  # where the sign-in library counts how often somebody tried: nobody has, in a new world
    return cast.make()


@pytest.fixture
def work(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What the clock and a worker do when their turn comes: all background work that is due now."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's transaction lives in one

    def now() -> None:
        tasks.hand_out()
        background.worker(batch=True).run()

    return now
