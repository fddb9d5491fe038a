"""Meaning beside words: a question in other words or another language finds what it asks for, and never more."""

import threading
from datetime import timedelta

import pytest

from kith.agreements.actions import ending
from kith.core import clock
from kith.core.actor import NOBODY
from kith.identity import queries as identity
from kith.identity.models import Person
from kith.knowledge import policy, sight
from kith.knowledge.actions import arranging, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item
from kith.knowledge.queries import search
from kith.search.index import Only
from kith.search.models import Missed, Pending, Row, Vector
from kith.search.vectors import encoders, english, making, reading, recall, routing, store
from kith.search.vectors.pieces import begins, cut
from tests import walk

DRY = "Sand is bought in spring. The core must dry for two hours at 180 degrees before you pour, or gas is trapped."
PAY = "Invoices are paid within thirty days of their arrival, and earlier where a discount is offered."


@pytest.fixture
def space(world):
    return world.space("Castings")


@pytest.fixture
def dry(world, space):
    world.item(space, "Paying suppliers", PAY, classification=2)
    return world.item(space, "Core drying", DRY, classification=2)


@pytest.fixture
def held():
    """Vectors are made of everything that is pending, and held as a server does."""

    def hold():
        while making.make_some(reading.read):
            pass
        if recall.here.answers is None:
            assert recall.here.load()
        recall.here.refresh()

    yield hold
    recall.here.answers = None


def rewrite(world, item, text):
    writing.save_draft(item.uid, Words(item.title, text), by=world.actor("ada"), shown_saves=0)
    writing.publish(item.uid, by=world.actor("ada"))


def found(world, who, query, **narrowed):
    page = search.search_page(world.actor(who), query, **narrowed)
    return [hit.row.item.title for hit in page.rows]


def test_a_german_question_finds_the_english_page_that_answers_it(world, dry, held):
    question = "Wie lange soll Gießsand trocknen?"
    assert found(world, "ben", question) == []
    held()
    page = search.search_page(world.actor("ben"), question)
    assert page.rows[0].row.item == dry and page.rows[0].near
    assert "Close in meaning" in walk.said(walk.browser(world, "ben").get("/search", {"q": question}))


def test_pages_in_a_language_without_a_model_of_its_own_are_found_too(world, held):
    space = world.space("Gießerei", language="de")
    world.item(
        space, "Kerne", "Der Sandkern trocknet zwei Stunden bei 180 Grad, bevor gegossen wird.", classification=2
    )
    held()
    assert not bytes(Vector.objects.get().english)
    assert found(world, "ben", "drying time of sand cores") == ["Kerne"]


def test_other_words_find_it_too_and_its_own_words_find_it_first(world, dry, held):
    held()
    assert found(world, "ben", "when do we settle bills from vendors")[0] == "Paying suppliers"
    assert found(world, "ben", "core drying")[0] == "Core drying"
    assert not search.search_page(world.actor("ben"), "core drying").rows[0].near


def test_what_lies_far_off_is_not_shown_and_stays_a_gap(world, dry, held):
    held()
    assert found(world, "ben", "zymurgy xylophone quokka") == []
    assert Missed.objects.filter(text="zymurgy xylophone quokka").exists()


def test_what_is_closed_to_her_lies_near_nothing_and_an_end_is_felt_at_once(world, dry, held):
    held()
    question = "how long should moulds bake before casting"
    assert found(world, "tom", question) == []
    agreement = world.agree("foundry", "tom")
    world.share(dry, "foundry")
    assert found(world, "tom", question) == ["Core drying"]
    assert search.search_page(world.actor("tom"), question).total == 1
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    page = search.search_page(world.actor("tom"), question)
    assert (page.rows, page.total, page.facets.kinds, page.facets.owners) == ([], 0, [], [])


