"""Capture sessions: questions, what several people say to them, and the draft that comes out."""

from datetime import timedelta

import pytest

from kith.commitments.models import Commitment
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge.models import Draft, Item, Source
from kith.spiral.actions import capturing, recording
from kith.spiral.actions.capturing import Plan
from kith.spiral.models import Conversion, Session
from kith.spiral.modes import METHODS, Mode, Role
from kith.spiral.protocols import PROTOCOLS
from kith.spiral.queries import sessions
from tests import walk

SOURCE, RECIPIENT = str(Role.SOURCE), str(Role.RECIPIENT)


@pytest.fixture
def space(world):
    return world.space("Castings")


def begin(world, space, key="aar", people=None, by="ada", **more):
    roles = {world.people[name].pk: role for name, role in (people or {"ben": SOURCE}).items()}
    return capturing.begin(key, Plan("The first vented heat", space.uid, roles, **more), by=world.actor(by))


def say(world, session, step, words, by="ada", **more):
    return capturing.say(session.uid, step, words, by=world.actor(by), **more)


def test_every_mode_has_its_protocols_and_each_is_a_method_of_its_mode():
    assert {protocol.mode for protocol in PROTOCOLS} == set(Mode.values)
    assert len(PROTOCOLS) == 8
    for protocol in PROTOCOLS:
        assert protocol.key in METHODS[protocol.mode] or protocol.key == "pairing"
        assert len({step.key for step in protocol.steps}) == len(protocol.steps)


def test_several_people_answer_and_a_draft_comes_out_with_questions_as_headings(world, space):
    session = begin(world, space)
    say(world, session, "meant", "Pour at 1,385 °C")
    say(world, session, "happened", "1,360 °C in the ladle", by="ben")
    say(world, session, "happened", "Gas at the tongue")
    draft = capturing.finish(session.uid, by=world.actor("ada"))
    text = Draft.objects.get(item=draft).markdown
    assert text.index("## What was meant to happen?") < text.index("## What did happen?")
    assert "- 1,360 °C in the ladle" in text
    assert "- Gas at the tongue" in text
    assert "## Why was it different?" not in text  # nobody answered that
    assert "Ben, Tarnside Pumps" in text
    assert (draft.kind, draft.current) == ("lesson", None)
    row = Conversion.objects.get()
    assert (row.mode, row.method, row.session) == ("E", "aar", session)
    assert Source.objects.get().person == world.people["ben"]
    with pytest.raises(Denied, match="over"):
        say(world, session, "meant", "Too late")


def test_what_is_to_be_done_becomes_a_commitment_and_who_may_not_see_the_page_stands_in_it(world, space):
    session = begin(world, space, people={"ben": SOURCE, "tom": str(Role.FACILITATOR)})
    day = clock.now().date() + timedelta(days=9)
    with pytest.raises(Refused, match="both who does it and by when"):
        say(world, session, "next", "Vent all", owner_id=world.people["ben"].pk)
    with pytest.raises(Refused, match="later day"):
        say(world, session, "next", "Vent", owner_id=world.people["ben"].pk, due_on=day - timedelta(days=30))
    say(world, session, "next", "Vent all cores", owner_id=world.people["ben"].pk, due_on=day)
    say(world, session, "next", "Lend the oven", owner_id=world.people["tom"].pk, due_on=day)
    draft = capturing.finish(session.uid, by=world.actor("ada"))
    made = Commitment.objects.get()
    assert (made.words, made.owner, made.due_on, made.about_id) == (
        "Vent all cores",
        world.people["ben"],
        day,
        draft.pk,
    )
    assert "Lend the oven (Tom" in Draft.objects.get(item=draft).markdown


@pytest.mark.parametrize(
    ("key", "people", "sentence"),
    [
        ("aar", {"ben": RECIPIENT}, "whose knowledge"),
        ("pairing", {"ben": SOURCE}, "who learns"),
        ("synthesis", {"ben": RECIPIENT}, "at least two pages"),
        ("simulation", {"ben": RECIPIENT}, "Name the page"),
        ("interview", {"tom": SOURCE}, "both sides write in"),
        ("aar", {"dan": SOURCE}, "of a partner"),
    ],
)
def test_a_session_without_what_its_method_needs_is_refused(world, space, key, people, sentence):
    with pytest.raises(Refused, match=sentence):
        begin(world, space, key, people)
    assert not Session.objects.exists()


def test_a_synthesis_names_its_pages_by_reference_and_is_held_as_closely_as_the_closest(world, space):
    first = world.item(space, "Vent the core", classification=1)
    second = world.item(space, "Dry the core", classification=3)
    session = begin(world, space, "synthesis", {"ben": RECIPIENT}, items=(first.uid, second.uid))
    say(world, session, "agree", "Gas comes from the core")
    draft = capturing.finish(session.uid, by=world.actor("ada"))
    assert draft.classification == 3
    text = Draft.objects.get(item=draft).markdown
    assert f"- [[{first.uid}]]" in text
    assert "Vent the core" not in text
    row = Conversion.objects.get()
    assert sorted(part.item_id for part in row.parts.filter(way="in")) == [first.pk, second.pk]


