"""Every page of the demo, in light and dark, for two of its people; then without a script, and by keyboard alone."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import expect

PASSWORD = "one sheet torn in halves"
BYTES = re.compile(
    r"^/(files|api)/|receipt.*/file|\.json|codes/file|/report$|/letter$|/signed\.pdf$|/scans/|^/sign-out|^/ui/"
    r"|^/receipts/\w+\.pdf$|/pack$|\.ics$|/file$|/statement$"
)
LEAST = 25  # kinds of pages that a steward has; fewer would mean that the walk got lost


def links(page):
    """The addresses of this site that a page links to."""
    here = urlsplit(page.url)
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    parts = [urlsplit(address) for address in found]
    return [part.path for part in parts if part.netloc == here.netloc and not BYTES.search(part.path)]


def walked(person, start):
    """Go to one page of each kind that can be reached by links, and look at it."""
    waiting, seen = [start], set()
    while waiting:
        path = waiting.pop(0)
        kind = resolve(path).route
        if kind in seen:
            continue
        seen.add(kind)
        answer = person.page.goto(urlsplit(person.page.url)._replace(path=path, query="", fragment="").geturl())
        assert answer.ok, (path, answer.status)
        person.look(resolve(path).url_name)
        waiting += links(person.page)
    return seen


@pytest.mark.parametrize(("who", "scheme"), [("asha@tarnside.example", "dark"), ("lena@brightforge.example", "light")])
def test_every_page_is_open_to_everybody_in_light_and_dark(demo, someone, who, scheme):
    person = someone(f"walk-{scheme}", color_scheme=scheme)
    person.sign_in(demo, who, PASSWORD)
    seen = walked(person, "/")
    assert len(seen) >= LEAST, seen


def test_no_text_is_wider_than_the_page(demo, someone):
    asha = someone("wide")
    asha.sign_in(demo, "asha@tarnside.example", PASSWORD)
    asha.page.goto(f"{demo.url}/knowledge")
    waiting, seen = links(asha.page), set()
    while waiting:
        path = waiting.pop()
        if path in seen or resolve(path).url_name not in {"item", "space"}:
            continue
        seen.add(path)
        asha.page.goto(f"{demo.url}{path}")
        asha.fits(path)
        waiting += links(asha.page)
    assert len(seen) > 20


def test_the_gallery_of_components_too(demo, someone):
    person = someone("gallery")
    person.sign_in(demo, "asha@tarnside.example", PASSWORD)
    person.page.goto(f"{demo.url}/ui/gallery")
    expect(person.page.get_by_role("heading", level=1)).to_be_visible()
    person.look("gallery")


def test_finding_reading_and_using_work_without_a_script(demo, someone):
    tom = someone("no-script", java_script_enabled=False)
    tom.sign_in(demo, "tom@brightforge.example", PASSWORD)
    page = tom.page
    page.get_by_label("What do you need to know?").fill("vent the core")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=re.compile("Pour the volute")).first.click()
    page.get_by_label("It made the result better").check()
    page.get_by_label("In your words").fill(f"Without a script, {tom.size}.")
    page.locator("#used").get_by_role("button", name="I used this").click()
    expect(page.get_by_text(f"Without a script, {tom.size}.")).to_be_visible()
    tom.photograph("used")


def test_an_end_is_shown_and_asked_for_twice_without_a_script(demo, someone):
    ruth = someone("no-script", java_script_enabled=False)
    ruth.sign_in(demo, "ruth@tarnside.example", PASSWORD)
    ruth.page.goto(f"{demo.url}/protect")
    ruth.page.get_by_role("link", name=re.compile("Service data agreement")).first.click()
    ruth.page.goto(f"{ruth.page.url}/end")
    expect(ruth.page.get_by_role("heading", name="What is ours")).to_be_visible()
    ruth.page.get_by_label("Both sides agreed to end it").check()
    ruth.page.get_by_label("Why, in your words").fill("We are done.")
    ruth.page.get_by_label("Type the partner").fill("Somebody else")
    ruth.page.get_by_role("button", name="Record the end").click()
    expect(ruth.page.get_by_text("Type the partner’s name, Hollin Water, to confirm.")).to_be_visible()


def test_the_palette_is_walked_by_keyboard(demo, someone):
    asha = someone("palette")
    asha.sign_in(demo, "asha@tarnside.example", PASSWORD)
    page = asha.page
    page.goto(f"{demo.url}/measure")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox").filter(visible=True).first
    expect(field).to_be_focused()  # on a phone the key opens the search page, whose field waits
    page.keyboard.type("pour the vol")
    expect(page.get_by_role("option", name=re.compile("Pour the volute"))).to_be_visible()
    asha.look("palette")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.type("u")
    expect(page.get_by_role("option", name=re.compile("Pour the volute"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pour the volute")
