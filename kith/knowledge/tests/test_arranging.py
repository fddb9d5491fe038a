"""Moving pages, the bin and back: all of it or nothing, with what stands below, however many there are."""

import threading

import pytest
from django.db import connections, transaction

from kith.core import clock, progress
from kith.core.errors import Refused, Unseen
from kith.knowledge import indexing, tree
from kith.knowledge.actions import arrangements, arranging, writing
from kith.knowledge.actions.arrangements import Deed
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Arrangement, Item
from kith.knowledge.queries import arrangements as arranged
from kith.knowledge.queries import effects, lists, search, targets
from kith.knowledge.tree import Target
from kith.notices import queries as notices
from tests import walk


@pytest.fixture
def plant(world):
    """Plant › Pumps › Seals in Castings; Service and, closed to most, Quiet."""
    world.castings, world.service = world.space("Castings"), world.space("Service")
    world.quiet = world.space("Quiet", to_all=False)
    world.plant = world.item(world.castings, "Plant", "turbine one")
    world.pumps_page = world.item(world.castings, "Pumps", "turbine two", parent_uid=world.plant.uid)
    world.seals = world.item(world.castings, "Seals", "turbine three", parent_uid=world.pumps_page.uid)
    return world


@pytest.fixture
def many(plant, monkeypatch):
    """Three pages are many."""
    monkeypatch.setattr(arrangements, "FEW", 2)
    monkeypatch.setattr(indexing, "BATCH", 1)
    return plant


def titles(space, world, name="ada"):
    return [twig.row.item.title for twig in lists.space_page(space.uid, world.actor(name)).branch.twigs]


def found(world, name="ben", words="turbine", **only):
    return {hit.row.item.title for hit in search.search_page(world.actor(name), words, **only).rows}


def where():
    return dict(Item.objects.values_list("title", "space__name"))


def test_a_page_goes_into_the_bin_and_comes_back_with_all_below_it(plant):
    ada = plant.actor("ada")
    arranging.bin_item(plant.seals.uid, by=ada)  # it lay there before
    with clock.at(clock.now().replace(microsecond=1)):
        assert arranging.bin_item(plant.plant.uid, by=ada) == 2
    assert found(plant) == set()
    assert {item.title for item in effects.bin_page(plant.castings.uid, ada).items} == {"Plant", "Seals"}
    arranging.take_back(plant.plant.uid, by=ada)
    assert found(plant) == {"Plant", "Pumps"}
    assert titles(plant.castings, plant) == ["Plant"]
    arranging.take_back(plant.seals.uid, by=ada)
    assert found(plant) == {"Plant", "Pumps", "Seals"}


def test_what_search_knows_of_a_page_moves_with_it(plant):
    ada = plant.actor("ada")
    assert found(plant, space=plant.service.uid) == set()
    arranging.move(plant.pumps_page.uid, by=ada, space_uid=plant.service.uid)
    assert found(plant, space=plant.service.uid) == {"Pumps", "Seals"}
    assert found(plant, space=plant.castings.uid) == {"Plant"}
    arranging.move(plant.pumps_page.uid, by=ada, space_uid=plant.quiet.uid)
    assert found(plant) == {"Plant"}
    assert found(plant, "ada") == {"Plant", "Pumps", "Seals"}


def test_a_page_is_read_anew_where_the_other_space_speaks_another_language(plant):
    german = plant.space("Pumpen", language="de")
    item = plant.item(plant.castings, "Häuser", "Die Pumpen stehen in den Häusern.")
    arranging.move(item.uid, by=plant.actor("ada"), space_uid=german.uid)
    assert found(plant, words="Haus") == {"Häuser"}


def test_many_pages_are_moved_by_a_worker_who_says_how_far_it_is(many, work, monkeypatch):
    ada, told = many.actor("ada"), []
    asked = arrangements.ask(Deed.MOVE, many.plant.uid, by=ada, to=Target(many.service))
    page = walk.said(walk.browser(many, "ada").get(f"/arrangements/{asked.uid}"))
    assert "3 pages. It waits for its turn." in page
    assert set(where().values()) == {"Castings"}

    say = progress.say
    monkeypatch.setattr(progress, "say", lambda key, done: (say(key, done), told.append(progress.of(key))))
    work()
    assert told == [1, 2, 3]
    assert progress.of(asked.uid) == 0  # forgotten
    assert set(where().values()) == {"Service"}
    page = walk.said(walk.browser(many, "ada").get(f"/arrangements/{asked.uid}", headers={"HX-Request": "true"}))
    assert "3 pages have moved." in page
    assert "every 1s" not in page


