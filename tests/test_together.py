"""Several write in one text at once: nothing is lost, who may not gets in nowhere, and an end is felt at once."""

import json
import os
import random
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kith.collab import wire
from kith.collab.wire import Kind, Sync
from tests.serving import PATIENCE, Server, running
from tests.together import Writing

MAKE = """
import json
from django.test import Client
from kith.identity.edges import BACKEND
from tests import world as cast
made = cast.make()
made.space("Castings")
made.agree("foundry", "cleo")
keys = {}
for name in ("ada", "ben", "tom", "dan"):
    browser = Client()
    browser.force_login(made.people[name], backend=BACKEND)
    keys[name] = browser.cookies["sessionid"].value
print(json.dumps(keys))
"""
ITEM = """
from kith.identity.queries import actor_for
from kith.identity.models import Membership, Person
from kith.knowledge.actions import writing
from kith.knowledge.models import Space
ada = actor_for(Person.objects.get(name="Ada"))
item = writing.begin(Space.objects.get().uid, writing.Words("Vent the core", "Gas comes from the core."), by=ada)
writing.publish(item.uid, by=ada)
print(item.uid)
"""
EVE = """
from django.test import Client
from kith.core.actor import Role
from kith.identity.actions import joining
from kith.identity.edges import BACKEND
eve = joining.create_person(email=f"{item.uid}@example.org", name="Eve", password=None)
joining.join(eve, item.organisation, Role.MEMBER, by=ada)
browser = Client()
browser.force_login(eve, backend=BACKEND)
print(browser.cookies["sessionid"].value)
"""

JOINT = """
from kith.access.actions import Subject
from kith.agreements.actions import sharing
from kith.agreements.models import Agreement
from kith.collab import store
from kith.identity.models import Membership, Person
from kith.identity.queries import actor_for
from kith.knowledge.actions import spaces, writing
from kith.knowledge.actions.writing import Words
ada = actor_for(Person.objects.get(name="Ada"))
space = spaces.open_space("Casting trials", by=ada)
item = writing.begin(space.uid, Words("Gate speeds", "Ours alone: forty-two."), by=ada)
writing.publish(item.uid, by=ada)
store.load(f"item:{item.uid}")  # somebody of us opens it to write
writing.save_draft(item.uid, Words("Gate speeds", "Slow is better."), by=ada, shown_saves=0)
writing.publish(item.uid, by=ada)
agreement = Agreement.objects.latest("pk")
foundry = Membership.objects.get(person__name="Tom").organisation_id
target = sharing.Target("space", space.uid)
sharing.share(agreement.uid, target, Subject(foundry), agreement.basis.purposes.get().uid, by=ada, joint=True)
print(item.uid)
"""
KEEPING = MAKE.replace('made.agree("foundry", "cleo")', 'made.agree("foundry", "cleo", end_rule="keep")')
END = """
from kith.agreements.actions import ending
from kith.agreements.models import Agreement
from kith.core import clock
agreement = Agreement.objects.latest("pk")
end = ending.End("mutual", "Done.", clock.now(), "Brightforge Castings")
ending.record_end(agreement.uid, end, by=ada)
"""


