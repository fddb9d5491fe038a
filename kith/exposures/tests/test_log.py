"""Who was shown what: by partner, person, page and way, on screen and as a file; and what was unusual in it."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from openpyxl import load_workbook

from kith.agreements.actions import ending
from kith.audit import ledger
from kith.audit.ledger import Showing
from kith.audit.models import Exposure
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Unseen
from kith.exposures import tasks, watching
from kith.exposures.models import Unusual
from kith.exposures.queries import log
from kith.exposures.queries.log import Asked
from kith.knowledge.actions import attaching
from kith.knowledge.queries import attachments, items, lists
from kith.notices import queries as notices
from tests import walk


@pytest.fixture
def vent(world):
    """A page with a file that the foundry may read; another one that the university may."""
    world.agree("university", "una", title="NDA with Northmere")
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core", classification=2)
    world.file = attaching.attach(item.uid, "vents.txt", [b"vents"], by=world.actor("ada"))
    world.share(item, "foundry")
    world.dry = world.item(world.space("Drying"), "Dry the core", classification=2)
    world.share(world.dry, "university")
    return item


def look(world):
    """Tom lists, reads and downloads; Una reads."""
    tom = world.actor("tom")
    lists.knowledge_page(tom)
    items.page(world.file.item.uid, tom)
    attachments.fetch(world.file.uid, tom)
    items.page(world.dry.uid, world.actor("una"))


def rows(world, name="ada", **asked):
    return [(row.who, str(row.how), row.item) for row in log.page(Asked(**asked), world.actor(name)).entries]


def test_it_is_read_by_partner_person_page_way_and_time(world, vent):
    look(world)
    foundry, tom = world.firms["foundry"].uid, str(world.people["tom"].pk)
    read, got = ("Tom", "Read in Kith", vent), ("Tom", "Downloaded a file", vent)
    hers = ("Una", "Read in Kith", world.dry)
    assert rows(world) == [hers, got, read]
    assert rows(world, partner=foundry) == rows(world, person=tom) == rows(world, item=vent.uid) == [got, read]
    assert rows(world, channel="download") == [got]
    assert ("Tom", "Title in a list", vent) in rows(world, channel="all")
    with clock.at(clock.now() + timedelta(days=8)):
        assert rows(world, days=7) == []
        assert rows(world, days=30) == [hers, got, read]
    page = log.page(Asked(), world.actor("ada"))
    assert [(row.firm.name, row.people, row.items) for row in page.sums] == [
        ("Brightforge Castings", 1, 1),
        ("University of Northmere", 1, 1),
    ]


def test_each_side_reads_what_it_was_shown_itself_and_nothing_about_third_parties(world, vent):
    look(world)
    assert rows(world, "cleo", to_us=True) == [("Tom", "Downloaded a file", vent), ("Tom", "Read in Kith", vent)]
    assert rows(world, "cleo") == []
    with pytest.raises(Unseen):
        log.page(Asked(item=vent.uid), world.actor("cleo"))
    with pytest.raises(Unseen):
        log.page(Asked(partner=world.firms["university"].uid, to_us=True), world.actor("cleo"))
    with pytest.raises(Unseen):
        log.page(Asked(person=str(world.people["una"].pk), to_us=True), world.actor("cleo"))


def test_what_has_closed_to_us_is_said_without_its_title(world, vent):
    look(world)
    ending.stop_sharing(world.agreements["foundry"].uid, by=world.actor("ada"))
    assert [row[2] for row in rows(world, "cleo", to_us=True)] == [None, None]
    page = walk.said(walk.browser(world, "cleo").get("/protect/exposures?side=us"))
    assert "Vent the core" not in page
    assert "vents.txt" not in page


def test_owners_stewards_and_auditors_read_it_members_do_not(world, vent):
    world.colleague("olga", "ada", Role.AUDITOR)
    log.page(Asked(), world.actor("olga"))
    with pytest.raises(Denied):
        log.page(Asked(), world.actor("ben"))
    assert walk.browser(world, "olga").get("/protect/disclosures/new").status_code == 403


def test_it_goes_out_as_a_workbook_in_which_nothing_is_reckoned(world, vent):
    vent.title = "=1+1"
    vent.save(update_fields=["title"])
    look(world)
    answer = walk.browser(world, "ada").get("/protect/exposures?as=xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert {"Tom", "Una", "vents.txt"} <= {cell.value for cell in cells}


def test_a_long_log_comes_by_pages_that_miss_nothing(world, vent, monkeypatch):
    monkeypatch.setattr(log, "PAGE", 2)
    look(world)
    first = log.page(Asked(), world.actor("ada"))
    second = log.page(Asked(), world.actor("ada"), first.before)
    numbers = [row.number for row in [*first.entries, *second.entries]]
    assert (len(numbers), second.before) == (3, None)
    assert numbers == sorted(numbers, reverse=True)


def test_addresses_that_make_no_sense_are_read_as_if_nothing_was_asked(world, vent):
    ada = walk.browser(world, "ada")
    for query in ("days=x", "days=99999", "channel=%00", "before=x", "before=-1", "side=them"):
        assert ada.get(f"/protect/exposures?{query}").status_code == 200
    for query in ("person=x", "partner=x", "item=x", "person=99999999999999999999"):
        assert ada.get(f"/protect/exposures?{query}").status_code == 404


def fetch(world, name, count, at, channel=Exposure.Channel.DOWNLOAD, first=1000):
    """Somebody fetches so many different pages of the pump maker's at a moment."""
    basis = world.agreements["foundry"].basis_id
    with clock.at(at), transaction.atomic():
        ledger.expose(world.actor(name), [Showing(channel, first + n, world.pumps.pk, basis, 0) for n in range(count)])


NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.fixture
def may(world):
    with clock.at(NOON - timedelta(days=40)):
        world.agree("foundry", "cleo")
    return world


def watch(at):
    with clock.at(at):
        return [(row.pattern, row.items, row.usual) for row in watching.tell(watching.waiting())]


def test_much_more_than_usual_is_told_once_and_no_sooner(may):
    fetch(may, "tom", 19, NOON)
    assert watch(NOON) == []
    fetch(may, "tom", 1, NOON, first=2000)
    assert watch(NOON) == [("many", 20, 0)]
    assert watch(NOON + timedelta(hours=1)) == []
    assert "Unusual: Tom of Brightforge Castings. Fetched much more than usual" in [
        told.line.words for told in notices.inbox(may.actor("ada")).told
    ]
    assert notices.inbox(may.actor("ben")).told == []


def test_whoever_always_fetches_much_is_not_told_of(may):
    fetch(may, "tom", 10, NOON - timedelta(days=6))
    fetch(may, "tom", 29, NOON)
    assert watch(NOON) == []
    fetch(may, "tom", 1, NOON, first=2000)
    assert watch(NOON) == [("many", 30, 10)]


def test_reading_the_same_page_often_is_not_much(may):
    for hour in range(30):
        fetch(may, "tom", 1, NOON + timedelta(minutes=hour))
    assert watch(NOON + timedelta(hours=1)) == []


def test_nights_before_an_end_are_told_in_the_agreements_zone(may):
    ends = may.agreements["foundry"].basis.closes_at
    night = datetime(ends.year, ends.month, ends.day, 22, 30, tzinfo=UTC) - timedelta(days=10)
    fetch(may, "tom", 4, night, Exposure.Channel.READ)
    assert watch(night) == []
    fetch(may, "tom", 1, night + timedelta(hours=3), Exposure.Channel.READ, first=2000)
    assert watch(night + timedelta(hours=4)) == [("late", 5, 0)]
    assert watch(night + timedelta(hours=5)) == []
    long_before = night - timedelta(days=60)
    fetch(may, "tom", 9, long_before, Exposure.Channel.READ)
    assert watch(long_before) == []
    by_day = night - timedelta(hours=8)
    fetch(may, "cleo", 9, by_day, Exposure.Channel.READ)
    assert watch(by_day) == []


def test_the_clock_hands_it_to_a_worker_and_the_page_shows_it(may, work):
    now = clock.now()
    fetch(may, "tom", 25, now)
    tasks.hand_out()
    work()
    [row] = Unusual.objects.all()
    assert (row.items, row.owner, row.person) == (25, may.pumps, may.people["tom"])
    assert "25 pages" in walk.said(walk.browser(may, "ada").get("/protect/exposures"))
