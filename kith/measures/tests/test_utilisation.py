"""The knowledge utilisation rate, from shares by name, acceptances and reports."""

import io
from datetime import timedelta

import openpyxl
import pypdf
import pytest

from kith.core import clock
from kith.core.errors import Refused
from kith.knowledge.actions import using
from kith.knowledge.queries import items
from kith.measures import utilisation
from kith.measures.stats import wilson
from tests import walk


def test_wilson_gives_the_published_value():
    interval = wilson(18, 24)
    assert (round(interval.low, 3), round(interval.high, 3)) == (0.551, 0.880)
    assert wilson(0, 10).low == 0
    assert wilson(10, 10).high == pytest.approx(1)
    with pytest.raises(ValueError, match="proportion"):
        wilson(1, 0)


def share_by_name(world, count):
    """So many items, each shared with Tom by name two months ago."""
    with clock.at(clock.now() - timedelta(days=60)):
        world.agree("foundry", "cleo")
        space = world.space("Castings")
        made = [world.item(space, f"Item {n}") for n in range(count)]
        for item in made:
            world.share(item, "foundry", person="tom")
    return made


def test_18_of_24_gives_75_percent_with_its_interval_and_views_do_not_move_it(world):
    made = share_by_name(world, 24)
    tom, ada = world.actor("tom"), world.actor("ada")
    for item in made[:18]:
        using.use(item.uid, "problem", by=tom)
    for item in made[18:]:
        items.page(item.uid, tom)
    using.use(made[20].uid, "nothing", by=tom)
    using.use(made[0].uid, "quality", by=tom)
    found = utilisation.of(ada)
    assert (found.used, found.due, found.rate) == (18, 24, 0.75)
    assert (round(found.interval.low * 100, 1), round(found.interval.high * 100, 1)) == (55.1, 88.0)
    assert utilisation.of(world.actor("cleo")).due == 0
    assert utilisation.of(world.actor("dan")).due == 0


def test_below_10_pairs_there_is_no_rate_and_what_is_missing_is_said(world):
    made = share_by_name(world, 3)
    using.use(made[0].uid, "problem", by=world.actor("tom"))
    found = utilisation.of(world.actor("ada"))
    assert found.rate is None
    assert found.interval is None
    assert found.missing == 7


def test_an_acceptance_makes_a_pair_after_30_days(world):
    world.agree("foundry", "cleo")
    space = world.space("Castings")
    item = world.item(space, "Vent the core")
    world.share(space, "foundry")
    tom = world.actor("tom")
    using.accept(item.uid, clock.now().date() + timedelta(days=20), by=tom)
    assert (utilisation.of(world.actor("ada")).due, utilisation.of(world.actor("ada")).too_young) == (0, 1)
    with clock.at(clock.now() + timedelta(days=31)):
        assert utilisation.of(world.actor("ada")).due == 1


@pytest.mark.parametrize(
    ("outcome", "hours"), [("hours", None), ("problem", 2), ("hours", -1), ("hours", 20_000), ("magic", None)]
)
def test_a_report_that_cannot_be_is_refused(world, outcome, hours):
    item = world.item(world.space("Castings"), "Vent the core")
    with pytest.raises(Refused):
        using.use(item.uid, outcome, by=world.actor("ada"), hours=hours)


@pytest.mark.parametrize(("count", "said"), [(24, "75 %, very likely between 55.1 and 88.0 %"), (3, "Not enough data")])
def test_the_report_says_what_the_page_says_as_a_workbook_and_as_a_pdf(world, count, said):
    for item in share_by_name(world, count)[: count * 3 // 4]:
        using.use(item.uid, "problem", by=world.actor("tom"))
    ada = walk.browser(world, "ada")
    book = openpyxl.load_workbook(io.BytesIO(ada.get("/measure/report").content))
    lines = [row[0] for row in book.worksheets[1].iter_rows(values_only=True)]
    reader = pypdf.PdfReader(io.BytesIO(ada.get("/measure/report?as=pdf").content))
    text = " ".join(reader.pages[0].extract_text().split()).replace("\u00a0", " ")
    for words in (said, f"n = {count} pairs", "Wilson score interval, 95 %"):
        assert words in " ".join(lines).replace("\u00a0", " ")
        assert words in text
