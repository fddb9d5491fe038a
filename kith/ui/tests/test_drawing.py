"""What is drawn once is drawn anew for other words, another language and another day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kith.core import clock
from kith.ui import times
from kith.ui.drawing import once

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_the_same_words_are_drawn_once_for_each_language():
    drawn = []

    @once
    def hello(name, *, loud=False):
        drawn.append(name)
        return f"{_('January')} {name}{'!' if loud else ''}"

    assert [hello("Ada"), hello("Ada"), hello("Ben"), hello("Ada", loud=True)] == [
        "January Ada",
        "January Ada",
        "January Ben",
        "January Ada!",
    ]
    with translation.override("de"):
        assert hello("Ada") == "Januar Ada"
    assert hello("Ada") == "January Ada"
    assert drawn == ["Ada", "Ben", "Ada", "Ada"]


@pytest.mark.parametrize(
    ("days", "zone", "words"),
    [
        (0, "UTC", "today 12:00"),
        (0, "Asia/Tokyo", "today 21:00"),
        (1, "UTC", "yesterday 12:00"),
        (2, "UTC", "25 Nov 2026, 12:00"),
        (0, "UTC", "today 12:00"),
    ],
)
def test_a_moment_is_told_as_of_now_and_in_the_readers_zone(days, zone, words):
    with clock.at(NOON + timedelta(days=days)), timezone.override(zone):
        assert words in times.moment(NOON)
