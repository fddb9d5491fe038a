"""Items and people that a text names: titles only for whoever may see them, and word only to whom it may reach."""

from datetime import timedelta

import pytest
from django.core import mail

from kith.audit.models import Exposure
from kith.core import clock
from kith.knowledge.actions import arranging, attaching, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.queries import items, mentionable
from kith.knowledge.tests.test_search import titles
from kith.notices import actions, mails, queries


@pytest.fixture
def shared(world):
    """An item shared with the foundry that refers to one that is not, and to one that is."""
    world.agree("foundry", "cleo")
    space = world.space("Methods")
    closed = world.item(space, "Settling the Hexham claim")
    lent = world.item(space, "Gate ratios")
    text = f"First [[{closed.uid}]], then [[{lent.uid}]]. Ask [@Tom]({world.people['tom'].uid})."
    item = world.item(space, "Pouring", text)
    world.share(item, "foundry")
    world.share(lent, "foundry")
    return item, closed, lent


def test_a_reference_shows_its_title_to_whom_may_see_it_and_to_nobody_else(world, shared):
    item, closed, lent = shared
    ours = items.page(item.uid, world.actor("ada")).html
    assert f'<a href="/items/{closed.uid}" data-reference><bdi>Settling the Hexham claim</bdi></a>' in ours
    theirs = items.page(item.uid, world.actor("tom")).html
    assert "Gate ratios" in theirs and closed.uid not in theirs and "Hexham" not in theirs
    assert "a page that is not open to you" in theirs
    assert Exposure.objects.filter(item_id=lent.pk, channel=Exposure.Channel.TITLE).exists()
    assert not Exposure.objects.filter(item_id=closed.pk).exists()


def test_a_reference_follows_a_new_title_and_says_nothing_of_what_lies_in_the_bin(world, shared):
    item, _closed, lent = shared
    draft = writing.save_draft(lent.uid, Words("Ratios of gates", "A text."), by=world.actor("ada"), shown_saves=0)
    writing.publish(lent.uid, by=world.actor("ada"), shown_saves=draft.saves)
    assert "Ratios of gates" in items.page(item.uid, world.actor("tom")).html
    arranging.bin_item(lent.uid, by=world.actor("ada"))
    assert "Ratios of gates" not in items.page(item.uid, world.actor("tom")).html


def test_a_title_that_a_text_refers_to_does_not_find_that_text(world, shared):
    item, closed, _lent = shared
    assert titles(world, "ada", "Hexham") == [closed.title]
    assert item.title in titles(world, "tom", "tom")


def test_who_is_named_is_told_when_it_is_published_and_once(world):
    space = world.space("Methods")
    ben = world.people["ben"]
    item = world.item(space, "Pouring", f"Ask [@Ben]({ben.uid}).")
    (told,) = queries.inbox(world.actor("ben")).told
    assert "Ada mentioned you in “Pouring”" in told.line.words
    draft = writing.save_draft(
        item.uid, Words("Pouring", f"Ask [@Ben]({ben.uid}) first."), by=world.actor("ada"), shown_saves=0
    )
    writing.publish(item.uid, by=world.actor("ada"), shown_saves=draft.saves)
    assert queries.inbox(world.actor("ben")).told[0].notice.times == 1
    actions.read(told.notice.uid, by=world.actor("ben"))
    assert queries.unread(world.actor("ben")) == 0


def test_who_may_not_see_a_text_is_not_told_that_it_names_her(world, shared):
    item, *_ = shared
    assert queries.unread(world.actor("tom")) == 0, "it was named before it was shared"
    writing.save_draft(
        item.uid,
        Words("Pouring", f"[@Tom]({world.people['tom'].uid}) [@Una]({world.people['una'].uid})"),
        by=world.actor("ada"),
        shown_saves=0,
    )
    writing.publish(item.uid, by=world.actor("ada"))
    assert queries.unread(world.actor("una")) == 0
    names = {row.name for row in mentionable.people(item.uid, "", world.actor("ada"))}
    assert {"Ben", "Cleo", "Tom"} <= names and "Una" not in names


def test_a_notice_of_what_is_closed_to_her_tells_nothing(world):
    world.agree("foundry", "cleo")
    space = world.space("Methods")
    item = world.item(space, "Pouring")
    world.share(item, "foundry")
    tom = world.people["tom"]
    writing.save_draft(item.uid, Words("Pouring", f"[@Tom]({tom.uid})"), by=world.actor("ada"), shown_saves=0)
    writing.publish(item.uid, by=world.actor("ada"))
    assert queries.unread(world.actor("tom")) == 1
    arranging.bin_item(item.uid, by=world.actor("ada"))
    assert queries.inbox(world.actor("tom")).told == []
    assert queries.unread(world.actor("tom")) == 0


def test_who_does_not_look_gets_one_mail_an_hour_that_says_nothing_of_the_matter(world):
    ben = world.people["ben"]
    space = world.space("Methods")
    world.item(space, "Settling the Hexham claim", f"Ask [@Ben]({ben.uid}).")
    assert mails.due() == []
    start = clock.now()
    with clock.at(start + timedelta(minutes=11)):
        assert mails.due() == [ben.pk]
        mails.mail(ben.pk)
        world.item(space, "Another claim", f"Ask [@Ben]({ben.uid}).")
    with clock.at(start + timedelta(minutes=30)):
        assert mails.due() == []
    with clock.at(start + timedelta(minutes=80)):
        assert mails.due() == [ben.pk]
        actions.be_quiet(True, by=world.actor("ben"))
        assert mails.due() == []
    (sent,) = [letter for letter in mail.outbox if letter.to == [ben.email] and "inbox" in letter.body]
    assert "Hexham" not in sent.body + sent.subject and "Ada" not in sent.body


def test_a_file_in_a_text_is_named_to_whom_may_have_it_and_to_nobody_else(world, shared):
    item, closed, _lent = shared
    secret = attaching.attach(closed.uid, "hexham-offer.txt", [b"x"], by=world.actor("ada"))
    own = attaching.attach(item.uid, "gate.txt", [b"y"], by=world.actor("ada"))
    text = f"![[{secret.uid}]] and ![[{own.uid}]]"
    writing.save_draft(item.uid, Words("Pouring", text), by=world.actor("ada"), shown_saves=0)
    writing.publish(item.uid, by=world.actor("ada"))
    ours, theirs = (items.page(item.uid, world.actor(name)).html for name in ("ada", "tom"))
    assert "hexham-offer.txt" in ours and "gate.txt" in ours and f"/files/{secret.uid}" in ours
    assert "gate.txt" in theirs and "hexham" not in theirs and secret.uid not in theirs
    assert not Exposure.objects.filter(item_id=closed.pk).exists()
    attaching.detach(item.uid, own.uid, by=world.actor("ada"))
    assert "gate.txt" not in items.page(item.uid, world.actor("ada")).html
