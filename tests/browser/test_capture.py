"""A session in two browsers: one asks, one answers at the same time; a draft comes out, and waits for its source."""

from playwright.sync_api import expect

from kith.demo.network import PASSWORD
from kith.spiral.protocols import PROTOCOLS

ITEMS = """
from kith.knowledge.models import Item
from kith.speakup.models import Channel, Report
from kith.commitments.models import Commitment
for kind in ("incident", "practice"):
    print(Item.objects.filter(kind=kind).order_by("pk").first().uid)
print(Report.objects.first().uid, Channel.objects.get().token, Commitment.objects.first().uid)
"""


def go(person, server, address):
    person.page.goto(f"{server.url}{address}")
    return person.page


def test_two_answer_at_once_and_what_comes_out_waits_for_its_source(demo, someone):
    asha, marek = someone("asha"), someone("marek")
    asha.sign_in(demo, "asha@tarnside.example", PASSWORD)
    marek.sign_in(demo, "marek@tarnside.example", PASSWORD)
    page = go(asha, demo, "/capture/new/aar")
    page.get_by_label("What is it about?").fill("The first vented heat")
    page.locator("#id_source").get_by_label("Marek").check()
    asha.look("session-new")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="What was meant to happen?")).to_be_visible()
    other = marek.page
    other.goto(page.url)
    other.get_by_label("What do you say?").fill("The tongue sharp at 4 mm.")
    other.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("The tongue sharp at 4 mm.")).to_be_visible()  # by itself
    page.get_by_role("button", name="Start the clock").click()
    expect(page.locator("[data-left]")).to_contain_text("9:5")
    asha.look("session")
    marek.look("session-phone")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("It stays a draft until")).to_be_visible()
    other.goto(page.url.replace("/draft", "/meant"))
    marek.look("meant")
    other.get_by_role("button", name="Yes, this is what I meant").click()
    expect(other.get_by_text("You said so")).to_be_visible()
    page.reload()
    expect(page.get_by_text("said so")).to_be_visible()


def test_everybody_can_use_what_has_to_do_with_learning_and_trust(demo, someone):
    ruth = someone("ruth")
    ruth.sign_in(demo, "ruth@tarnside.example", PASSWORD)
    incident, practice, report, channel, commitment = " ".join(demo.python(ITEMS)).split()
    for name, address in {
        "incident": f"/items/{incident}",
        "incident-form": f"/items/{incident}/record",
        "promise": f"/items/{incident}/commitments",
        "commitment": f"/commitments/{commitment}",
        "commitments": "/commitments",
        "practice": f"/items/{practice}",
        "practice-form": f"/items/{practice}/record",
        "journey": f"/items/{practice}/journey",
        "learned": f"/items/{practice}/conversions/S",
        "relations": f"/items/{practice}/relations",
        "care": f"/items/{practice}/care",
        "readers": f"/items/{practice}/readers",
        "export": f"/exports/new?item={practice}",
        "exports": "/exports",
        "tending": "/tending",
        "spiral": "/spiral",
        "captures": "/capture",
        "reports": "/reports",
        "report": f"/reports/{report}",
        "speak-up": f"/speak-up/{channel}",
        "speak-up-key": "/speak-up",
    }.items():
        go(ruth, demo, address)
        ruth.look(name)
    assert len(PROTOCOLS) == ruth.page.goto(f"{demo.url}/capture").text().count('href="/capture/new/')
