"""The whole loop by the actions alone: agree, write, share, read, stop, end."""

from datetime import timedelta

import pytest

from kith.access.actions import Subject
from kith.access.models import ContainerKind
from kith.agreements.actions import ending, sharing, signing
from kith.agreements.actions.ending import End
from kith.agreements.models import Status
from kith.audit import chain, keys
from kith.audit.models import Exposure
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge import policy
from kith.knowledge.queries import items


def sees(world, name, item, firm=None):
    return policy.items.can(world.actor(name, firm), "see", item)


def test_a_space_opens_for_the_partner_only_when_both_have_signed(world):
    agreement = world.agree("foundry", "cleo", sign=False)
    item = world.item(world.space("Castings"), "Vent the core")
    with pytest.raises((Denied, Refused)):
        sharing.share(agreement.uid, sharing.Target(ContainerKind.ITEM, item.uid), None, "none", by=world.actor("ada"))
    world.sign(agreement, "ada")
    assert agreement.status() == Status.OUT
    world.sign(agreement, "cleo")
    agreement.refresh_from_db()
    assert agreement.status() == Status.IN_FORCE
    assert not sees(world, "tom", item)
    world.share(item, "foundry")
    assert sees(world, "tom", item)
    assert not sees(world, "una", item)
    assert not sees(world, "dan", item)


def test_a_signature_under_a_changed_text_is_refused(world):
    agreement = world.agree("foundry", "cleo", sign=False)

    def sign(name, typed, text=agreement.text_sha256):
        signing.sign(agreement.uid, by=world.actor(name), shown_sha256=text, typed_name=typed, code="")

    with pytest.raises(signing.TextChanged):
        sign("ada", "Ada", "0" * 64)
    with pytest.raises(Refused, match="Type your name"):
        sign("ada", "Bob")
    with pytest.raises(Denied):
        sign("tom", "Tom")
    with pytest.raises(Unseen):
        sign("dan", "Dan")


def test_stopping_closes_at_once_and_the_receipt_says_what_was_read(world):
    agreement = world.agree("foundry", "cleo")
    space = world.space("Castings")
    parent = world.item(space, "Vent the core")
    child = world.item(space, "Core drying", parent_uid=parent.uid)
    world.share(parent, "foundry", whole=True)
    page = items.page(child.uid, world.actor("tom"))
    assert page.standing.side == "theirs"
    assert page.standing.bases[0].title == "Mutual NDA"
    receipt = ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    with pytest.raises(Unseen):
        items.page(child.uid, world.actor("tom"))
    assert keys.verify(receipt.body.encode(), receipt.signature)
    assert '"title":"Core drying"' in receipt.body
    assert '"person":"Tom"' in receipt.body
    theirs = agreement.receipts.get(organisation=world.firms["foundry"])
    assert "Core drying" not in theirs.body
    assert child.uid in theirs.body
    assert Exposure.objects.filter(item_id=child.pk, channel="read").count() == 1
    chain.seal()
    assert chain.check().finding is None


def test_what_is_open_under_another_agreement_stays_open_and_the_receipt_says_so(world):
    first = world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core")
    world.share(item, "foundry")
    second = world.agree("foundry", "cleo", title="Service agreement")
    world.share(item, "foundry", agreement=second)
    receipt = ending.stop_sharing(first.uid, by=world.actor("ada"))
    assert sees(world, "tom", item)
    assert '"agreement":"Service agreement"' in receipt.body
    assert '"closed":[]' in receipt.body


def test_the_recorded_end_closes_both_sides_by_the_clock(world):
    agreement = world.agree("foundry", "cleo")
    ours = world.item(world.space("Castings"), "Vent the core")
    theirs = world.item(world.space("Pour logs", by="cleo"), "Line 2", by="cleo")
    world.share(ours, "foundry")
    sharing.share(
        agreement.uid,
        sharing.Target(ContainerKind.ITEM, theirs.uid),
        Subject(world.pumps.pk),
        agreement.basis.purposes.get().uid,
        by=world.actor("cleo"),
    )
    assert sees(world, "ben", theirs)
    later = clock.now() + timedelta(days=31)
    end = End("notice", "We change our supplier.", later, "Tarnside Pumps")
    ending.record_end(agreement.uid, end, by=world.actor("cleo"))
    assert sees(world, "tom", ours)
    with clock.at(later):
        assert not sees(world, "tom", ours)
        assert not sees(world, "ben", theirs)
        receipts = ending.issue_due_receipt(agreement.pk)
        assert len(receipts) == 2
        assert '"title":"Vent the core"' in receipts[0].body
        assert ending.issue_due_receipt(agreement.pk) == []


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (("notice", "Why", 3, "Brightforge Castings"), "at the earliest"),
        (("mutual", "", 0, "Brightforge Castings"), "Say why"),
        (("mutual", "Why", 0, "Somebody"), "Type the partner"),
        (("expiry", "Why", 0, "Brightforge Castings"), "not run out"),
    ],
)
def test_an_end_that_cannot_be_is_refused_with_a_sentence(world, end, sentence):
    agreement = world.agree("foundry", "cleo")
    reason, words, days, name = end
    with pytest.raises(Refused, match=sentence):
        ending.record_end(
            agreement.uid,
            End(reason, words, clock.now() + timedelta(days=days), name),
            by=world.actor("ada"),
        )