def test_whoever_asked_is_told_and_can_put_it_back(many, work):
    ada, client = many.actor("ada"), walk.browser(many, "ada")
    asked = arrangements.ask(Deed.MOVE, many.plant.uid, by=ada, to=Target(many.service))
    work()
    (told,) = notices.inbox(ada).told
    assert told.line.href == f"/arrangements/{asked.uid}"
    back = arranged.shown(asked.uid, ada).back
    assert "Exactly this happens" in walk.said(client.post(f"/items/{many.plant.uid}/place", {"place": back}))
    sent = client.post(f"/items/{many.plant.uid}/place", {"place": back, "confirmed": back})
    assert sent.url.startswith("/arrangements/")
    work()
    assert set(where().values()) == {"Castings"}


@pytest.mark.parametrize("deed", [Deed.MOVE, Deed.BIN])
def test_a_worker_that_is_cut_off_has_moved_nothing_and_may_begin_again(many, monkeypatch, deed):
    asked = arrangements.ask(deed, many.plant.uid, by=many.actor("ada"), to=Target(many.service))
    with monkeypatch.context() as broken:
        broken.setattr(progress, "say", lambda _key, done: 1 / (2 - done))
        with pytest.raises(ZeroDivisionError):
            arrangements.work(asked.pk)
    assert set(where().values()) == {"Castings"}
    assert found(many) == {"Plant", "Pumps", "Seals"}
    asked.refresh_from_db()
    assert "nothing was moved" in asked.failed
    Arrangement.objects.update(finished_at=None, failed="")  # as when the process is killed before it can say so
    assert arrangements.work(asked.pk)
    assert not arrangements.work(asked.pk)  # once


def test_it_is_moved_as_far_as_she_may_at_that_moment(many):
    ben = many.actor("ben")
    asked = arrangements.ask(Deed.MOVE, many.plant.uid, by=ben, to=Target(many.service))
    Item.objects.update(space=many.quiet)  # which is closed to him
    assert not arrangements.work(asked.pk)
    asked.refresh_from_db()
    assert "not yours to move any more" in asked.failed
    page = walk.said(walk.browser(many, "ben").get(f"/arrangements/{asked.uid}"))
    assert "Every page stands where it stood." in page
    assert "Plant" not in page


def test_only_one_move_of_a_page_waits_at_a_time_and_nonsense_is_refused_at_once(many):
    ada = many.actor("ada")
    with pytest.raises(Refused, match="below itself"):
        arrangements.ask(Deed.MOVE, many.plant.uid, by=ada, to=Target(many.castings, many.seals))
    arrangements.ask(Deed.BIN, many.plant.uid, by=ada)
    with pytest.raises(Refused, match="being moved already"):
        arrangements.ask(Deed.MOVE, many.plant.uid, by=ada, to=Target(many.service))


def test_an_arrangement_is_for_whoever_asked_for_it(many):
    asked = arrangements.ask(Deed.BIN, many.plant.uid, by=many.actor("ada"))
    assert walk.browser(many, "ben").get(f"/arrangements/{asked.uid}").status_code == 404


def test_many_pages_go_into_the_bin_and_come_back_by_a_worker(many, work):
    client = walk.browser(many, "ada")
    assert client.post(f"/items/{many.plant.uid}/bin").url.startswith("/arrangements/")
    work()
    assert found(many) == set()
    assert client.post(f"/items/{many.plant.uid}/recovery").url.startswith("/arrangements/")
    work()
    assert found(many) == {"Plant", "Pumps", "Seals"}


def spots(found):
    return [(spot.title, spot.above) for spot in found.spots]


