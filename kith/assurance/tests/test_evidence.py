"""Capability 56: evidence maps, recomputed from the records, with a reason for what does not apply."""

import io
import re
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from kith.access.models import Grant
from kith.agreements.actions import recertifying
from kith.assurance import checks, evidence, maps
from kith.assurance.actions import applying, auditing, mending
from kith.assurance.actions.mending import Given
from kith.assurance.maps.base import UNCHECKED
from kith.assurance.models import Applicability
from kith.assurance.outcome import State
from kith.assurance.queries import evidence as pages
from kith.assurance.support import Support
from kith.assurance.tests import evident
from kith.assurance.tests.evident import NOW, broken, states
from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge.actions import using, vouching
from tests import walk

ROWS = [(each, row) for each in maps.ALL.values() for row in each.rows]
BOASTS = re.compile(r"complian|complies|certified|certification|conform", re.IGNORECASE)


@pytest.fixture(autouse=True)
def spring():
    with clock.at(NOW):
        yield


@pytest.fixture
def ada(world):
    return world.actor("ada")


@pytest.fixture
def shared(world):
    return evident.shared(world)


def plain(browser, address):
    """A page as it reads, without its markup."""
    return " ".join(strip_tags(browser.get(address).content.decode()).split())


def naming(key):
    """All clauses that rest on a check."""
    return {(each.key, row.clause) for each, row in ROWS if key in row.checks}


def test_every_row_rests_on_checks_and_counters_that_exist_or_says_what_is_missing():
    for each, row in ROWS:
        where = (each.key, row.clause)
        assert set(row.checks) <= checks.ALL.keys(), where
        assert set(row.counts) <= evidence.COUNTS.keys(), where
        assert row.checks or row.counts or row.beyond, where
        assert len(each.key) <= 20 and len(row.clause) <= 20 and "/" not in row.clause, where
        assert row.clause != "statement", where
    for each in maps.ALL.values():
        clauses = [row.clause for row in each.rows]
        assert len(clauses) == len(set(clauses)), each.key
    rest_on_hands = {checks.ALL[key].by_hand for key in maps.ALL["iso27001"].row("7").checks}
    assert rest_on_hands == {True}
    assert not maps.ALL["iso27001"].row("7").counts
    for count in evidence.COUNTS.values():
        assert not count.place or reverse(count.place), count.key


def test_no_map_and_no_page_says_that_a_standard_is_met():
    words = [str(said) for each in maps.ALL.values() for said in (each.about, each.scope, each.unit)]
    words += [str(said) for _, row in ROWS for said in (row.title, row.beyond)]
    words += [str(count.words) for count in evidence.COUNTS.values()]
    folder = Path(engines["django"].engine.get_template("assurance/evidence.html").origin.name).parent
    words += [path.read_text() for path in folder.glob("*.html")]
    assert len(list(folder.glob("evidence*.html"))) >= 3
    for said in words:
        assert not BOASTS.search(said), said


def test_a_door_that_nobody_looked_through_turns_exactly_its_rows_red_until_somebody_does(world, ada, shared):
    before = broken(ada)
    assert not before & naming("looked_through")
    with clock.at(NOW + timedelta(days=91)):
        later = broken(world.actor("ada"))
        assert later - before == naming("looked_through")
        assert before <= later
        recertifying.confirm(list(Grant.objects.values_list("uid", flat=True)), by=world.actor("ada"))
        assert broken(world.actor("ada")) == before
        assert states(world.actor("ada"))["5.18"] == Support.SUPPORTED


def test_what_is_recorded_supports_a_clause_in_part_where_it_asks_for_more(world, ada, shared):
    lines = {line.row.clause: line for line in pages.page("iso27001", ada).lines}
    assert (lines["5.14"].state, str(lines["5.14"].words)) == (
        Support.SUPPORTED,
        "Supports evidence for it, in part",
    )
    lines = {line.row.clause: line for line in pages.page("iso30401", ada).lines}
    assert str(lines["4.4.1-4.4.2"].words) == "Supports evidence for it"
    assert lines["4.4.3"].state == Support.NOTHING
    assert states(ada)["5.23"] == Support.OUTSIDE


