"""Emergency: one deed closes everything of ours to a partner, under every agreement."""

import pytest

from kith.access.actions import Subject
from kith.access.models import ContainerKind
from kith.agreements.actions import sharing, shutting_out
from kith.agreements.models import Receipt, Status
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge import policy
from tests import walk


def sees(world, name, item):
    return policy.items.can(world.actor(name), "see", item)


@pytest.fixture
def shared(world):
    """Two items under two agreements with the foundry, one with the university, and one of the foundry's with us."""
    first = world.agree("foundry", "cleo", title="First")
    second = world.agree("foundry", "cleo", title="Second")
    world.agree("university", "una")
    space = world.space("Castings")
    one, other, third = (world.item(space, title, classification=2) for title in ("Vents", "Cores", "Rig"))
    world.share(one, "foundry", agreement=first)
    world.share(other, "foundry", agreement=second)
    world.share(third, "university")
    theirs = world.item(world.space("Sand", by="cleo"), "Sand mix", by="cleo", classification=2)
    sharing.share(
        first.uid,
        sharing.Target(ContainerKind.ITEM, theirs.uid),
        Subject(world.pumps.pk),
        first.basis.purposes.get().uid,
        by=world.actor("cleo"),
    )
    return one, other, third, theirs


def shut_out(world, by="ada", name="Brightforge Castings"):
    return shutting_out.shut_out(world.partnerships["foundry"].uid, by=world.actor(by), partner_name=name)


def test_all_of_ours_closes_to_them_and_nothing_else(world, shared):
    one, other, third, theirs = shared
    receipts = shut_out(world)
    assert {row.agreement.title for row in receipts} == {"First", "Second"}
    assert {row.deed for row in receipts} == {Receipt.Deed.STOPPED}
    assert not sees(world, "tom", one)
    assert not sees(world, "tom", other)
    assert sees(world, "una", third)
    assert sees(world, "ada", theirs)  # what is theirs is theirs to close
    assert {row.agreement.status() for row in receipts} == {Status.IN_FORCE}


def test_it_takes_a_keeper_the_right_name_and_something_that_is_open(world, shared):
    with pytest.raises(Denied):
        shut_out(world, by="ben")
    with pytest.raises(Unseen):
        shut_out(world, by="una")
    with pytest.raises(Refused, match="Type the partner"):
        shut_out(world, name="Brightforge")
    assert sees(world, "tom", shared[0])
    shut_out(world, name=" brightforge  castings")
    with pytest.raises(Refused, match="Nothing of yours is open"):
        shut_out(world)


def test_the_page_says_how_much_closes_and_closes_it(world, shared):
    ada, tom = walk.browser(world, "ada"), walk.browser(world, "tom")
    address = f"/partnerships/{world.partnerships['foundry'].uid}/shut-out"
    assert "1 access under “Second”" in walk.said(ada.get(address))
    assert ada.post(address, {"partner_name": "no"}).status_code == 422
    assert walk.said(tom.get(f"/items/{shared[0].uid}")).startswith("200")
    assert ada.post(address, {"partner_name": "Brightforge Castings"}).status_code == 302
    assert tom.get(f"/items/{shared[0].uid}").status_code == 404
    assert walk.browser(world, "ben").get(address).status_code == 404