class Desk:
    """A running server with the cast, a fresh item, and everybody's session."""

    def __init__(self, server: Server, keys: dict[str, str], item: str = ITEM) -> None:
        self.server, self.keys = server, dict(keys)
        self.uid = server.python(item)[-1]
        self.document = f"item:{self.uid}"

    def open(self, name: str) -> Writing:
        """Somebody opens the editor."""
        return Writing(self.server, self.keys[name], self.document)

    def kept(self) -> str:
        """What the rows hold, as Markdown."""
        code = f"""
from kith.collab import store
from kith.prose import markdown, shared
print(markdown.write(shared.body(store.load({self.document!r}).shared)))
"""
        return "\n".join(self.server.python(code)).strip()

    def post(self, name: str, address: str, **given: str) -> int:
        """Somebody sends a form to the running server; the status of the answer."""
        line = HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        cookie = f"sessionid={self.keys[name]}"
        line.request("GET", address, headers={"Cookie": cookie})
        page = line.getresponse()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        assert token, page.status
        headers = {
            "Cookie": f"{cookie}; {page.headers['Set-Cookie'].split(';')[0]}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line.request("POST", address, urlencode({**given, "csrfmiddlewaretoken": token[1]}), headers)
        return line.getresponse().status

    def do(self, code: str) -> list[str]:
        """Do something with the same data in another process, as the owner's steward."""
        before = f"""
from kith.identity.queries import actor_for
from kith.identity.models import Person, Membership
from kith.knowledge.models import Item, Draft, Version
ada = actor_for(Person.objects.get(name="Ada"))
item = Item.objects.get(uid={self.uid!r})
"""
        return self.server.python(before + code)


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[tuple[Server, dict[str, str]]]:
    with running(tmp_path_factory.mktemp("together"), "--no-worker") as server:
        yield server, json.loads(server.python(MAKE)[-1])


@pytest.fixture
def desk(server) -> Desk:
    return Desk(*server)


def test_two_write_at_once_and_the_draft_holds_both_texts(desk):
    ada, ben = desk.open("ada").enter(), desk.open("ben").enter()
    assert ada.said == ben.said == "Gas comes from the core."
    for n in range(10):
        ada.write(f"Ada {n}")
        ben.write(f"Ben {n}")
    ada.until(lambda me: me.unsaved == 0 and "Ben 9" in me.said)
    ben.until(lambda me: me.unsaved == 0 and me.said == ada.said)
    assert desk.kept() == ada.said
    ada.leave()
    ben.leave()
    deadline = time.monotonic() + PATIENCE
    tell = "print(*Draft.objects.values_list('markdown', flat=True))"
    while not "".join(draft := desk.do(tell)).strip() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "\n".join(draft).strip() == ada.said
    back = desk.open("ben").enter()
    assert back.said == ada.said


def test_only_people_who_may_edit_get_in_and_a_text_that_is_not_there_looks_the_same(desk):
    for name, document in (("dan", desk.document), ("tom", desk.document), ("ada", "item:none"), ("ada", "other:1")):
        there = Writing(desk.server, desk.keys[name], document)
        there.until(lambda me: me.allowed is not None)
        assert not there.allowed
        there.send(wire.sync(document, Sync.HAVE, b"\x00"))
        there.read(0.3)
        assert there.said == ""


@pytest.mark.parametrize("stranger", ["nobody", "elsewhere"])
def test_a_socket_needs_a_session_and_a_page_of_ours(desk, stranger):
    key = "" if stranger == "nobody" else desk.keys["ada"]
    origin = "https://elsewhere.example" if stranger == "elsewhere" else None
    with pytest.raises(InvalidStatus):
        Writing(desk.server, key, desk.document, origin=origin)


@pytest.mark.parametrize(
    "deed",
    [
        "from kith.identity.actions import leaving\n"
        "leaving.deactivate(Membership.objects.get(person__email=f'{item.uid}@example.org').pk, by=ada)",
        "from kith.knowledge.actions import arranging\narranging.bin_item(item.uid, by=ada)",
        "from kith.knowledge.actions import arranging\narranging.classify(item.uid, 4, by=ada)",
    ],
)
def test_whose_access_ends_is_shut_out_and_what_she_types_then_does_not_arrive(desk, deed):
    desk.keys["eve"] = desk.do(EVE)[-1]
    eve = desk.open("eve").enter()
    eve.write("In time")
    eve.until(lambda me: me.unsaved == 0)
    desk.do(deed)
    eve.until(lambda me: me.closed or me.allowed is False, seconds=3)
    with suppress(ConnectionClosed):
        eve.write("Too late")
    eve.read(0.5)
    assert "In time" in desk.kept()
    assert "Too late" not in desk.kept()


def test_by_the_time_the_page_has_answered_the_socket_is_shut(desk):
    desk.keys["eve"] = desk.do(EVE)[-1]
    eve = desk.open("eve").enter()
    eve.write("In time")
    eve.until(lambda me: me.unsaved == 0)
    assert desk.post("ada", f"/items/{desk.uid}/bin", confirmed="1") == 302
    eve.write("Too late")
    eve.until(lambda me: me.allowed is False, seconds=0.5)
    assert "In time" in desk.kept()
    assert "Too late" not in desk.kept()


def test_what_is_published_elsewhere_appears_under_the_carets_of_those_who_write(desk):
    ben = desk.open("ben").enter()
    ben.write("Ben writes on")
    ben.until(lambda me: me.unsaved == 0)
    desk.do(
        "from kith.knowledge.actions import writing\n"
        "writing.publish_together(item.uid, by=ada, note='as it stands')\n"
        "first = item.versions.get(number=1)\n"
        "writing.restore(item.uid, first.uid, by=ada)"
    )
    ben.until(lambda me: me.said == "Gas comes from the core.")
    versions = desk.do("print(*(v.text for v in item.versions.order_by('number')), sep='|')")
    assert " ".join(versions).count("Ben writes on") == 1
    assert desk.do("print(*item.versions.get(number=2).writers.values_list('name', flat=True))") == ["Ben"]
    assert desk.do("print(*item.versions.order_by('number').values_list('others', flat=True))") == ["0 1 0"]


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path):
    with running(tmp_path, "--no-worker") as server:
        kill_in_mid_sentence(Desk(server, json.loads(server.python(MAKE)[-1])))