def test_what_is_classified_higher_is_gone_before_its_vectors_are_put_elsewhere(world, dry, held):
    held()
    world.agree("foundry", "tom")
    world.share(dry, "foundry")
    question = "how long should moulds bake before casting"
    assert found(world, "tom", question) == ["Core drying"]
    arranging.classify(dry.uid, 4, by=world.actor("ada"))
    assert found(world, "tom", question) == []
    assert search.search_page(world.actor("tom"), question).total == 0


def test_everybody_finds_by_meaning_only_what_sql_lets_her_see(world, dry, held):
    quiet = world.space("Quiet", to_all=False)
    world.item(quiet, "Impeller balance", "Balance the wheel on the arbor before it is fitted.", classification=4)
    top = world.item(quiet, "Volutes", "How a volute is cast and vented.", classification=2)
    world.item(quiet, "Vent the core", "Gas must leave the core.", parent_uid=top.uid, classification=3)
    world.agree("foundry", "tom")
    world.share(top, "foundry", whole=True)
    held()
    people = [NOBODY, *filter(None, map(identity.actor_for, Person.objects.order_by("pk")))]
    asked = ("Unwucht am Laufrad", "gas in moulds", "vendor payments", "rotating machinery", "Sandkern entlüften")
    seen = {by: set(policy.items.scope(by).values_list("uid", flat=True)) for by in people}
    for by in people:
        for question in asked:
            page = search.search_page(by, question)
            uids = {hit.row.item.uid for hit in page.rows}
            assert uids <= seen[by], (by, question)
            assert page.total == len(uids) and sum(kind.number for kind in page.facets.kinds) == len(uids)
    assert any(search.search_page(world.actor("tom"), question).rows for question in asked)


def test_a_narrowed_question_finds_within_it(world, dry, held):
    other = world.space("Office")
    world.item(other, "Holidays", "Leave is asked for a month ahead.", classification=2)
    held()
    assert found(world, "ben", "days off work", space=other.uid) == ["Holidays"]
    assert "Holidays" not in found(world, "ben", "days off work", space=dry.space.uid)


def test_a_changed_text_is_read_again_and_a_moved_one_is_not(world, space, dry, held):
    held()
    read = []

    def reader(texts):
        read.extend(title for title, _, _ in texts)
        return reading.read(texts)

    rewrite(world, dry, "Boots and gloves are worn near the furnace.")
    arranging.classify(Item.objects.get(title="Paying suppliers").uid, 3, by=world.actor("ada"))
    assert Pending.objects.count() == 2
    while making.make_some(reader):
        pass
    assert read == ["Core drying"] and not Pending.objects.exists()
    assert (
        Vector.objects.get(item_id=Item.objects.get(title="Paying suppliers").pk).acl
        == Row.objects.get(title="Paying suppliers").acl
    )
    recall.here.refresh()
    assert found(world, "ben", "protective clothing")[0] == "Core drying"


def test_what_is_written_while_vectors_are_made_stays_pending(world, dry):
    def slow(texts):
        rewrite(world, dry, "Something else.")
        return reading.read(texts)

    assert making.make_some(slow) == 2
    assert list(Pending.objects.values_list("item_id", flat=True)) == [dry.pk]


def test_what_one_maker_has_taken_another_leaves_alone(world, dry):
    assert len(store.take(10)) == 2
    assert store.take(10) == []


def test_what_was_tried_before_waits_for_the_rest_and_is_tried_alone(world, dry):
    assert len(store.take(10)) == 2
    later = world.item(dry.space, "Later", "Fresh.", classification=2)
    with clock.at(clock.now() + timedelta(seconds=store.LEASE + 1)):
        assert [task.row.item_id for task in store.take(10)] == [later.pk]
        assert len(store.take(10)) == 1
        assert len(store.take(10)) == 1
        assert store.take(10) == []


def test_the_process_that_reads_does_and_ends_at_once_when_told(world, dry, held):
    stop = threading.Event()
    desk = making.Desk(stop)
    assert making.make_some(desk.read) == 2
    assert Vector.objects.count() == 2 and not Pending.objects.exists()
    stop.set()
    with pytest.raises(making.Stopped):
        desk.read([("Long", "word " * 900, "en")] * 8)
    desk.let_go()