def test_rooms_are_attested_by_hand_for_a_year_and_red_while_a_key_is_missing(world, ada):
    assert states(ada)["7"] == Support.NOTHING
    audit = auditing.open_("Spring", ada.person, by=ada)
    auditing.answer(audit.uid, "rooms_and_keys", State.HOLDS, "All locked, three keys.", by=ada)
    assert states(ada)["7"] == Support.ATTESTED
    before = broken(ada)
    with clock.at(NOW + timedelta(days=1)):
        auditing.answer(audit.uid, "rooms_and_keys", State.FAILS, "A key is missing.", by=ada)
        assert broken(ada) - before == naming("rooms_and_keys") == {("iso27001", "7")}
        given = Given("minor", "Find the key.", world.people["ben"].pk, clock.now().date() + timedelta(days=5))
        finding = mending.give(audit.uid, "rooms_and_keys", given, by=ada)
        mending.say(finding.uid, "Found it.", done=True, by=world.actor("ben"))
        assert states(ada)["7"] == Support.BROKEN
        mending.look(finding.uid, state=State.HOLDS, words="Three keys again.", by=ada)
        assert states(ada)["7"] == Support.ATTESTED
        assert broken(ada) == before
    with clock.at(NOW + timedelta(days=367)):
        assert states(world.actor("ada"))["7"] == Support.NOTHING


def test_an_answer_that_there_was_nothing_to_look_at_attests_nothing(ada):
    audit = auditing.open_("Spring", ada.person, by=ada)
    auditing.answer(audit.uid, "rooms_and_keys", State.NOTHING, "We have no rooms.", by=ada)
    assert states(ada)["7"] == Support.NOTHING


def test_a_clause_is_excluded_with_a_reason_that_everybody_who_reads_it_sees(world, ada):
    with pytest.raises(Refused):
        applying.apply("iso27001", "7", False, "  ", by=ada)
    assert not Applicability.objects.exists()
    applying.apply("iso27001", "7", False, "We have no rooms of our own.", by=ada)
    assert states(ada)["7"] == Support.EXCLUDED
    browser = walk.browser(world, "ada")
    assert "We have no rooms of our own." in walk.said(browser.get("/evidence/iso27001"))
    with clock.at(NOW + timedelta(days=1)):
        applying.apply("iso27001", "7", True, "We moved in.", by=ada)
        page = pages.clause("iso27001", "7", ada)
    assert page.line.state == Support.NOTHING
    assert [(said.applies, said.reason) for said in page.history] == [
        (True, "We moved in."),
        (False, "We have no rooms of our own."),
    ]
    written = Event.objects.filter(name="assurance.ClauseApplied")
    assert written.count() == 2
    assert "rooms" not in "".join(written.values_list("data", flat=True))


def test_an_excluded_clause_is_not_among_the_broken_ones(world, ada, shared):
    with clock.at(NOW + timedelta(days=91)):
        by = world.actor("ada")
        assert ("iso27001", "5.22") in broken(by)
        applying.apply("iso27001", "5.22", False, "We have no suppliers.", by=by)
        assert ("iso27001", "5.22") not in broken(by)


def test_saying_what_applies_on_the_page(world, ada):
    browser = walk.browser(world, "ada")
    assert browser.post("/evidence/iso44001/3", {"applies": "no", "reason": ""}).status_code == 422
    assert browser.post("/evidence/iso44001/3", {"applies": "maybe", "reason": "x"}).status_code == 422
    assert not Applicability.objects.exists()
    assert browser.post("/evidence/iso44001/3", {"applies": "no", "reason": "Not yet."}).status_code == 302
    said = walk.said(browser.get("/evidence/iso44001/3"))
    assert "It does not apply" in said
    assert "Not yet." in said
    for nowhere in ("/evidence/iso9001", "/evidence/iso44001/9", "/evidence/iso9001/3", "/evidence/iso9001/statement"):
        assert browser.get(nowhere).status_code == 404, nowhere
    with pytest.raises(Unseen):
        applying.apply("iso44001", "9", True, "x", by=ada)


def test_members_and_people_of_partners_see_nothing_and_auditors_only_read(world, shared):
    world.colleague("olga", "ada", Role.AUDITOR)
    for name in ("ben", "tom"):
        by = world.actor(name)
        for deed in (
            lambda by=by: pages.overview(by),
            lambda by=by: pages.page("iso27001", by),
            lambda by=by: pages.clause("iso27001", "7", by),
            lambda by=by: applying.apply("iso27001", "7", True, "x", by=by),
        ):
            with pytest.raises(Unseen):
                deed()
        browser = walk.browser(world, name)
        for address in ("", "/iso27001", "/iso27001/7", "/iso27001/statement", "/iso27001/statement?as=pdf"):
            assert browser.get(f"/evidence{address}").status_code == 404
        assert browser.post("/evidence/iso27001/7", {"applies": "no", "reason": "x"}).status_code == 404
    olga = walk.browser(world, "olga")
    for address in ("", "/iso27001", "/iso27001/7", "/iso27001/statement"):
        assert olga.get(f"/evidence{address}").status_code == 200
    assert "<form" not in olga.get("/evidence/iso27001/7").content.decode().split("<main")[1].split("</main>")[0]
    assert olga.post("/evidence/iso27001/7", {"applies": "no", "reason": "x"}).status_code == 403
    with pytest.raises(Denied):
        applying.apply("iso27001", "7", False, "x", by=world.actor("olga"))
    assert not Applicability.objects.exists()