def kill_in_mid_sentence(desk):
    writers = [desk.open(name).enter() for name in ("ada", "ben", "ada")]
    end = time.monotonic() + 2
    for n in range(10_000):
        writer = random.choice(writers)
        writer.write(f"line {n}")
        if random.random() < 0.2:
            writer.read(0.002)
        if time.monotonic() > end:
            break
    for writer in writers:
        writer.read(0.02)
    desk.server.kill()
    kept = desk.kept()
    for writer in writers:
        mine = writer.mine
        saved = mine[: len(mine) - writer.unsaved]
        assert saved, "the server acknowledged nothing; the test says nothing"
        assert [line for line in saved if line not in kept.split("\n\n")] == []


def test_bytes_that_are_no_frame_close_that_socket_and_no_other(desk):
    ada, ben = desk.open("ada").enter(), desk.open("ben").enter()
    for bad in (
        b"\xff" * 40,
        wire.sync(desk.document, Sync.CHANGE, b"\x01\x02\x03nonsense"),
        wire.frame(desk.document, Kind.SYNC, b"\x09\x00"),
        wire.frame(desk.document, Kind.AWARENESS, wire.blob(b"\xff\xff\xff")),
    ):
        stranger = desk.open("ben").enter()
        stranger.send(bad)
        stranger.until(lambda me: me.closed)
    ada.write("Still here")
    ben.until(lambda me: "Still here" in me.said)


def test_everybody_sees_who_is_there_and_nobody_speaks_for_another(desk):
    ada, ben = desk.open("ada").enter(), desk.open("ben").enter()
    ada.send(wire.awareness(desk.document, [(7, 1, b'{"user":{"name":"Ada"}}')]))
    ben.until(lambda me: b"Ada" in me.present.get(7, b""))
    ben.send(wire.awareness(desk.document, [(7, 2, b"null")]))
    late = desk.open("ben").enter().until(lambda me: 7 in me.present)
    assert b"Ada" in late.present[7]
    ada.leave()
    ben.until(lambda me: me.present[7] == b"null")


@pytest.fixture(scope="module")
def keeping(tmp_path_factory) -> Iterator[tuple[Server, dict[str, str]]]:
    """A server whose firms have agreed that what both write stays."""
    with running(tmp_path_factory.mktemp("joint"), "--no-worker") as server:
        yield server, json.loads(server.python(KEEPING)[-1])


def test_both_sides_write_in_a_joint_space_until_its_end_freezes_it_for_both(keeping):
    desk = Desk(*keeping, JOINT)
    ada, tom = desk.open("ada").enter(), desk.open("tom").enter()
    assert tom.said == "Slow is better."
    assert b"forty-two" not in tom.heard, "what was deleted before they came travels with the document"
    shown = (
        "from kith.audit.models import Exposure\n"
        "print(*Exposure.objects.filter(item_id=item.pk).values_list('channel'))"
    )
    assert "read" in "".join(desk.do(shown)), "the socket showed the text and nothing recorded it"
    tom.write("From the foundry")
    ada.until(lambda me: "From the foundry" in me.said)
    tom.until(lambda me: me.unsaved == 0)
    tom.leave()
    tell = "print(*(f'{d.saved_by.name}: {d.markdown}' for d in Draft.objects.filter(item=item)), sep='|')"
    deadline = time.monotonic() + PATIENCE
    while "Tom: " not in "".join(desk.do(tell)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert "Tom: Slow is better." in "".join(desk.do(tell))
    tom = desk.open("tom").enter()
    desk.do(END)
    for one in (ada, tom):
        one.until(lambda me: me.closed or me.allowed is False, seconds=3)
        with suppress(ConnectionClosed):
            one.write("Too late")
        one.read(0.5)
    assert "From the foundry" in desk.kept()
    assert "Too late" not in desk.kept()
    again = desk.open("ada")
    again.until(lambda me: me.allowed is not None)
    assert not again.allowed


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="two servers need PostgreSQL")
def test_two_servers_on_one_database_serve_one_document(desk, tmp_path):
    with desk.server.beside(tmp_path, "--no-worker") as other:
        ada = desk.open("ada").enter()
        ben = Writing(other, desk.keys["ben"], desk.document).enter()
        for n in range(20):
            ada.write(f"Ada {n}")
            ben.write(f"Ben {n}")
        ada.until(lambda me: me.unsaved == 0 and "Ben 19" in me.said)
        ben.until(lambda me: me.unsaved == 0 and me.said == ada.said)
        assert desk.kept() == ada.said
        assert desk.post("ada", f"/items/{desk.uid}/bin", confirmed="1") == 302
        ben.until(lambda me: me.allowed is False, seconds=0.5)
        ben.leave()
