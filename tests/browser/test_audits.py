"""An audit from its beginning to its conclusion: what does not hold is given, mended, and looked at again."""

import re
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from kith.demo.network import PASSWORD
from tests import serving
from tests.browser.conftest import SETTLE

ROOMS = "Are rooms, prototypes and paper originals locked, and are their keys counted?"
TOLD = "Was what people told outside Kith covered by an agreement?"
OPEN_AT_NOON = "The pattern store was open at noon, and two keys are missing from the list."
NEW_LOCK = "The store has a new lock, and both keys were found."
LOCKED = "Locked on two days, and the list is right."
CONCLUSION = "Doors and duties are kept; the store is locked again."


@pytest.fixture
def demo(tmp_path):
    """A demo of each test's own: about one check there is one open finding."""
    with serving.running(tmp_path, "--demo") as running:
        yield running


@pytest.fixture
def person(demo, someone):
    """Opens a browser for somebody of the pump maker, signed in."""

    def open_for(name):
        found = someone(f"audits-{name}")
        found.sign_in(demo, f"{name}@tarnside.example", PASSWORD)
        expect(found.page).not_to_have_url(re.compile("/sign-in"))
        return found

    return open_for


def section(page, heading):
    return page.locator("main section").filter(has=page.get_by_role("heading", name=heading, exact=True))


def test_an_audit_from_its_beginning_to_its_conclusion(demo, person):
    ruth, marek = person("ruth"), person("marek")
    audit = an_audit_is_begun(ruth, demo)
    it_is_not_closed_while_something_is_left(ruth)
    the_questions_are_answered(ruth, audit)
    what_does_not_hold_is_given_to_somebody(ruth, audit)
    who_mends_it_says_what_was_done(marek, demo, audit)
    it_holds_again_and_is_closed(ruth, demo)
    what_still_fails_stays_open(ruth, demo)
    it_ends_with_a_conclusion(ruth, audit)
    the_workbook_says_the_same(ruth)
    the_evidence_names_the_check(ruth, demo)


def an_audit_is_begun(ruth, demo):
    page = ruth.page
    page.goto(f"{demo.url}/audits")
    ruth.look("audits")
    page.get_by_role("link", name="Begin an audit").click()
    page.get_by_label("Which audit it is").fill("Fourth quarter")
    expect(page.get_by_label("Auditor").locator("option:checked")).to_have_text("Ruth")
    ruth.look("audit-new")
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fourth quarter")
    expect(section(page, "To be answered by hand")).to_contain_text(ROOMS)
    ruth.look("audit-begun")
    return page.url


def it_is_not_closed_while_something_is_left(ruth):
    page = ruth.page
    page.get_by_label("What you conclude").fill(CONCLUSION)
    page.get_by_role("button", name="Close the audit").click()
    expect(page.locator("main")).to_contain_text("Answer first:")
    expect(page.get_by_label("What you conclude")).to_have_value(CONCLUSION)
    ruth.look("audit-not-closed")


def the_questions_are_answered(ruth, audit):
    page = ruth.page
    page.goto(audit)
    waiting = section(page, "To be answered by hand").get_by_role("link")
    for left in range(waiting.count(), 0, -1):
        expect(waiting).to_have_count(left)
        waiting.first.click()
        rooms = page.get_by_role("heading", level=1).inner_text() == ROOMS
        page.get_by_label("It does not hold" if rooms else "It holds", exact=True).check()
        page.get_by_label("Where you looked, and what you saw").fill(OPEN_AT_NOON if rooms else "I read the papers.")
        if rooms:
            ruth.look("answering")
        page.get_by_role("button", name="Answer", exact=True).click()
        expect(page).to_have_url(audit)
    expect(waiting).to_have_count(0)
    expect(section(page, "What does not hold")).to_contain_text(OPEN_AT_NOON)
    ruth.look("audit-answered")


def what_does_not_hold_is_given_to_somebody(ruth, audit):
    page = ruth.page
    page.get_by_role("listitem").filter(has_text=ROOMS).get_by_role("link", name="Say who mends it").click()
    expect(page.get_by_label("What was found")).to_have_value(OPEN_AT_NOON)
    expect(page.get_by_label("Who mends it").locator("option", has_text="Ruth")).to_have_count(0)
    page.get_by_label("Major").check()
    page.get_by_label("Who mends it").select_option(label="Marek")
    page.get_by_label("By", exact=True).fill(str(date.today() + timedelta(days=14)))
    ruth.look("finding-new")
    page.get_by_role("button", name="Give it over").click()
    expect(page.get_by_role("listitem").filter(has_text=ROOMS)).to_contain_text("Marek")
    loose = page.get_by_role("link", name="Say who mends it")
    for left in range(loose.count(), 0, -1):
        expect(loose).to_have_count(left)
        loose.first.click()
        page.get_by_label("Who mends it").select_option(label="Asha")
        page.get_by_role("button", name="Give it over").click()
        expect(page).to_have_url(audit)
    ruth.look("audit-given")