def test_pages_show_numbers_and_days_and_no_titles(world, shared):
    browser = walk.browser(world, "ada")
    for key in maps.ALL:
        said = walk.said(browser.get(f"/evidence/{key}"))
        assert "Vent the core" not in said
        assert str(UNCHECKED) in said
        assert maps.ALL[key].edition in said
    assert "Pages published: 1, newest 4 May 2026" in plain(browser, "/evidence/iso27001")


def test_a_line_at_the_top_leads_to_what_is_broken_and_checks_have_their_page(world, shared):
    browser = walk.browser(world, "ada")
    with clock.at(NOW + timedelta(days=91)):
        first = browser.get("/evidence/iso44001").content.decode()
        assert 'href="#clause-7"' in first
        assert 'id="clause-7"' in first
        assert reverse("check", args=["looked_through"]) in first
        assert "1 fault among 1 looked at" in walk.said(browser.get("/evidence/iso44001"))
        assert "check that does not hold" in walk.said(browser.get("/evidence"))


def fill(world, start, many):
    """So many more records of many sorts."""
    space = world.space(f"Space {start}")
    for number in range(start, start + many):
        item = world.item(space, f"Volute {number}")
        world.share(item, "foundry")
        vouching.verify(item.uid, by=world.actor("ada"), until=NOW.date() + timedelta(days=60))
        using.use(item.uid, "quality", by=world.actor("tom"))
        world.colleague(f"new{number}", "ada")
        applying.apply("iso27001", "7", False, f"Reason {number}", by=world.actor("ada"))
        audit = auditing.open_(f"Audit {number}", world.people["ada"].pk, by=world.actor("ada"))
        auditing.answer(audit.uid, "rooms_and_keys", State.HOLDS, "Locked.", by=world.actor("ada"))


@pytest.mark.parametrize("address", ["", "/iso27001", "/iso30401", "/iso27001/7", "/iso27001/statement"])
def test_a_page_asks_as_much_with_more_in_it(world, shared, address):
    browser = walk.browser(world, "ada")

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"/evidence{address}").status_code == 200
        return len(captured)

    fill(world, 0, 2)
    asked()
    few = asked()
    fill(world, 2, 4)
    assert asked() == few


def test_the_file_has_what_the_page_has(world, ada, shared):
    applying.apply("iso27001", "7", False, "We have no rooms of our own.", by=ada)
    browser = walk.browser(world, "ada")
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/evidence/iso27001/statement").content))
    sheet, about = book.worksheets
    head, *rows = sheet.iter_rows(values_only=True)
    lines = pages.page("iso27001", ada).lines
    assert len(head) == 8
    assert len(rows) == len(lines)
    for cells, line in zip(rows, lines, strict=True):
        assert cells[:2] == (line.called, str(line.row.title))
        assert cells[4] == str(line.words)
        assert cells[6] == line.looked
        assert cells[7].startswith("2026-05-04 ")
        for each in line.checks:
            assert str(each.check.question) in cells[5]
        for each in line.counts:
            assert (f"{each.count.words}: {each.number}" in (cells[5] or "")) == bool(each.number)
        assert str(line.row.beyond) in (cells[5] or "")
    said = {cells[0]: cells[2:4] for cells in rows}
    assert said["Control 7"] == ("No", "We have no rooms of our own.")
    assert said["Control 5.15"][0] == "Not said"
    written = "\n".join(cells[0] for cells in about.iter_rows(values_only=True))
    assert "edition 2022" in written
    assert str(UNCHECKED) in written
    assert not BOASTS.search(written)


def test_the_file_as_a_pdf_says_the_same(world, ada, shared):
    said = walk.said(walk.browser(world, "ada").get("/evidence/iso22301/statement?as=pdf"))
    assert "ISO 22301" in said
    assert "8.2.3" in said
    assert not BOASTS.search(said)
