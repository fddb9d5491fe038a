"""Comments: who reads them, who is told of them, and how they are settled."""

import json

import pytest

from kith.access import actions as access
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge.actions import commenting, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Comment, Thread
from kith.knowledge.places import Place
from kith.knowledge.queries import threads
from kith.notices import queries as notices
from tests import walk


@pytest.fixture
def pouring(world):
    """A page that the foundry and the university may read, each under its own agreement."""
    world.agree("foundry", "cleo")
    world.agree("university", "una")
    item = world.item(world.space("Methods"), "Pouring", "Vent the core. Pour at 1,385 °C.", by="ben")
    world.share(item, "foundry")
    world.share(item, "university")
    return item


def said(world, name, item):
    """What somebody reads in the comments of an item, those that are open."""
    return [comment.words for row in threads.page(item.uid, world.actor(name)).open for comment in row.comments]


def test_what_we_say_among_us_no_partner_reads(world, pouring):
    commenting.open_thread(pouring.uid, "Is this ours to show?", Place("Vent the core"), by=world.actor("ada"))
    assert said(world, "ben", pouring) == ["Is this ours to show?"]
    assert said(world, "tom", pouring) == said(world, "una", pouring) == []


def test_a_partners_reader_asks_and_no_other_partner_reads_it(world, pouring):
    thread = commenting.open_thread(
        pouring.uid, "How hot is the core?", Place("Pour  at\n1,385 °C"), by=world.actor("tom")
    )
    assert thread.quote == "Pour at 1,385 °C"
    assert said(world, "cleo", pouring) == said(world, "ben", pouring) == ["How hot is the core?"]
    assert said(world, "una", pouring) == []
    (told,) = notices.inbox(world.actor("ben")).told
    assert "Tom commented on “Pouring”" in told.line.words
    assert notices.unread(world.actor("ada")) == 0, "she neither owns it nor spoke"
    commenting.answer(thread.uid, "60 °C.", by=world.actor("ben"))
    assert said(world, "tom", pouring) == ["How hot is the core?", "60 °C."]
    assert notices.unread(world.actor("tom")) == 1 and notices.unread(world.actor("una")) == 0
    with pytest.raises(Unseen):
        commenting.answer(thread.uid, "And ours?", by=world.actor("una"))


def test_who_reads_the_page_itself_has_read_what_she_was_told_of_it(world, pouring):
    commenting.open_thread(pouring.uid, "How hot?", Place(), by=world.actor("tom"))
    assert notices.unread(world.actor("ben")) == 1
    page = walk.browser(world, "ben").get(f"/items/{pouring.uid}").content.decode()
    assert "Messages, 0 new" in page
    assert notices.unread(world.actor("ben")) == 0


def test_we_open_a_thread_to_one_partner_who_may_read_the_page(world, pouring):
    una = world.firms["university"].pk
    commenting.open_thread(pouring.uid, "For Una.", Place(), by=world.actor("ada"), partner_id=una)
    assert said(world, "una", pouring) == ["For Una."] and said(world, "tom", pouring) == []
    with pytest.raises(Refused, match="Nobody of that firm"):
        commenting.open_thread(
            pouring.uid, "For Dan.", Place(), by=world.actor("ada"), partner_id=world.firms["outside"].pk
        )


def test_when_sharing_stops_the_partner_reads_and_says_nothing_more(world, pouring):
    thread = commenting.open_thread(pouring.uid, "How hot?", Place(), by=world.actor("tom"))
    comment = thread.comments.get()
    access.close_basis(world.agreements["foundry"].basis, clock.now())
    for deed in (
        lambda: threads.page(pouring.uid, world.actor("tom")),
        lambda: commenting.answer(thread.uid, "Still there?", by=world.actor("tom")),
        lambda: commenting.open_thread(pouring.uid, "Again", Place(), by=world.actor("tom")),
        lambda: commenting.take_back(comment.uid, by=world.actor("tom")),
    ):
        with pytest.raises(Unseen):
            deed()
    commenting.answer(thread.uid, "Too late.", by=world.actor("ben"))
    assert notices.unread(world.actor("tom")) == 0
    assert said(world, "ben", pouring) == ["How hot?", "Too late."]


def test_who_is_named_in_a_comment_is_told_if_she_may_read_it(world, pouring):
    commenting.open_thread(pouring.uid, "@Ada @Tom what do you think?", Place(), by=world.actor("ben"))
    assert notices.unread(world.actor("ada")) == 1
    assert notices.unread(world.actor("tom")) == 0, "the thread is not open to him"


def test_a_thread_is_settled_by_writers_and_by_whoever_began_it(world, pouring):
    thread = commenting.open_thread(pouring.uid, "How hot?", Place(), by=world.actor("tom"))
    with pytest.raises(Denied):
        commenting.resolve(thread.uid, True, by=world.actor("cleo"))
    commenting.resolve(thread.uid, True, by=world.actor("tom"))
    assert said(world, "ben", pouring) == []
    assert threads.page(pouring.uid, world.actor("ben")).settled[0].thread.resolved_by == world.people["tom"]
    commenting.answer(thread.uid, "Not quite.", by=world.actor("ben"))
    assert said(world, "tom", pouring) == ["How hot?", "Not quite."]


def test_one_takes_back_only_what_one_said_oneself(world, pouring):
    thread = commenting.open_thread(pouring.uid, "How hot?", Place(), by=world.actor("tom"))
    comment = thread.comments.get()
    with pytest.raises(Unseen):
        commenting.take_back(comment.uid, by=world.actor("ben"))
    commenting.take_back(comment.uid, by=world.actor("tom"))
    assert Comment.objects.get().words == "" and said(world, "ben", pouring) == [""]


