"""Finding: what is there is found, and what one may not see is not."""

import pytest

from kith.access import actions as access
from kith.knowledge import indexing
from kith.knowledge.actions import arranging, attaching
from kith.knowledge.queries import search
from kith.search import index
from kith.search.models import Row


def titles(world, name, query):
    return [hit.row.item.title for hit in search.search_page(world.actor(name), query).rows]


def test_a_title_goes_before_a_text_and_the_exact_title_first(world):
    space = world.space("Castings")
    world.item(space, "Pouring", "All about the sprue and the sprue and the sprue.")
    world.item(space, "Sprue design", "How to do it.")
    world.item(space, "Sprue", "Short.")
    assert titles(world, "ada", "sprue")[0] == "Sprue"
    assert titles(world, "ada", "sprue")[1] == "Sprue design"
    assert len(titles(world, "ada", "sprue")) == 3


@pytest.mark.parametrize(
    ("title", "text", "query"),
    [
        ("Onboarding", "First week.", "boarding"),
        ("Running the pumps", "Daily.", "run pump"),
        ("Grüße", "Die Öfen sind heiß.", "ofen"),
        ("鋳造の手順", "中子を乾燥させる。", "中子"),
        ("C++ bindings", "For the rig.", "c++"),
        ("Jig JG-0417", "For the core.", "JG-0417"),
        ("Café", "Menu.", "cafe"),
    ],
)
def test_it_is_found(world, title, text, query):
    space = world.space("S", language="de" if "Ö" in text else "en")
    world.item(space, title, text)
    assert titles(world, "ada", query) == [title]


@pytest.mark.parametrize(
    "query",
    ['"x', "(a", "hello AND", "*", "acl:o1x0", "{acl} : o1x1", "~o1x1", "\x00", "'", "\\", "a" * 5000, "🙂", "-"],
)
def test_no_question_is_an_error_or_a_way_around(world, query):
    world.item(world.space("S"), "Vent the core", "hello x a")
    assert titles(world, "dan", query) == []
    search.search_page(world.actor("ada"), query)


def test_the_partner_finds_what_is_shared_until_it_closes(world):
    world.agree("foundry", "cleo")
    space = world.space("Castings")
    item = world.item(space, "Vent the core", "Gas and pores.", classification=2)
    other = world.item(space, "Gas prices", "Not shared.")
    door = world.share(item, "foundry")
    attaching.attach(item.uid, "jig.txt", [b"the tongue of the volute"], by=world.actor("ada"))
    assert titles(world, "tom", "gas") == ["Vent the core"]
    assert titles(world, "tom", "tongue volute") == ["Vent the core"]
    assert titles(world, "una", "gas") == titles(world, "dan", "gas") == []
    assert set(titles(world, "ben", "gas")) == {"Vent the core", other.title}
    arranging.classify(item.uid, 4, by=world.actor("ada"))
    assert titles(world, "tom", "gas") == []
    arranging.classify(item.uid, 2, by=world.actor("ada"))
    assert titles(world, "tom", "gas") == ["Vent the core"]
    access.stop([door], by_person=world.ada.pk)
    assert titles(world, "tom", "gas") == []


def test_the_index_is_written_anew_for_what_is_published_and_forgets_the_rest(world):
    space = world.space("Castings")
    lost, binned = world.item(space, "Sprue design"), world.item(space, "Sprue")
    attaching.attach(lost.uid, "curve.txt", [b"NPSH at 40 degrees"], by=world.actor("ada"))
    arranging.bin_item(binned.uid, by=world.actor("ada"))
    index.remove(lost.pk)
    index.put(index.Entry(binned.pk, "Sprue", "", "en", (f"o{world.pumps.pk}x1",)))
    assert titles(world, "ada", "sprue") == []
    assert list(indexing.put_everything()) == [(2, 2)]
    assert titles(world, "ada", "sprue") == titles(world, "ada", "npsh") == ["Sprue design"]
    assert Row.objects.count() == 1
