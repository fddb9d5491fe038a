"""Two firms in one space: it is opened, both write, the agreement ends, and what stays and what goes is seen."""

import re

import pytest
from playwright.sync_api import expect

from kith.demo.network import PASSWORD
from tests.browser.test_editor import light, text, write
from tests.pace import becomes

SPACE = """
from kith.identity.queries import actor_for
from kith.identity.models import Person
from kith.knowledge.actions import spaces
asha = actor_for(Person.objects.get(name="Asha"))
print(f"/spaces/{spaces.open_space('Cavitation notes', by=asha).uid}")
"""
AGREEMENT = """
from kith.agreements.models import Agreement
print(f"/agreements/{Agreement.objects.get(title__startswith='Collaboration').uid}")
"""
COPIES = "indexedDB.databases().then(all => all.map(each => each.name).filter(name => name.startsWith('kith:')))"


def writer(someone, demo, name, domain):
    found = someone(f"joint-{name}")
    found.sign_in(demo, f"{name}@{domain}.example", PASSWORD)
    return found


def test_a_space_is_opened_to_both_and_written_by_both(demo, someone):
    space = demo.python(SPACE)[-1]
    asha, callum = writer(someone, demo, "asha", "tarnside"), writer(someone, demo, "callum", "northmere")
    asha.page.goto(f"{demo.url}{space}/share")
    asha.page.get_by_label("Read and write: both sides write in the space").check()
    asha.look("opening")
    asha.page.get_by_role("button", name="Share with University of Northmere").click()
    expect(asha.page.locator(".band")).to_contain_text("Written by both sides under Collaboration agreement")
    asha.look("opened")

    callum.page.goto(f"{demo.url}{space}")
    callum.page.get_by_role("link", name=re.compile("Write here|Write the first page")).first.click()
    callum.page.get_by_label("Title").fill("Noise at the suction flange")
    expect(callum.page.get_by_label("How closely it is held")).to_have_value("2")
    callum.page.get_by_role("button", name="Begin writing").click()
    expect(light(callum.page)).to_have_text("Saved")
    write(callum.page, "Thirds of an octave.")

    asha.page.goto(f"{demo.url}{space}")
    asha.page.get_by_role("link", name="Noise at the suction flange").click()
    expect(text(asha.page)).to_contain_text("Thirds of an octave.")
    write(asha.page, "From 1 to 10 kHz.")
    expect(text(callum.page)).to_contain_text("From 1 to 10 kHz.")
    expect(callum.page.locator(".caret.t")).to_contain_text("Asha")
    expect(asha.page.locator("[data-here] .face.t")).to_have_text("Ca")
    expect(light(callum.page)).to_have_text("Saved")
    callum.look("together")
    callum.page.get_by_role("button", name="Publish").click()
    expect(callum.page.get_by_role("heading", level=1)).to_have_text("Noise at the suction flange")
    expect(callum.page.locator("main")).to_contain_text("From 1 to 10 kHz.")
    expect(callum.page.get_by_role("link", name="Put it into the bin")).to_have_count(0)
    callum.look("published")


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_at_the_end_it_is_frozen_and_the_copies_on_the_other_sides_devices_are_gone(demo, someone):
    callum, ruth = writer(someone, demo, "callum", "northmere"), writer(someone, demo, "ruth", "tarnside")
    callum.page.get_by_role("link", name="A rounder tongue").first.click()
    address = callum.page.url
    callum.page.goto(f"{address}/draft")
    expect(light(callum.page)).to_have_text("Saved")
    becomes(1, lambda: len(callum.page.evaluate(COPIES)))
    callum.page.goto(f"{demo.url}/")
    callum.page.wait_for_load_state("networkidle")
    assert len(callum.page.evaluate(COPIES)) == 1, "a copy that may be kept is kept"

    ruth.page.goto(f"{demo.url}{demo.python(AGREEMENT)[-1]}/end")
    expect(ruth.page.locator("main")).to_contain_text("stays readable to 1 person")
    ruth.page.get_by_label("Both sides agreed to end it").check()
    ruth.page.get_by_label("Why, in your words").fill("The trials are done.")
    ruth.page.get_by_label("Type the partner’s name to confirm").fill("University of Northmere")
    ruth.look("end")
    ruth.page.get_by_role("button", name="Record the end").click()
    expect(ruth.page.locator("main")).to_contain_text("it is frozen and stays readable to both")
    ruth.look("ended")

    callum.page.goto(f"{demo.url}/")
    callum.page.wait_for_load_state("networkidle")
    becomes([], lambda: callum.page.evaluate(COPIES))
    assert callum.page.evaluate("localStorage.getItem('kith:lent')") is None
    for one in (callum, ruth):
        one.page.goto(address)
        expect(one.page.locator(".band")).to_contain_text("Kept as both sides wrote it under Collaboration agreement")
        expect(one.page.get_by_role("link", name="Change the text")).to_have_count(0)
        expect(one.page.get_by_role("button", name="Comment", exact=True)).to_have_count(0)
        one.look("frozen")
    ruth.page.get_by_role("link", name="Why somebody sees it, or not").last.click()
    ruth.page.get_by_label("Whom do you ask about?").select_option(label="Callum, University of Northmere")
    ruth.page.get_by_role("button", name="Tell me").click()
    expect(ruth.page.locator("main")).to_contain_text("is over; what both sides wrote together stays readable to both")


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_a_text_that_is_held_closely_leaves_no_copy_in_the_other_sides_browser(demo, someone):
    space = demo.python(SPACE)[-1]
    demo.python(f"""
from kith.access.actions import Subject
from kith.agreements.actions import drafting, sharing, signing
from kith.agreements.models import Agreement
from kith.identity.models import Person
from kith.identity.queries import actor_for
from kith.knowledge.actions import writing
from kith.knowledge.models import Space
asha, ruth = (actor_for(Person.objects.get(name=name)) for name in ("Asha", "Ruth"))
lena = Person.objects.get(name="Lena")
space = Space.objects.get(uid={space.rsplit("/", 1)[-1]!r})
agreement = Agreement.objects.get(title__startswith="Mutual NDA", amends=None)
purpose = agreement.basis.purposes.first().uid
subject = Subject(actor_for(lena).organisation_id, person_id=lena.pk)
sharing.share(agreement.uid, sharing.Target("space", space.uid), subject, purpose, by=asha, joint=True)
item = writing.begin(space.uid, writing.Words("Alloy", "Close."), by=asha, classification=3)
writing.publish(item.uid, by=asha)
""")
    lena = writer(someone, demo, "lena", "brightforge")
    lena.page.goto(f"{demo.url}{space}")
    lena.page.get_by_role("link", name="Alloy").click()
    lena.page.get_by_role("link", name="Change it").click()
    expect(light(lena.page)).to_have_text("Saved")
    expect(lena.page.locator("main")).to_contain_text("this browser keeps no copy of it")
    assert lena.page.evaluate(COPIES) == []
    lena.look("close")