def test_a_drill_proves_that_one_can_do_it_where_somebody_else_looked_on(world, space):
    item = world.item(space, "Vent the core")
    session = begin(world, space, "simulation", {"ben": RECIPIENT}, items=(item.uid,))
    say(world, session, "seen", "All vents in six minutes")
    capturing.finish(session.uid, by=world.actor("ada"))
    row = Conversion.objects.get()
    assert row.mode == "I"
    assert row.confirmation.person == world.ada
    again = begin(world, space, "simulation", {"ben": RECIPIENT, "ada": RECIPIENT}, items=(item.uid,))
    say(world, again, "seen", "Both did it")
    capturing.finish(again.uid, by=world.actor("ada"))
    assert not hasattr(Conversion.objects.latest("pk"), "confirmation")  # she does not attest her own


def test_what_names_and_notes_look_like_markdown_stays_what_it_is(world, space):
    world.people["ben"].name = "B*n [x](y) <b>"
    world.people["ben"].save()
    session = begin(world, space)
    say(world, session, "meant", "one\n\ntwo")
    draft = capturing.finish(session.uid, by=world.actor("ada"))
    page = walk.browser(world, "ada").get(f"/items/{draft.uid}/draft")
    assert page.status_code == 200
    assert "B\\*n" in Draft.objects.get(item=draft).markdown


def test_nothing_said_makes_no_draft_and_one_takes_back_only_ones_own(world, space):
    session = begin(world, space)
    note = say(world, session, "meant", "Mine")
    with pytest.raises(Unseen):
        capturing.take_back(session.uid, note.uid, by=world.actor("ben"))
    capturing.take_back(session.uid, note.uid, by=world.actor("ada"))
    with pytest.raises(Refused, match="Nothing was said"):
        capturing.finish(session.uid, by=world.actor("ada"))
    assert not Item.objects.exists()


def test_a_review_later_than_a_week_says_so(world, space):
    day = clock.now().date()
    assert sessions.one(begin(world, space, happened_on=day - timedelta(days=8)).uid, world.actor("ada")).late
    assert not sessions.one(begin(world, space, happened_on=day - timedelta(days=7)).uid, world.actor("ada")).late


def test_a_session_is_seen_by_whoever_writes_in_its_space_and_by_nobody_else(world, space):
    world.agree("foundry", "cleo")
    world.share(space, "foundry")
    session = begin(world, space, people={"ben": SOURCE, "tom": str(Role.FACILITATOR)})
    say(world, session, "meant", "Pour hot")
    for name in ("tom", "una", "dan"):
        assert walk.browser(world, name).get(f"/capture/{session.uid}").status_code == 404
    world.share(space, "foundry", joint=True)
    assert "Pour hot" in walk.said(walk.browser(world, "tom").get(f"/capture/{session.uid}"))


def test_it_goes_from_the_method_to_the_published_page(world, space, work):
    ada, ben = walk.browser(world, "ada"), walk.browser(world, "ben")
    for protocol in PROTOCOLS:
        assert protocol.steps[0].key
        assert ada.get(f"/capture/new/{protocol.key}").status_code == 200
    sent = {"title": "Ben and the gas", "space": space.uid, "source": [world.people["ben"].pk], "items": ""}
    assert ada.post("/capture/new/story", sent | {"title": " "}).status_code == 422
    ada.post("/capture/new/story", sent)
    session = Session.objects.get()
    address = f"/capture/{session.uid}"
    assert ada.post(f"{address}/notes", {"step": "trigger", "words": " "}).status_code == 422
    ben.post(f"{address}/notes", {"step": "trigger", "words": "It whistled."})
    part = ada.get(f"{address}/notes?step=trigger", headers={"HX-Request": "true"})
    assert "It whistled." in walk.said(part)
    assert "<html" not in walk.said(part)
    ada.post(f"{address}/draft")
    draft = Item.objects.get()
    assert "has been asked" in walk.said(ada.get(f"/items/{draft.uid}/draft"))
    assert "Is it what you meant?" in walk.said(ben.get("/inbox"))
    page = walk.said(ben.get(f"/items/{draft.uid}/meant"))
    assert "It whistled." in page
    sha = page.split('name="sha256" value="')[1].split('"')[0]
    assert ada.get(f"/items/{draft.uid}/meant").status_code == 404
    ben.post(f"/items/{draft.uid}/meant", {"no": "1", "words": "It hissed."})
    assert "It hissed." in walk.said(ada.get(f"/items/{draft.uid}/draft"))
    assert ben.post(f"/items/{draft.uid}/meant", {"sha256": "old"}).status_code == 409
    ben.post(f"/items/{draft.uid}/meant", {"sha256": sha})
    text = Draft.objects.get().markdown
    ada.post(f"/items/{draft.uid}/draft", {"saves": "2", "title": draft.title, "markdown": text, "publish": "1"})
    work()
    draft.refresh_from_db()
    assert draft.current is not None
    assert Conversion.objects.get().confirmation.person == world.people["ben"]
    assert "This session is over." in walk.said(ada.get(address))