def test_a_process_that_dies_is_begun_again(world, dry):
    desk = making.Desk(threading.Event())
    desk.read([("A", "Some words.", "en")])
    desk._process.kill()
    with pytest.raises(making.Stopped):
        desk.read([("A", "Some words.", "en")])
    assert len(desk.read([("A", "Some words.", "de")])) == 1
    desk.let_go()


def test_with_the_item_its_vectors_go(world, dry, held):
    held()
    arranging.bin_item(dry.uid, by=world.actor("ada"))
    assert not Vector.objects.filter(item_id=dry.pk).exists()
    assert found(world, "ben", "how long should moulds bake before casting") == []


def test_what_is_gone_is_let_go_of_and_takes_nobodys_place(world, dry, held):
    held()
    arranging.bin_item(dry.uid, by=world.actor("ada"))
    memory = recall.here.answers.memory
    asked = encoders.asked(encoders.MANY, "drying"), sight.tokens(sight.of(world.actor("ben"))), Only()
    assert dry.pk in memory.shortlist(encoders.MANY, *asked)
    memory.sweep()
    assert dry.pk not in memory.shortlist(encoders.MANY, *asked)


def test_without_models_words_alone_are_looked_for(world, dry, settings):
    settings.KITH_MEANING = False
    assert not recall.installed() and not recall.here.load()
    assert found(world, "ben", "core drying") == ["Core drying"]


def test_many_small_blocks_are_joined_and_nothing_is_lost(world, space, held):
    held_titles = []
    for number in range(15):
        world.item(space, f"Note {number}", f"Remark {number} about pumps.", classification=2)
        held_titles.append(f"Note {number}")
        held()
    assert len(recall.here.answers.memory.blocks) <= 13
    asked = encoders.asked(encoders.MANY, "Anmerkungen")
    ids = recall.here.answers.memory.shortlist(encoders.MANY, asked, sight.tokens(sight.of(world.actor("ben"))), Only())
    assert set(Item.objects.filter(pk__in=ids).values_list("title", flat=True)) == set(held_titles)


# What is read, and by which model.


def test_the_model_of_english_comes_to_the_cosines_that_were_published_for_it():
    """Of the example in the model's documentation: a man who eats food, one who eats bread, a girl with a baby."""
    model = english.English(english.folder())
    vectors = model.encode(
        ["A man is eating food.", "A man is eating a piece of bread.", "The girl is carrying a baby."]
    )
    alike = vectors @ vectors.T
    assert alike[0, 1] == pytest.approx(0.7553, abs=1e-3)
    assert alike[0, 2] == pytest.approx(-0.1050, abs=1e-3)


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("how long must the core dry", "english"),
        ("core drying times", "english"),
        ("Cavitation", "other"),
        ("impeller cavitation noise", "other"),
        ("Wie lange muss der Kern trocknen?", "other"),
        ("Trocknungszeiten", "other"),
        ("Combien de temps doit sécher le noyau ?", "other"),
        ("中子干燥时间", "other"),
        ("42", "unsure"),
    ],
)
def test_a_question_goes_to_the_models_of_its_language(query, language):
    model = english.English(english.folder())
    assert routing.language(query, model.reads).value == language


def test_a_text_is_cut_into_pieces_with_its_title_and_a_bounded_number_of_them():
    body = " ".join(f"w{n}" for n in range(150))
    pieces = cut("Title", body, 60)
    assert len(pieces) == 3 and all(piece.startswith("Title. w") for piece in pieces)
    assert body[begins(body, 60, 1) :].startswith("w60 ")
    assert begins(body, 60, 9) == 0
    assert len(cut("", "x " * 5000, 60)) == 16
    assert cut("Only a title", "", 60) == ["Only a title. "]
    assert len(cut("", "汉" * 1000, 60)) == 6
