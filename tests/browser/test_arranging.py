"""A tree of many pages in the browser: opened a branch at a time, moved with progress, put back where it stood."""

import re

from playwright.sync_api import expect

from kith.demo.network import PASSWORD
from kith.knowledge.actions.arrangements import FEW

PLANT = """
from kith.identity.queries import actor_for
from kith.identity.models import Person
from kith.knowledge.actions import spaces, writing
from kith.knowledge.actions.writing import Words
asha = actor_for(Person.objects.get(name="Asha"))
space = spaces.open_space("Old works SIZE", by=asha)
spaces.open_space("New works SIZE", by=asha)
def page(title, parent=None):
    item = writing.begin(space.uid, Words(title, "What stood there."), by=asha, parent_uid=parent)
    writing.publish(item.uid, by=asha)
    return item.uid
plant = page("Old plant")
for number in range(PAGES):
    page(f"Machine {number}", plant)
page("Gate house")
print(f"/spaces/{space.uid}")
"""


def test_a_large_tree_is_opened_moved_with_progress_and_put_back(demo, someone, size):
    space = demo.python(PLANT.replace("SIZE", size).replace("PAGES", str(FEW + 20)))[-1]
    asha = someone("arranging")
    asha.sign_in(demo, "asha@tarnside.example", PASSWORD)
    page = asha.page
    page.goto(f"{demo.url}{space}")
    expect(page.get_by_role("link", name="Gate house")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Machine"))).to_have_count(0)
    page.get_by_label("What stands below Old plant").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("Machine"))).to_have_count(50)
    page.get_by_role("link", name="Further pages").click()
    expect(page.get_by_role("link", name=re.compile("Machine"))).to_have_count(100)
    asha.look("branch")

    page.get_by_role("link", name="Old plant").click()
    page.get_by_role("link", name="Move it").click()
    page.get_by_label(f"What stands below Old works {size}").click()
    expect(page.get_by_role("radio", name="Gate house")).to_be_visible()
    expect(page.get_by_role("radio", name="Old plant")).to_have_count(0)
    asha.look("where-to")
    page.get_by_label("Find a page or a space").fill("new w")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("radio", name=f"New works {size}").check()
    page.get_by_role("button", name="Show what happens").click()
    expect(page.locator("main")).to_contain_text(f"{FEW + 21} pages move, this one and all below it.")
    asha.look("what-happens")
    page.get_by_role("button", name="Move it").click()
    expect(page.locator("#arrangement")).to_contain_text(f"{FEW + 21} pages have moved.")
    asha.look("moved")
    page.get_by_role("link", name="To the page").click()
    expect(page.get_by_label("Where you are")).to_contain_text(f"New works {size}")

    page.go_back()
    page.get_by_role("button", name="Put it back where it stood").click()
    page.get_by_role("button", name="Move it").click()
    expect(page.locator("#arrangement")).to_contain_text(f"{FEW + 21} pages have moved.")
    page.goto(f"{demo.url}{space}")
    expect(page.get_by_role("link", name="Old plant")).to_be_visible()