SPOKEN = b"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ben>It <i>whistled</i>.\n\n00:05.000 --> 00:06.000\nLike a kettle.\n"


def test_recordings_and_transcripts_go_with_the_draft_and_their_words_are_found(world, space):
    session = begin(world, space)
    ada = world.actor("ada")
    spoken = recording.add(session.uid, "ben.vtt", [SPOKEN], by=ada)
    assert (spoken.media_type, spoken.text) == ("text/vtt", "Ben: It whistled.\nLike a kettle.")
    titles = recording.add(session.uid, "ben.srt", [b"1\n00:00:01,000 --> 00:00:02,000\nGas\n"], by=ada)
    assert (titles.media_type, titles.text) == ("application/x-subrip", "Gas")
    sound = recording.add(session.uid, "ben.mp3", [b"ID3\x04\x00" + bytes(100)], by=ada)
    gone = recording.add(session.uid, "wrong.vtt", [SPOKEN], by=ada)
    recording.remove(session.uid, gone.uid, by=ada)
    page = walk.browser(world, "ben").get(f"/capture/{session.uid}")
    assert "Like a kettle." in walk.said(page)
    assert f'<audio class="mt-2 w-full" controls preload="none" src="/capture/{session.uid}/files/{sound.uid}"' in (
        walk.said(page)
    )
    served = walk.browser(world, "ben").get(f"/capture/{session.uid}/files/{sound.uid}")
    assert (served["Content-Type"], b"".join(served.streaming_content)[:3]) == ("audio/mpeg", b"ID3")
    part = walk.browser(world, "ben").get(f"/capture/{session.uid}/files/{sound.uid}", headers={"Range": "bytes=1-2"})
    assert (part.status_code, part.content) == (206, b"D3")
    say(world, session, "meant", "Pour hot")
    draft = capturing.finish(session.uid, by=ada)
    names = sorted(draft.attachments.values_list("name", flat=True))
    assert names == ["ben.mp3", "ben.srt", "ben.vtt"]
    text = Draft.objects.get(item=draft).markdown
    assert all(f"![[{file.uid}]]" in text for file in draft.attachments.all())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("broken.vtt", b"WEBVTT\n\n00:xx --> nonsense\nWords\n"),
        ("empty.srt", b"\n\n"),
        ("huge.vtt", b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nwords and words\n\n" * 100_000),
        ("script.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script>\n"),
    ],
)
def test_a_transcript_that_is_broken_or_hostile_is_kept_and_harms_nobody(world, space, name, data):
    session = begin(world, space)
    kept = recording.add(session.uid, name, [data], by=world.actor("ada"))
    assert "<script" not in kept.text
    page = walk.browser(world, "ada").get(f"/capture/{session.uid}")
    assert page.status_code == 200
    assert "<script>alert" not in walk.said(page)


def test_an_empty_file_or_one_too_many_is_refused_and_so_is_one_after_the_end(world, space, monkeypatch):
    monkeypatch.setattr(recording, "MOST", 1)
    session, ada = begin(world, space), world.actor("ada")
    with pytest.raises(Refused):
        recording.add(session.uid, "empty.vtt", [b""], by=ada)
    recording.add(session.uid, "one.vtt", [SPOKEN], by=ada)
    with pytest.raises(Refused, match="1 files at most"):
        recording.add(session.uid, "two.vtt", [SPOKEN], by=ada)
    say(world, session, "meant", "Pour hot")
    capturing.finish(session.uid, by=ada)
    with pytest.raises(Denied):
        recording.add(session.uid, "late.vtt", [SPOKEN], by=ada)


def test_a_partner_who_writes_with_us_is_not_told_of_a_third_firms_people(world, space):
    world.agree("foundry", "cleo")
    world.share(space, "foundry", joint=True)
    session = begin(world, space, people={"ben": SOURCE, "una": str(Role.FACILITATOR)})
    day = clock.now().date() + timedelta(days=9)
    say(world, session, "next", "Look at it on the rig", owner_id=world.people["una"].pk, due_on=day)
    page = walk.said(walk.browser(world, "tom").get(f"/capture/{session.uid}?step=next"))
    assert "Look at it on the rig" in page
    assert "1 more person" in page
    assert "Una" not in page
    assert "Una" in walk.said(walk.browser(world, "ada").get(f"/capture/{session.uid}?step=next"))
    draft = capturing.finish(session.uid, by=world.actor("ada"))
    text = Draft.objects.get(item=draft).markdown
    assert "- 1 more person" in text
    assert "Una" not in text


def test_what_a_partners_people_said_in_a_session_binds_its_draft_to_them(world, space):
    world.agree("foundry", "cleo")
    world.share(space, "foundry", joint=True)
    ada, tom = world.actor("ada"), world.actor("tom")
    people = {world.people["ben"].pk: SOURCE}
    for who, bound_to in ((ada, None), (tom, world.firms["foundry"].pk)):
        session = capturing.begin("story", Plan("Gas", space.uid, people), by=ada)
        capturing.say(session.uid, "context", "The core was wet.", by=who)
        draft = capturing.finish(session.uid, by=ada)
        draft.refresh_from_db()
        assert draft.bound_to == bound_to