def test_writers_say_where_a_thread_has_moved_and_readers_do_not(world, pouring):
    thread = commenting.open_thread(pouring.uid, "Why?", Place("Vent the core"), by=world.actor("tom"))
    place = Place("Vent every core", "", ". Pour", [{"item": {"client": 1, "clock": 2}}, {"item": None}])
    with pytest.raises(Denied):
        commenting.put_in_place(pouring.uid, [(thread.uid, place)], by=world.actor("tom"))
    assert commenting.put_in_place(pouring.uid, [(thread.uid, place)], by=world.actor("ben")) == 1
    kept = Thread.objects.get()
    assert kept.moved["quote"] == "Vent every core" and kept.anchor[0]["item"]["clock"] == 2
    gone = Place("", "", "", [{"item": None}, {"item": None}])
    commenting.put_in_place(pouring.uid, [(thread.uid, gone)], by=world.actor("ben"))
    assert Thread.objects.get().quote == "Vent the core", "what was deleted is still what it was about"


def test_words_of_a_draft_reach_a_partner_only_when_they_are_published(world, pouring):
    thread = commenting.open_thread(pouring.uid, "Why?", Place("Vent the core"), by=world.actor("tom"))
    draft = Place("Vent the secret core", "zqdraft", "and zqmore", [{"item": None}, {"item": None}])
    commenting.put_in_place(pouring.uid, [(thread.uid, draft)], by=world.actor("ben"))
    begun = commenting.open_thread(
        pouring.uid, "See this.", draft, by=world.actor("ben"), partner_id=world.firms["foundry"].pk
    )
    tom = walk.browser(world, "tom")
    for address in (f"/items/{pouring.uid}", f"/items/{pouring.uid}/threads"):
        told = walk.said(tom.get(address, headers={"HX-Request": "true"}))
        assert "secret" not in told and "zqdraft" not in told and "zqmore" not in told
        assert begun.uid in told and "Vent the core" in told
    assert "Vent the secret core" in walk.said(walk.browser(world, "ben").get(f"/items/{pouring.uid}/draft"))
    writing.save_draft(pouring.uid, Words("Pouring", "Vent the secret core."), by=world.actor("ben"), shown_saves=0)
    writing.publish(pouring.uid, by=world.actor("ben"))
    assert "Vent the secret core" in walk.said(tom.get(f"/items/{pouring.uid}"))


def test_a_draft_that_nobody_else_may_read_is_talked_about_by_its_writers(world):
    space = world.space("Methods")
    item = writing.begin(space.uid, Words("In the making", "Text."), by=world.actor("ada"))
    commenting.open_thread(item.uid, "Finish this.", Place("Text"), by=world.actor("ben"))
    assert said(world, "ada", item) == ["Finish this."]
    (told,) = notices.inbox(world.actor("ada")).told
    assert told.line.href.startswith(f"/items/{item.uid}/draft")


@pytest.mark.parametrize("words", ["", "   ", "\x00", "x" * 5001])
def test_nothing_and_too_much_are_refused_with_a_sentence(world, pouring, words):
    with pytest.raises(Refused):
        commenting.open_thread(pouring.uid, words, Place(), by=world.actor("ben"))
    page = walk.browser(world, "ben").post(
        f"/items/{pouring.uid}/threads", {"words": words}, headers={"HX-Request": "true"}
    )
    assert 'role="alert"' in page.content.decode()
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    "sent", ["", "{", "[1]", '[{"thread": 3}]', '[{"thread": "x", "quote": 4}]', "[" * 5000, '[{"thread": "\\u0000"}]']
)
def test_places_that_make_no_sense_move_nothing(world, pouring, sent):
    commenting.open_thread(pouring.uid, "Why?", Place("Vent"), by=world.actor("ben"))
    answer = walk.browser(world, "ben").post(f"/items/{pouring.uid}/threads/places", {"places": sent})
    assert answer.json() == {"moved": 0}


@pytest.mark.parametrize("anchor", [3, {}, [1, 2], [{}, {"tname": "\x00"}], [{"a": "x" * 2000}, {}], [{}]])
def test_an_anchor_that_makes_no_sense_is_not_kept(world, pouring, anchor):
    answer = walk.browser(world, "ben").post(
        f"/items/{pouring.uid}/threads", {"words": "Why?", "quote": "Vent", "anchor": json.dumps(anchor)}
    )
    assert answer.status_code == 302
    assert Thread.objects.get().anchor is None


def test_comments_are_told_as_text_and_never_as_markup(world, pouring):
    commenting.open_thread(pouring.uid, "<img src=x onerror=1> </script>", Place("</script><b>"), by=world.actor("tom"))
    page = walk.browser(world, "ben").get(f"/items/{pouring.uid}").content.decode()
    assert "<img src=x" not in page and "</script><b>" not in page
    assert "&lt;img src=x onerror=1&gt;" in page


def test_the_same_words_in_a_hundred_thousand_places_are_told_apart_by_what_stands_around_them(world):
    text = "core " * 100_000 + "at last"
    item = world.item(world.space("Methods"), "Cores", text)
    last = Place("core", "core core", "at last")
    first = commenting.open_thread(item.uid, "Which?", last, by=world.actor("ben"))
    assert (first.quote, first.moved["after"]) == ("core", "at last"), "too many to look at: found without surroundings"
    rare = commenting.open_thread(item.uid, "This?", Place("at last", "core core", ""), by=world.actor("ben"))
    assert (rare.quote, rare.before, rare.moved) == ("at last", "core core", None)
