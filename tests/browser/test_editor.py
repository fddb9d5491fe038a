"""Two people in one text: what they see, and what happens when the line, the server, the session or the access ends."""

import re
from base64 import b64decode

import pytest
from playwright.sync_api import expect

from kith.demo.network import PASSWORD
from kith.prose import schema
from tests import serving
from tests.line import Line

RED_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {mso-style: x}</style></head><body>
<p class=MsoNormal style='margin:0'><b style='mso-bidi-font-weight:normal'>Vent</b> every core<o:p></o:p></p>
<p class=MsoNormal><span style='font-weight:bold'>Twice</span></p></body></html>"""
DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr">Jigs</h2>
<ul><li dir="ltr"><span style="font-style:italic">two</span> more</li></ul></b>"""


NEW = """
from kith.identity.queries import actor_for
from kith.identity.models import Person
from kith.knowledge.actions import writing
from kith.knowledge.models import Item
old = Item.objects.filter(title__startswith="Pour the volute").order_by("pk").first()
asha = actor_for(Person.objects.get(name="Asha"))
words = writing.Words(old.title, "Vent the **core**.\\n\\nPour at 1,385 °C.")
item = writing.begin(old.space.uid, words, by=asha)
writing.publish(item.uid, by=asha)
print(f"/items/{item.uid}")
"""


def open_desk(server, someone):
    """Two of the pump maker's people with the same fresh item open in the editor."""
    address = server.python(NEW)[-1]
    writers = []
    for name in ("asha", "ruth"):
        writer = someone(f"editor-{name}")
        writer.sign_in(server, f"{name}@tarnside.example", PASSWORD)
        writer.page.goto(f"{server.url}{address}/draft")
        expect(light(writer.page)).to_have_text("Saved")
        writers.append(writer)
    return server, address, *writers


@pytest.fixture
def desk(demo, someone):
    """On the demo network that these tests share."""
    return open_desk(demo, someone)


@pytest.fixture
def frail_desk(tmp_path, someone):
    """On a server that the test may kill."""
    with serving.running(tmp_path, "--demo") as server:
        yield open_desk(server, someone)


def light(page):
    return page.locator("[data-light]")


def text(page):
    return page.get_by_role("textbox", name="Text", exact=True)


def write(page, words):
    text(page).focus()
    page.wait_for_timeout(50)  # the editor takes the focus on the next frame
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(words)


def test_what_one_types_the_other_sees_and_both_publish_one_text(desk):
    _server, _address, asha, ruth = desk
    write(asha.page, "Asha says vent. ")
    expect(text(ruth.page)).to_contain_text("Asha says vent.")
    write(ruth.page, "Ruth says twice.")
    expect(text(asha.page)).to_contain_text("Ruth says twice.")
    expect(asha.page.locator(".caret")).to_contain_text("Ruth")
    title = ruth.page.get_by_role("textbox", name="Title", exact=True)
    title.fill("Pour the volute with the core vented twice")
    expect(asha.page.get_by_role("textbox", name="Title", exact=True)).to_have_value(
        "Pour the volute with the core vented twice"
    )
    expect(light(ruth.page)).to_have_text("Saved")
    asha.look("together")
    asha.page.get_by_role("button", name="Publish").click()
    expect(asha.page.get_by_role("heading", level=1)).to_have_text("Pour the volute with the core vented twice")
    expect(asha.page.locator("main")).to_contain_text("Ruth says twice.")


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_what_is_typed_while_the_server_is_gone_is_kept_and_arrives(frail_desk):
    server, _address, asha, ruth = frail_desk
    server.kill()
    write(asha.page, "Typed into the void.")
    expect(light(asha.page)).to_have_text("Not saved: no connection")
    expect(asha.page.get_by_role("alert").filter(has_text="kept on this device")).to_be_visible()
    asha.errors.clear()  # the browser complains of the lost line
    asha.photograph("offline")
    asha.page.on("dialog", lambda dialog: dialog.accept())
    asha.page.close(run_before_unload=False)  # the tab is gone too; the device keeps the text
    server.serve()
    asha.page = asha.page.context.new_page()
    asha.page.goto(ruth.page.url)
    expect(text(asha.page)).to_contain_text("Typed into the void.")
    expect(light(asha.page)).to_have_text("Saved")
    expect(text(ruth.page)).to_contain_text("Typed into the void.")


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_fifteen_minutes_without_a_line_both_write_on_and_nothing_is_lost(demo, someone, request):
    line = Line(demo.port)
    request.addfinalizer(line.close)
    address = demo.python(NEW)[-1]
    asha, ruth = someone("offline-asha"), someone("offline-ruth")
    asha.page.clock.install()
    for writer, url in ((asha, line.url), (ruth, demo.url)):
        writer.page.goto(f"{url}/sign-in")
        writer.page.locator("input[name=login]").fill(f"{writer.name.removeprefix('offline-')}@tarnside.example")
        writer.page.locator("input[type=password]").fill(PASSWORD)
        writer.page.get_by_role("button", name="Sign in").click()
        writer.page.goto(f"{url}{address}/draft")
        expect(light(writer.page)).to_have_text("Saved")
    line.cut()
    write(asha.page, "On the train, before the tunnel.")
    expect(light(asha.page)).to_have_text("Not saved: no connection")
    write(ruth.page, "Meanwhile at the desk.")
    expect(light(ruth.page)).to_have_text("Saved")
    asha.page.clock.fast_forward("15:00")
    write(asha.page, "On the train, after it.")
    expect(text(asha.page)).not_to_contain_text("Meanwhile")
    expect(light(asha.page)).to_have_text("Not saved: no connection")
    line.mend()
    asha.page.clock.fast_forward("00:30")
    expect(light(asha.page)).to_have_text("Saved")
    for writer in (asha, ruth):
        for words in ("On the train, before the tunnel.", "On the train, after it.", "Meanwhile at the desk."):
            expect(text(writer.page)).to_contain_text(words)


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_a_session_that_ends_in_mid_sentence_keeps_the_text(frail_desk):
    server, _address, asha, _ruth = frail_desk
    server.python("from django.contrib.sessions.models import Session\nSession.objects.all().delete()")
    server.kill()
    server.serve()  # the socket has to be opened again, and is not
    write(asha.page, "After the session.")
    expect(light(asha.page)).to_have_text("Not saved: you are signed out")
    other = asha.page.context.new_page()
    other.goto(f"{server.url}/sign-in")
    other.locator("input[name=login]").fill("asha@tarnside.example")
    other.locator("input[type=password]").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(light(asha.page)).to_have_text("Saved")
    kept = server.python(
        "from kith.collab import store\nfrom kith.collab.models import Snapshot\nfrom kith.prose import shared\n"
        "print(shared.raw(store.load(Snapshot.objects.get().pk).shared))"
    )
    assert "After the session." in "".join(kept)


