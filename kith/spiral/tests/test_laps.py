"""Laps, stalls and balance, as the formulas of the domain say."""

import math
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.spiral import laps
from kith.spiral.laps import Turn

START = date(2026, 1, 1)


def turns(spelt):
    """Turns from a spelling such as "S12 E1 C1 I3": the mode, then who took part; one a week."""
    return [
        Turn(word[0], START + timedelta(days=7 * n), frozenset(int(letter) for letter in word[1:]))
        for n, word in enumerate(spelt.split())
    ]


@pytest.mark.parametrize(
    ("spelt", "count"),
    [
        ("S12 E1 C1 I2", 0),  # all four, and nobody new yet
        ("S12 E1 C1 I2 S12", 0),  # the same two again: a circle
        ("S12 E1 C1 I2 S13", 1),
        ("I2 C1 E1 S12 S23", 1),  # in any order
        ("S12 E1 C1 S13 I2", 0),  # the newcomer came before the four were there
        ("S12 E1 C1 S13 I2 S14", 1),
        ("S12 E1 C1 I2 S13 E1 C1 I3 S24", 2),
        ("S12 E1 C1 I2 S13 E1 C1 I3 S13", 1),
        ("", 0),
    ],
)
def test_a_lap_is_all_four_modes_and_then_a_socialization_with_somebody_new(spelt, count):
    assert len(laps.laps(turns(spelt))) == count


def test_what_nobody_has_confirmed_does_not_count():
    found = turns("S12 E1 C1 I2 S13")
    found[2] = Turn("C", found[2].on, found[2].people, counts=False)
    assert laps.laps(found) == []
    assert laps.stage(found) == {"S", "E", "I"}


def test_a_lap_knows_its_days_and_its_people_and_the_last_turn_begins_the_next():
    found = turns("S12 E1 C1 I2 S13")
    [lap] = laps.laps(found)
    assert (lap.days, lap.people) == (28, {1, 2, 3})
    assert laps.stage(found) == {"S"}


def test_it_is_stalled_on_the_sixtieth_day_without_a_conversion():
    found = turns("S12 E1")
    last = found[-1].on
    assert not laps.stalled(found, last + timedelta(days=59))
    assert laps.stalled(found, last + timedelta(days=60))
    assert not laps.stalled([], last)


def test_balance_is_one_when_even_and_nothing_below_twelve():
    assert laps.balance("SECI" * 3) == pytest.approx(1)
    assert laps.balance("S" * 12) == 0
    assert laps.balance("SECI" * 2) is None
    halves = -2 * 0.5 * math.log(0.5) / math.log(4)
    assert laps.balance("SE" * 6) == pytest.approx(halves)


def test_a_median_needs_three_values():
    assert laps.median_of([4, 8]) is None
    assert laps.median_of([4, 8, 100]) == 8


@given(st.lists(st.tuples(st.sampled_from("SECI"), st.frozensets(st.integers(1, 5), min_size=1), st.integers(0, 300))))
def test_laps_never_outnumber_the_socializations_and_follow_each_other(rows):
    found = [Turn(mode, START + timedelta(days=day), people) for mode, people, day in rows]
    closed = laps.laps(found)
    assert len(closed) <= sum(turn.mode == "S" for turn in found)
    assert all(one.ended <= other.began for one, other in pairwise(closed))
    assert all(lap.days >= 0 for lap in closed)