def test_a_place_is_chosen_from_the_spaces_and_the_pages_in_them(plant):
    ben = plant.actor("ben")
    valves = plant.item(plant.castings, "Valves")
    assert spots(targets.spaces(valves, ben)) == [("Castings", ()), ("Service", ())]
    assert spots(targets.within(valves, ben, Target(plant.castings))) == [("Plant", ())]  # not itself
    assert spots(targets.within(valves, ben, Target(plant.castings, plant.plant))) == [("Pumps", ())]
    assert spots(targets.found(valves, ben, "sea")) == [("Seals", ("Castings", "Plant", "Pumps"))]
    assert spots(targets.found(valves, ben, "serv")) == [("Service", ())]
    assert spots(targets.found(plant.plant, ben, "sea")) == []  # it stands below the page that moves


def test_nobody_chooses_a_place_that_is_not_hers(plant):
    hidden = plant.item(plant.quiet, "Balance")
    ben, client, address = plant.actor("ben"), walk.browser(plant, "ben"), f"/items/{plant.plant.uid}/place"
    quiet, service = plant.quiet.uid, plant.service.uid
    for value in (f"{quiet}/", f"{quiet}/{hidden.uid}", f"{service}/{hidden.uid}", "", "/"):
        with pytest.raises(Refused, match="Choose where"):
            targets.chosen(plant.plant, ben, value)
        assert client.post(address, {"place": value}).status_code == 422
    part = {"headers": {"HX-Request": "true"}}
    assert client.get(f"{address}?in={quiet}", **part).status_code == 404
    assert client.get(f"{address}?in={quiet}").status_code == 404
    look = f"/items/{plant.seals.uid}/place?in={plant.castings.uid}&below={plant.plant.uid}"
    assert "Pumps" in walk.said(client.get(look, **part))


def test_what_she_confirms_is_what_she_was_shown(plant):
    """Another place than the one of the preview is previewed first."""
    ada = walk.browser(plant, "ada")
    address, quiet, service = f"/items/{plant.plant.uid}/place", f"{plant.quiet.uid}/", f"{plant.service.uid}/"
    assert "Exactly this happens" in walk.said(ada.post(address, {"place": service, "confirmed": quiet}))
    assert where()["Plant"] == "Castings"
    ada.post(address, {"place": service, "confirmed": service})
    assert where()["Plant"] == "Service"


several_writers = pytest.mark.skipif(
    connections["default"].vendor == "sqlite", reason="SQLite has one writer at a time"
)


def at_once(*deeds):
    """Each deed in a thread of its own, all at the same moment; what each raised, or None."""
    start, raised = threading.Barrier(len(deeds)), {}

    def run(number, deed):
        start.wait()
        try:
            deed()
            raised[number] = None
        except Exception as error:
            raised[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [raised[number] for number in range(len(deeds))]


def whole():
    """Whether every page's path is its parent's and its own segment, and its space its parent's."""
    rows = Item.objects.select_related("parent")
    return all(
        row.path == tree.path_under(row.parent, row.pk) and row.space_id == (row.parent or row).space_id for row in rows
    )


@several_writers
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(5))
def test_two_who_move_pages_under_each_other_make_no_ring(world, turn):
    here, there = world.space("Castings"), world.space("Service")
    one, two = world.item(here, "One"), world.item(there, "Two")
    ada, ben = world.actor("ada"), world.actor("ben")
    raised = at_once(
        lambda: arranging.move(one.uid, by=ada, space_uid=there.uid, parent_uid=two.uid),
        lambda: arranging.move(two.uid, by=ben, space_uid=here.uid, parent_uid=one.uid),
    )
    assert sum(error is None for error in raised) == 1
    assert isinstance(next(filter(None, raised)), Refused)
    assert whole()


@several_writers
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(5))
def test_what_is_written_below_a_page_while_it_moves_goes_along(world, turn):
    here, there = world.space("Castings"), world.space("Service")
    one = world.item(here, "One")
    ada, ben = world.actor("ada"), world.actor("ben")
    raised = at_once(
        lambda: arranging.move(one.uid, by=ada, space_uid=there.uid),
        lambda: writing.begin(here.uid, Words("Below", ""), by=ben, parent_uid=one.uid),
        lambda: importing(here, one, ben),
    )
    assert raised[0] is None
    assert all(error is None or isinstance(error, Refused | Unseen) for error in raised)
    assert whole()


def importing(space, parent, by):
    """As an import does, which has read its parent long before."""
    with transaction.atomic():
        writing.place(space, parent, "Brought in", by.person, "article", 1)