def who_mends_it_says_what_was_done(marek, demo, audit):
    page = marek.page
    page.goto(f"{demo.url}/inbox")
    marek.look("inbox")
    page.get_by_role("link", name=f"A finding was given to you: {ROOMS}").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ROOMS)
    expect(page.locator("main")).to_contain_text(OPEN_AT_NOON)
    expect(page.get_by_role("button", name="Look again")).to_have_count(0)
    page.get_by_label("What you did, or what is in the way").fill(NEW_LOCK)
    page.get_by_label("It is mended: somebody else can look again").check()
    page.evaluate(SETTLE)  # the tick is drawn in over a moment
    marek.look("mending")
    page.get_by_role("button", name="Say it").click()
    expect(section(page, "What was done")).to_contain_text(NEW_LOCK)
    expect(page.locator("main")).to_contain_text("Marek says that it is mended. Somebody else looks again.")
    marek.look("mended")
    assert page.goto(audit).status == 404, "who mends one finding does not read the audit"


def it_holds_again_and_is_closed(ruth, demo):
    page = ruth.page
    page.goto(f"{demo.url}/inbox")
    page.get_by_role("link", name=f"It is mended; please look again: {ROOMS}").first.click()
    expect(page.locator("main")).to_contain_text(NEW_LOCK)
    page.get_by_label("It holds", exact=True).check()
    page.get_by_label("Where you looked, and what you saw").fill(LOCKED)
    ruth.look("looking-again")
    page.get_by_role("button", name="Look again").click()
    expect(page.locator("main .note.good")).to_contain_text("Ruth looked again, and it held: closed")
    expect(page.get_by_role("button", name="Look again")).to_have_count(0)
    ruth.look("finding-closed")


def what_still_fails_stays_open(ruth, demo):
    page = ruth.page
    page.goto(f"{demo.url}/audits")
    section(page, "To be mended").get_by_role("link", name=TOLD).click()
    page.get_by_label("What you saw").fill("Nobody has begun.")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("It does not hold yet. The finding stays open.")).to_be_visible()
    expect(section(page, "What was done")).to_contain_text("it does not hold: 1 fault among 1 looked at")
    expect(section(page, "What was done")).to_contain_text("Nobody has begun.")
    expect(page.get_by_role("button", name="Look again")).to_be_visible()
    ruth.look("finding-open")


def it_ends_with_a_conclusion(ruth, audit):
    page = ruth.page
    page.goto(audit)
    page.get_by_label("What you conclude").fill(CONCLUSION)
    page.get_by_role("button", name="Close the audit").click()
    expect(page.locator("main .note").first).to_contain_text(CONCLUSION)
    expect(page.get_by_role("listitem").filter(has_text=TOLD)).to_contain_text("Asha")  # since the audit before
    for gone in ("Close the audit", "Ask the records again"):
        expect(page.get_by_role("button", name=gone)).to_have_count(0)
    ruth.look("audit-closed")


def the_workbook_says_the_same(ruth):
    page = ruth.page
    with page.expect_download() as coming:
        page.get_by_role("link", name="As a workbook").click()
    assert coming.value.suggested_filename.endswith(".xlsx")
    book = openpyxl.load_workbook(BytesIO(coming.value.path().read_bytes()))
    checks = {row[0]: row for row in book["Checks"].iter_rows(min_row=2, values_only=True)}
    assert checks[ROOMS][1] == "Does not hold", "an audit keeps what it saw"
    assert OPEN_AT_NOON in checks[ROOMS]
    findings = {row[0]: row for row in book["Findings"].iter_rows(min_row=2, values_only=True)}
    assert findings[ROOMS][1:4] == ("Major", OPEN_AT_NOON, "Marek")
    assert findings[ROOMS][5] == "Closed: it holds again"
    said = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(CONCLUSION in str(cell) for cell in said)


def the_evidence_names_the_check(ruth, demo):
    page = ruth.page
    page.goto(f"{demo.url}/evidence")
    ruth.look("evidence")
    page.get_by_role("link", name="ISO/IEC 27001").click()
    ruth.look("evidence-map")
    clause = page.locator("#clause-7")
    clause.get_by_text("What stands behind it").click()
    expect(clause).to_contain_text("attested on")
    expect(clause.get_by_role("link", name=ROOMS)).to_be_visible()
    clause.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Control 7: Rooms")
    ruth.look("evidence-clause")
    page.get_by_role("link", name=ROOMS).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ROOMS)
    expect(page.locator("main .note").first).to_have_text(LOCKED)
    ruth.look("check")
