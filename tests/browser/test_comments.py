"""Comments beside a text: a partner's reader asks about some words, a writer moves them and answers."""

import re

import pytest
from playwright.sync_api import expect

from kith.demo.network import PASSWORD
from tests.browser.test_editor import light, text, write
from tests.pace import becomes

SHARED = """
from kith.access.actions import Subject
from kith.access.models import ContainerKind, Grant
from kith.agreements.actions import sharing
from kith.agreements.models import Agreement
from kith.core import clock
from kith.identity.models import Organisation, Person
from kith.identity.queries import actor_for
from kith.knowledge.actions import writing
from kith.knowledge.models import Item
firm = Organisation.objects.get(name__startswith="Brightforge")
grants = Grant.objects.live(clock.now()).filter(organisation=firm, owner__name__startswith="Tarnside")
basis = next(row.basis for row in grants.select_related("basis") if row.basis and row.basis.is_in_force(clock.now()))
old = Item.objects.filter(title__startswith="Pour the volute").order_by("pk").first()
asha, ruth = (actor_for(Person.objects.get(name=name)) for name in ("Asha", "Ruth"))
words = writing.Words("Venting", "Vent the **core** twice.\\n\\nPour at once.")
item = writing.begin(old.space.uid, words, by=asha)
writing.publish(item.uid, by=asha)
sharing.share(
    Agreement.objects.filter(basis=basis).latest("pk").uid,
    sharing.Target(ContainerKind.ITEM, item.uid),
    Subject(firm.pk),
    basis.purposes.first().uid,
    by=ruth,
)
print(f"/items/{item.uid}")
"""

SELECT = """words => {
    const prose = document.querySelector('[data-commented]');
    const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let all = '', nodes = [];
    while (walker.nextNode()) { nodes.push([walker.currentNode, all.length]); all += walker.currentNode.data; }
    const start = all.indexOf(words), end = start + words.length;
    for (const [node, at] of nodes) {
        if (start >= at && start < at + node.length) range.setStart(node, start - at);
        if (end > at && end <= at + node.length) range.setEnd(node, end - at);
    }
    getSelection().removeAllRanges(); getSelection().addRange(range); }"""
MARKED = "[...CSS.highlights.get('thread') ?? []].map(range => range.toString())"


def test_a_reader_asks_about_some_words_and_a_writer_answers_while_they_move(demo, someone):
    address = demo.python(SHARED)[-1]
    tom, asha = someone("talk-tom"), someone("talk-asha")
    tom.sign_in(demo, "tom@brightforge.example", PASSWORD)
    tom.page.goto(f"{demo.url}{address}")
    tom.page.evaluate(SELECT, "the core twice")
    tom.page.locator(".offer").click()
    threads = tom.page.locator("#threads")
    expect(threads.locator("[data-quoted]")).to_have_text("the core twice")
    threads.get_by_label("Say something about this").fill("Why twice?")
    threads.get_by_role("button", name="Comment", exact=True).click()
    expect(threads.locator(".said")).to_have_text("Why twice?")
    becomes(["the core twice"], lambda: tom.page.evaluate(MARKED))
    tom.look("asked")

    asha.sign_in(demo, "asha@tarnside.example", PASSWORD)
    asha.page.goto(f"{demo.url}/inbox")
    asha.page.get_by_role("link", name=re.compile("Tom commented on .Venting.")).first.click()
    expect(asha.page).to_have_url(re.compile(f"{address}#thread-"))
    asha.page.goto(f"{demo.url}{address}/draft")
    expect(light(asha.page)).to_have_text("Saved")
    expect(text(asha.page).locator(".commented").first).to_be_visible()
    becomes("the core twice", lambda: "".join(text(asha.page).locator(".commented").all_inner_texts()))
    text(asha.page).press("Control+Home")
    asha.page.keyboard.type("Always: ")
    text(asha.page).locator("strong").dblclick()
    asha.page.keyboard.press("ArrowLeft")
    with asha.page.expect_response(re.compile("/threads/places$")):
        asha.page.keyboard.type("whole ")
    becomes("the whole core twice", lambda: "".join(text(asha.page).locator(".commented").all_inner_texts()))
    expect(light(asha.page)).to_have_text("Saved")
    panel = asha.page.locator("#threads")
    panel.locator("summary", has_text="Answer").click()
    panel.get_by_label("Your answer").fill("Once for the gas, once for the binder.")
    panel.get_by_role("button", name="Answer").click()
    expect(panel.locator(".said")).to_have_count(2)
    asha.look("answered")
    asha.page.get_by_role("button", name="Publish").click()
    expect(asha.page.get_by_role("heading", level=1)).to_have_text("Venting")
    becomes(["the whole core twice"], lambda: asha.page.evaluate(MARKED))

    tom.page.goto(f"{demo.url}{address}")
    expect(tom.page.locator("#threads .said")).to_have_count(2)
    becomes(["the whole core twice"], lambda: tom.page.evaluate(MARKED))
    tom.page.locator("#threads").get_by_role("button", name="Settled").click()
    expect(tom.page.locator("#threads").get_by_text("1 settled")).to_be_visible()
    becomes([], lambda: tom.page.evaluate(MARKED))


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_two_writers_see_each_others_comments_at_once(demo, someone):
    address = demo.python(SHARED)[-1]
    writers = []
    for name in ("asha", "ruth"):
        writer = someone(f"talk2-{name}")
        writer.sign_in(demo, f"{name}@tarnside.example", PASSWORD)
        writer.page.goto(f"{demo.url}{address}/draft")
        expect(light(writer.page)).to_have_text("Saved")
        writers.append(writer)
    asha, ruth = writers
    text(asha.page).locator("strong").dblclick()
    asha.page.get_by_role("button", name="Comment on this").click()
    panel = asha.page.locator("#threads")
    panel.get_by_label("Say something about this").fill("Which one?")
    panel.get_by_role("button", name="Comment", exact=True).click()
    expect(ruth.page.locator("#threads .said")).to_have_text("Which one?")
    expect(text(ruth.page).locator(".commented")).to_have_text("core")
    ruth.page.locator("#threads").get_by_label("Say something about this").fill("While I write")
    asha.page.locator("#threads summary", has_text="Answer").click()
    asha.page.locator("#threads").get_by_label("Your answer").fill("The first.")
    asha.page.locator("#threads").get_by_role("button", name="Answer").click()
    expect(ruth.page.locator("#threads .said")).to_have_count(2)
    mine = ruth.page.locator("#threads").get_by_label("Say something about this")
    expect(mine).to_have_value("While I write")
    expect(mine).to_be_focused()
    expect(asha.page.locator("#threads").get_by_label("Say something about this")).to_have_value("")
    mine.fill("")
    write(ruth.page, "More.")
    expect(light(ruth.page)).to_have_text("Saved")
    expect(text(asha.page).locator(".commented")).to_have_text("core")
    ruth.look("panel")
