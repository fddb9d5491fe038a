"""Fixtures that every test may use."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django_tasks_db.management.commands import db_worker
from hypothesis import HealthCheck, settings

from kith.audit import tasks
from kith.cli import background, rendering
from tests import world as cast

# How long inputs take to make says how busy the machine is, not whether the code is right.
settings.register_profile("kith", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kith")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """What the test database is made with: the migrations, rendered as `kith migrate` does."""
    with rendering.alone():
        yield


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


LOOKS = {
    "tests/browser/test_everywhere.py",  # every page in light and dark, by keyboard, without a script
    "tests/browser/test_audits.py",  # these three: pages over deeds that their apps' tests do on both
    "tests/browser/test_committee.py",
    "tests/browser/test_exit.py",
    "tests/test_attacks.py",  # markup, forged forms and ways off the site, at every address
}


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Mark what comes out the same whatever the database: `bin/test` does not run it a second time on PostgreSQL.

    These are an app's tests that ask no database, and what pages look like: that their questions work on both is
    tried by the walks through every address.
    """
    for item in items:
        place = item.path.relative_to(item.config.rootpath).as_posix()
        asks = "db" in item.fixturenames or item.get_closest_marker("django_db") is not None
        if place in LOOKS or (place.startswith("kith/") and not asks):
            item.add_marker("apart")
