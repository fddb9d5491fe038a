"""The tree, a branch at a time: each page stands under the nearest page above it that the reader may see."""

import random

import pytest

from kith.audit.models import Exposure
from kith.core.classification import Classification
from kith.core.errors import Unseen
from kith.knowledge import policy, sight
from kith.knowledge.models import Item
from kith.knowledge.queries import below, branches, items, lists
from tests import walk

PARTNER, SECRET = Classification.PARTNER, Classification.TRADE_SECRET


def titles(branch):
    return [twig.row.item.title for twig in branch.twigs]


@pytest.fixture
def castings(world):
    """Cores (secret) › Venting › Wires, and Gates; the space is open to the foundry."""
    world.agree("foundry", "cleo")
    space = world.castings = world.space("Castings")
    world.cores = world.item(space, "Cores", classification=SECRET)
    world.venting = world.item(space, "Venting", classification=PARTNER, parent_uid=world.cores.uid)
    world.wires = world.item(space, "Wires", classification=PARTNER, parent_uid=world.venting.uid)
    world.gates = world.item(space, "Gates", classification=PARTNER)
    world.share(space, "foundry")
    return world


def test_what_stands_below_a_page_comes_when_it_is_opened(castings):
    ada = castings.actor("ada")
    root = lists.space_page(castings.castings.uid, ada).branch
    assert [(twig.row.item.title, twig.inside) for twig in root.twigs] == [("Cores", True), ("Gates", False)]
    assert titles(below.page(castings.cores.uid, ada).branch) == ["Venting"]
    assert titles(items.page(castings.venting.uid, ada).branch) == ["Wires"]
    assert titles(below.page(castings.wires.uid, ada).branch) == []


def test_a_page_under_a_hidden_one_stands_where_the_reader_can_find_it(castings):
    tom = castings.actor("tom")
    root = lists.space_page(castings.castings.uid, tom).branch
    assert [(twig.row.item.title, twig.inside) for twig in root.twigs] == [("Venting", True), ("Gates", False)]
    with pytest.raises(Unseen):
        below.page(castings.cores.uid, tom)


def test_an_arrow_stands_only_before_what_holds_something_for_this_reader(castings):
    sand = castings.item(castings.castings, "Sand", classification=PARTNER)
    castings.item(castings.castings, "The mixture", classification=SECRET, parent_uid=sand.uid)
    inside = {
        name: [twig.inside for twig in lists.space_page(castings.castings.uid, castings.actor(name)).branch.twigs]
        for name in ("ada", "tom")
    }
    assert inside == {"ada": [True, False, True], "tom": [True, False, False]}


@pytest.mark.parametrize(
    ("deed", "shown"),
    [
        (lambda world, by: below.page(world.venting.uid, by), {"Venting", "Wires"}),
        (lambda world, by: items.page(world.wires.uid, by), {"Venting"}),  # it stands above the page
    ],
)
def test_the_titles_of_a_branch_and_those_above_a_page_are_recorded_as_shown(castings, deed, shown):
    deed(castings, castings.actor("tom"))
    recorded = Exposure.objects.filter(channel=Exposure.Channel.TITLE).values_list("item_id", flat=True)
    assert {item.title for item in Item.objects.filter(pk__in=recorded)} == shown


def test_a_long_branch_comes_in_parts_and_ends(castings, monkeypatch):
    monkeypatch.setattr(branches.Branches.below, "__defaults__", ("", 2))
    for number in range(3):
        castings.item(castings.castings, f"Log {number}", parent_uid=castings.gates.uid)
    client = walk.browser(castings, "ada")
    page, address = walk.said(client.get(f"/items/{castings.gates.uid}")), f"/items/{castings.gates.uid}/below"
    assert "Log 1" in page
    assert "Log 2" not in page
    after = Item.objects.get(title="Log 1").uid
    assert f"{address}?after={after}" in page
    part = walk.said(client.get(f"{address}?after={after}", headers={"HX-Request": "true"}))
    assert "Log 2" in part
    assert "Log 1" not in part
    assert "<html" not in part
    assert "Further" not in part
    whole = walk.said(client.get(f"{address}?after={after}"))  # without a script
    assert "<html" in whole
    assert "Log 2" in whole


@pytest.mark.parametrize("after", ["nothing", "%00", "x" * 300, "🙂"])
def test_an_address_that_names_no_page_begins_from_the_start(castings, after):
    client = walk.browser(castings, "ada")
    for address in (f"/spaces/{castings.castings.uid}", f"/items/{castings.cores.uid}/below"):
        answer = client.get(f"{address}?after={after}")
        assert answer.status_code == 200
        assert "Cores" in walk.said(answer)


def naive(view, space, root):
    """The rule said slowly: of all that she sees there, what has no page of hers between itself and the root."""
    seen = {item.pk: item for item in Item.objects.filter(policy.seen(view), space=space)}
    found = []
    for item in sorted(seen.values(), key=lambda each: each.path):
        above = [pk for pk in item.ancestor_ids[:-1] if pk in seen]
        if (above[-1] if above else None) == (root.pk if root else None):
            found.append((item.title, any(item.pk in each.ancestor_ids[:-1] for each in seen.values())))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_every_branch_is_what_the_slow_reading_says(world, seed):
    """Trees at random, with secrets, drafts and what lies in the bin, for four readers."""
    draw = random.Random(seed)
    world.agree("foundry", "cleo")
    space, other = world.space("Castings"), world.space("Elsewhere")
    made = []
    for number in range(40):
        parent = draw.choice([None, *made[-12:]])
        where = other if parent is None and draw.random() < 0.2 else parent.space if parent else space
        level = draw.choice([1, 2, 2, 2, 3, 4])
        uid = parent.uid if parent else None
        made.append(world.item(where, f"Page {number}", classification=level, parent_uid=uid))
    Item.objects.filter(pk__in=[item.pk for item in draw.sample(made, 4)]).update(current=None)
    Item.objects.filter(pk__in=[item.pk for item in draw.sample(made, 2)]).update(binned_at=made[0].created_at)
    world.share(space, "foundry")
    world.share(made[0], "foundry", whole=True, person="tom")
    for name in ("ada", "ben", "tom", "cleo"):
        view = sight.of(world.actor(name))
        for root in (None, *made):
            if root is not None and not policy.items.scope(view.actor).filter(pk=root.pk).exists():
                continue
            where = root.space if root else space
            got = [
                (item.title, bool(item.inside)) for item in branches.SEEN.below(view, where.pk, root, most=100).items
            ]
            assert got == naive(view, where, root), (seed, name, root)
