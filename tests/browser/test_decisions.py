"""A decision from its draft to what supersedes it, as a steward goes through it."""

import re

from playwright.sync_api import expect

from kith.demo.network import PASSWORD
from tests.browser.test_editor import light


def test_a_decision_is_written_accepted_and_superseded(demo, someone):
    asha = someone("decision-asha")
    asha.sign_in(demo, "asha@tarnside.example", PASSWORD)
    page = asha.page
    page.goto(f"{demo.url}/items/new")
    page.get_by_label("Title").fill("Which alloy for the TS-60")
    page.get_by_label("Kind").select_option("decision")
    page.get_by_role("button", name="Begin writing").click()
    expect(light(page)).to_have_text("Saved")
    page.get_by_role("link", name="Change", exact=True).click()
    for n, (name, good) in enumerate((("EN-GJL-250", "We know it."), ("EN-GJS-400", "It bends before it breaks."))):
        page.locator(f"#id_name_{n}").fill(name)
        page.locator(f"#id_for_{n}").fill(good)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="EN-GJS-400")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Say which option was chosen.")).to_be_visible()
    page.get_by_role("link", name="Accept this decision").click()
    expect(page.get_by_role("button", name="Accept it")).to_have_count(0)
    asha.look("not-yet")
    page.get_by_role("link", name="Go on with it").click()
    page.get_by_label("2: EN-GJS-400").check()
    page.get_by_label("Why this one").fill("The housing must not burst.")
    page.get_by_label("Who decided").fill("Ruth")
    page.get_by_label("Decided on").fill("2026-11-20")
    asha.look("record")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Accept this decision").click()
    asha.look("accepting")
    page.get_by_role("button", name="Accept it").click()
    expect(page.get_by_role("link", name="Change the text")).to_have_count(0)
    expect(page.locator(".chosen")).to_contain_text("EN-GJS-400")
    asha.look("accepted")
    page.get_by_role("button", name="Begin what supersedes it").click()
    expect(light(page)).to_have_text("Saved")
    expect(page.get_by_text(re.compile("Supersedes"))).to_be_visible()
    asha.look("successor")