def test_whose_access_ends_sees_it_at_once_and_writes_no_more(desk):
    server, address, asha, ruth = desk
    write(asha.page, "In time.")
    expect(light(asha.page)).to_have_text("Saved")
    ruth.page.goto(f"{server.url}{address}/bin")
    ruth.page.get_by_role("button", name=re.compile("bin", re.IGNORECASE)).last.click()
    expect(light(asha.page)).to_have_text("Closed to you")
    expect(text(asha.page)).to_have_attribute("contenteditable", "false")
    kept = asha.page.evaluate("indexedDB.databases().then(all => all.map(each => each.name))")
    asha.photograph("closed")
    assert [name for name in kept if name.startswith("kith:")] == [] or asha.page.evaluate(
        """async () => { const open = indexedDB.open((await indexedDB.databases())[0].name);
        const db = await new Promise(done => open.onsuccess = () => done(open.result));
        if (!db.objectStoreNames.contains('updates')) return true;
        const all = db.transaction('updates').objectStore('updates').count();
        return new Promise(done => all.onsuccess = () => done(all.result === 0)); }"""
    )


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_what_is_pasted_and_dropped_comes_in_clean(desk):
    server, address, asha, ruth = desk
    page = asha.page
    paste = """([html, text]) => { const data = new DataTransfer(); data.setData('text/html', html);
        document.querySelector('.ProseMirror').dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""
    for html in (WORD, DOCS):
        write(page, "")
        page.evaluate(paste, [html, ""])
    inside = text(page)
    expect(inside.locator("strong").filter(has_text=re.compile("^Vent$"))).to_have_count(1)
    expect(inside.locator("strong").filter(has_text=re.compile("^Twice$"))).to_have_count(1)
    expect(inside.get_by_role("heading", name="Jigs")).to_be_visible()
    expect(inside.locator("li em")).to_have_text("two")
    assert inside.locator("[style*=mso], o\\:p").count() == 0
    write(page, "/pict")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("option", name="Picture").click()
    chooser.value.set_files({"name": "jig.png", "mimeType": "image/png", "buffer": b64decode(RED_DOT)})
    expect(inside.locator("img[src^='/files/']")).to_have_count(1)
    write(page, "/file")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("option", name="File").click()
    chooser.value.set_files({"name": "gates.txt", "mimeType": "text/plain", "buffer": b"Two gates."})
    expect(inside.locator(".attachment")).to_have_text("gates.txt")
    drop = """() => { const data = new DataTransfer();
        data.items.add(new File(['Three gates.'], 'dropped.txt', { type: 'text/plain' }));
        const text = document.querySelector('.ProseMirror'), box = text.getBoundingClientRect();
        text.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true,
            clientX: box.left + 20, clientY: box.bottom - 5 })); }"""
    page.evaluate(drop)
    expect(inside.locator(".attachment")).to_have_text(["gates.txt", "dropped.txt"])
    write(page, "[[leak")
    page.get_by_role("option", name=re.compile("leak-test")).click()
    expect(inside.locator(".reference")).to_have_text(re.compile("leak-test"))
    write(page, "@rut")
    page.get_by_role("option", name=re.compile("Ruth")).click()
    expect(inside.locator(".mention")).to_have_text("@Ruth")
    expect(light(page)).to_have_text("Saved")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("main .prose2 img[src^='/files/']")).to_have_count(1)
    expect(page.locator("main .prose2").get_by_role("link", name=re.compile("leak-test"))).to_be_visible()
    expect(page.locator("main .prose2 .embed")).to_have_count(2)
    asha.look("pasted")
    ruth.page.goto(f"{server.url}/inbox")
    ruth.look("told")
    ruth.page.get_by_role("link", name=re.compile("Asha mentioned you")).click()
    expect(ruth.page).to_have_url(f"{server.url}{address}")


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_the_editor_knows_what_a_body_can_hold(desk):
    _server, _address, asha, _ruth = desk
    nodes, marks = asha.page.evaluate(
        """() => { const { schema } = document.querySelector('kith-editor').editor;
        const attrs = types => Object.fromEntries(
            Object.entries(types).map(([name, type]) => [name, Object.keys(type.spec.attrs ?? {})]));
        return [attrs(schema.nodes), attrs(schema.marks)]; }"""
    )
    assert set(nodes) == set(schema.HOLDS)
    assert set(marks) == set(schema.MARKS)
    for name, known in schema.ATTRIBUTES.items():
        assert set(known) <= set(nodes.get(name, marks.get(name, []))), name
