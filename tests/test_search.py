"""Searching as people do it: what is closed to somebody is not found, counted, suggested or corrected to."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings

from kith.agreements.actions import ending
from kith.audit.models import Exposure
from kith.core import clock
from kith.core.actor import NOBODY
from kith.core.classification import Classification
from kith.identity import queries as identity
from kith.identity.models import Membership
from kith.knowledge import indexing, policy, sight
from kith.knowledge.actions import arranging
from kith.knowledge.models import Item
from kith.knowledge.queries import search
from kith.search import index
from kith.search.models import Missed, Row
from tests import test_reach_agrees as generated

OUTSIDE = ["tom", "una", "dan"]


def found(world, name, query, **more):
    return [hit.row.item.title for hit in search.search_page(world.actor(name), query, **more).rows]


def nothing(world, name, query="vent"):
    """Whether somebody learns nothing by a search: no row, no number, no facet, no suggestion, no word."""
    page = search.search_page(world.actor(name), query)
    suggested = search.suggestions(world.actor(name), query[:4])
    return (page.rows, page.total, page.facets, page.corrected, page.next, suggested) == (
        [], 0, search.Facets(), "", None, [],
    )  # fmt: skip


def test_only_those_to_whom_it_is_open_find_count_narrow_and_are_suggested(world):
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core", "Let the gas out of the core.")
    assert found(world, "ada", "venting") == ["Vent the core"]
    assert all(nothing(world, name) for name in OUTSIDE)
    world.share(item, "foundry")
    page = search.search_page(world.actor("tom"), "gas core")
    assert (page.total, len(page.rows)) == (1, 1)
    assert ("gas", True) in page.rows[0].snippet
    assert ("core", True) in page.rows[0].title
    assert [choice.name for choice in page.facets.owners] == ["Tarnside Pumps"]
    assert page.facets.spaces == []  # one item is open to him, so the space it stands in is not named
    assert [one.item.title for one in search.suggestions(world.actor("tom"), "ve co")] == ["Vent the core"]
    assert nothing(world, "una")
    assert nothing(world, "dan")
    assert search.search_page(NOBODY, "vent").rows == []


def test_what_is_shown_outside_is_recorded_and_insiders_write_nothing(world):
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core")
    world.share(item, "foundry")
    search.search_page(world.actor("ada"), "vent")
    search.suggestions(world.actor("ada"), "ve")
    assert not Exposure.objects.exists()
    search.search_page(world.actor("tom"), "vent")
    search.suggestions(world.actor("tom"), "ve")
    assert list(Exposure.objects.order_by("pk").values_list("channel", "item_id")) == [
        ("snippet", item.pk),
        ("title", item.pk),
    ]


def test_stopping_reclassifying_and_moving_are_felt_at_once(world):
    agreement = world.agree("foundry", "cleo")
    space = world.space("Castings")
    parent = world.item(space, "Vent the core")
    child = world.item(space, "Vent drying", parent_uid=parent.uid)
    secret = world.item(space, "Vent alloy", parent_uid=parent.uid)
    world.share(parent, "foundry", whole=True)
    assert set(found(world, "tom", "vent")) == {"Vent the core", "Vent drying", "Vent alloy"}
    arranging.classify(secret.uid, Classification.TRADE_SECRET, by=world.actor("ada"))
    assert set(found(world, "tom", "vent")) == {"Vent the core", "Vent drying"}
    arranging.move(child.uid, by=world.actor("ada"), space_uid=space.uid)
    assert found(world, "tom", "vent") == ["Vent the core"]
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    assert nothing(world, "tom")
    arranging.bin_item(parent.uid, by=world.actor("ada"))
    assert found(world, "ada", "vent") == ["Vent drying"]


def test_the_end_by_the_clock_changes_no_row_and_closes_the_search(world):
    agreement = world.agree("foundry", "cleo")
    world.share(world.item(world.space("Castings"), "Vent the core"), "foundry")
    assert found(world, "tom", "vent") == ["Vent the core"]
    with clock.at(agreement.basis.ends_at):
        assert nothing(world, "tom")


def test_narrowing_by_what_one_cannot_see_is_as_by_what_does_not_exist(world):
    world.agree("foundry", "cleo")
    hidden = world.space("Prices")
    world.item(hidden, "Vent prices")
    shared = world.space("Castings")
    world.item(shared, "Vent the core")
    world.share(shared, "foundry")
    assert found(world, "tom", "vent", space=hidden.uid) == found(world, "tom", "vent", space="none") == []
    page = search.search_page(world.actor("tom"), "vent", space=shared.uid, owner=world.pumps.uid, kind="article")
    assert [(c.name, c.number, c.chosen) for c in page.facets.spaces] == [("Castings", 1, True)]
    assert [(c.value, c.number) for c in page.facets.kinds] == [("article", 1)]


def test_a_typed_slip_is_corrected_but_never_to_a_word_of_hidden_items(world):
    world.agree("foundry", "cleo")
    world.share(world.item(world.space("Castings"), "Impeller balancing"), "foundry")
    world.item(world.space("Prices"), "Zirconium supplier")
    page = search.search_page(world.actor("tom"), "impellre balancnig")
    assert page.corrected == "impeller balancing"
    assert ("balancing", True) in page.rows[0].title
    assert search.search_page(world.actor("ada"), "zirconiun").corrected == "zirconium"
    assert nothing(world, "tom", "zirconiun")


def test_the_second_lock_drops_what_the_index_should_not_have_found(world):
    item = world.item(world.space("Castings"), "Vent the core")
    dan = world.actor("dan")
    entry = indexing.entry(Item.objects.get(pk=item.pk))
    index.put(index.Entry(item.pk, entry.title, entry.body, "en", (f"p{dan.person_id}o{dan.organisation_id}",)))
    assert index.find("vent", sight.tokens(sight.of(dan)), languages=["en"]).ids == [item.pk]
    assert found(world, "dan", "vent") == []
    assert search.suggestions(dan, "ve") == []


def test_searches_in_vain_are_kept_for_ones_own_keepers_only(world):
    for name in ("ben", "ben", "tom"):
        search.search_page(world.actor(name), "cavitation  limits")
    search.search_page(world.actor("ben"), " \x00 ")
    search.search_page(world.actor("ben"), "x" * 5000)
    mine = search.missed(world.actor("ada"))
    assert [(row.text[:18], row.times) for row in mine] == [("x" * 18, 1), ("cavitation limits", 2)]
    assert [row.times for row in search.missed(world.actor("cleo"))] == [1]
    assert search.missed(world.actor("ben")) == search.missed(world.actor("dan")) == []
    assert Missed.objects.count() == 3


def test_the_number_of_statements_does_not_grow_with_the_hits(world):
    space = world.space("Castings")
    world.item(space, "Vent 0")
    actor = world.actor("ada")
    with CaptureQueriesContext(connection) as few:
        search.search_page(actor, "vent")
    for n in range(1, 12):
        world.item(space, f"Vent {n}")
    with CaptureQueriesContext(connection) as many:
        assert len(search.search_page(actor, "vent").rows) == 12
    assert len(many) <= len(few) <= 24


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(plan=generated.WORLD)
def test_the_index_finds_exactly_what_sql_shows_in_every_world(plan):
    with transaction.atomic():
        with clock.at(generated.hour(plan["now"])):
            agree(generated.Made(plan))
        transaction.set_rollback(True)


def agree(made):
    Item.objects.update(title="Vent")
    for item in Item.objects.select_related("space", "current"):
        indexing.put(item)
    assert Row.objects.count() == Item.objects.filter(current__isnull=False, binned_at=None).count()
    for membership in Membership.objects.select_related("person"):
        actor = identity.actor_for(membership.person, membership.organisation_id)
        if actor is None:
            continue
        expected = set(policy.items.scope(actor).values_list("pk", flat=True))
        tokens = sight.tokens(sight.of(actor))
        hits = index.find("vent", tokens, languages=["en"])
        assert (set(hits.ids), hits.total) == (expected, len(expected))
        assert sum(hits.facets.spaces.values()) == len(expected)
        assert set(index.suggest("ve", tokens)) == expected
