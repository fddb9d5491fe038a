"""Capability 52: who needs something asks, somebody else lets her in for a time, and it closes by itself."""

from datetime import timedelta

import pytest

from kith.access.models import Grant
from kith.agreements.actions import letting_in
from kith.agreements.actions.letting_in import Under
from kith.agreements.queries import requests
from kith.audit.models import Event
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge import policy
from kith.knowledge.actions import asking, attaching
from kith.knowledge.models import AccessRequest
from kith.notices.models import Notice
from tests import walk


@pytest.fixture
def quiet(world):
    return world.space("Balance", to_all=False)


@pytest.fixture
def item(world, quiet):
    return world.item(quiet, "Balance sheet of the foundry line", classification=3)


def ask(world, address, name="ben", reason="For the audit"):
    asking.ask(address, reason, by=world.actor(name))
    return AccessRequest.objects.filter(person=world.people[name], answered_at=None).first()


def sees(world, name, item):
    return policy.items.can(world.actor(name), "see", item)


def let_in(world, row, by="ada", days=30, **more):
    last = clock.now().date() + timedelta(days=days)
    return letting_in.let_in(row.pk, by=world.actor(by), last_day=last, zone="Europe/London", **more)


def test_a_colleague_is_let_in_until_a_day_and_no_longer(world, item):
    row = ask(world, f"/items/{item.uid}")
    assert not sees(world, "ben", item)
    grant = let_in(world, row)
    assert sees(world, "ben", item)
    assert walk.said(walk.browser(world, "ben").get(f"/items/{item.uid}")).startswith("200")
    assert item.uid in walk.said(walk.browser(world, "ben").get("/search?q=balance"))
    with clock.at(grant.until - timedelta(seconds=1)):
        assert sees(world, "ben", item)
    with clock.at(grant.until):
        assert not sees(world, "ben", item)
        assert item.uid not in walk.said(walk.browser(world, "ben").get("/search?q=balance"))
    assert Event.objects.filter(name="agreements.LetIn").count() == 1


def test_nobody_lets_herself_in(world, item):
    steward = world.colleague("steph", "ada")
    row = ask(world, f"/items/{item.uid}", "steph")
    steward.memberships.update(role="steward")
    with pytest.raises(Refused, match="Nobody answers her own question"):
        let_in(world, row, by="steph")
    with pytest.raises(Refused, match="Nobody answers her own question"):
        asking.put_aside(row.pk, by=world.actor("steph"))
    assert row not in requests.waiting(world.actor("steph"))
    let_in(world, row, by="ada")


@pytest.mark.parametrize("days", [-1, 367, 10_000])
def test_access_without_an_end_within_a_year_is_refused(world, item, days):
    row = ask(world, f"/items/{item.uid}")
    with pytest.raises(Refused) as refused:
        let_in(world, row, days=days)
    assert refused.value.field == "last_day"
    assert not sees(world, "ben", item)


def test_a_space_and_a_file_can_be_asked_for_too(world, quiet, item):
    assert ask(world, f"/spaces/{quiet.uid}").thing == quiet
    AccessRequest.objects.all().delete()
    file = attaching.attach(item.uid, "sums.txt", [b"1 + 1"], by=world.actor("ada"))
    assert ask(world, f"/files/{file.uid}").thing == item
    AccessRequest.objects.all().delete()
    row = ask(world, f"/spaces/{quiet.uid}")
    let_in(world, row)
    assert sees(world, "ben", item)


def test_asking_twice_is_asking_once_and_what_is_open_already_is_not_asked_for(world, item):
    for _twice in range(2):
        ask(world, f"/items/{item.uid}")
    assert AccessRequest.objects.count() == 1
    ask(world, f"/items/{item.uid}", "ada")
    assert AccessRequest.objects.count() == 1


def test_keepers_and_the_owner_hear_of_it_and_nobody_else(world, item):
    row = ask(world, f"/items/{item.uid}")
    told = Notice.objects.filter(kind=asking.ASKED, about_id=row.pk)
    assert {notice.person.name for notice in told} == {"Ada"}
    assert [each.pk for each in requests.waiting(world.actor("ada"))] == [row.pk]
    for name in ("ben", "cleo", "una"):
        with pytest.raises(Unseen):
            requests.page(row.pk, world.actor(name))


def test_a_partners_person_is_let_in_under_an_agreement_for_a_purpose(world, item):
    agreement = world.agree("foundry", "cleo")
    row = ask(world, f"/items/{item.uid}", "tom", "To set the gating")
    with pytest.raises(Refused) as refused:
        let_in(world, row)
    assert refused.value.field == "under"
    ways = requests.page(row.pk, world.actor("ada")).ways
    assert [name for _choice, name in ways] == ["Mutual NDA: Casting quality"]
    uid, _sep, purpose = ways[0][0].partition(":")
    assert uid == agreement.uid
    grant = let_in(world, row, under=Under(uid, purpose))
    assert sees(world, "tom", item)
    assert not sees(world, "cleo", item)
    with clock.at(grant.until):
        assert not sees(world, "tom", item)


def test_without_an_agreement_a_partners_person_is_not_let_in(world, item):
    row = ask(world, f"/items/{item.uid}", "tom")
    page = walk.said(walk.browser(world, "ada").get(f"/protect/requests/{row.pk}"))
    assert "she cannot be let in" in page
    assert not sees(world, "tom", item)


def test_an_owner_who_keeps_no_agreements_lets_colleagues_in_and_no_partners(world):
    world.agree("foundry", "cleo")
    own = world.space("Bench", by="ben", to_all=False)
    item = world.item(own, "Torque of the bench", by="ben", classification=2)
    agreement = world.agreements["foundry"]
    outside = ask(world, f"/items/{item.uid}", "tom")
    under = Under(agreement.uid, agreement.basis.purposes.get().uid)
    with pytest.raises(Denied):
        let_in(world, outside, by="ben", under=under)
    world.colleague("carl", "ada")
    inside = ask(world, f"/items/{item.uid}", "carl")
    let_in(world, inside, by="ben")
    assert sees(world, "carl", item)


def test_put_aside_tells_the_asker_nothing(world, item):
    row = ask(world, f"/items/{item.uid}")
    asking.put_aside(row.pk, by=world.actor("ada"))
    assert not Notice.objects.filter(person=world.people["ben"]).exists()
    assert not Grant.objects.filter(person=world.people["ben"]).exists()
    with pytest.raises(Unseen):
        let_in(world, row)


def test_the_pages_from_the_question_to_the_answer(world, item):
    ben, ada = walk.browser(world, "ben"), walk.browser(world, "ada")
    missing = walk.said(ben.get(f"/items/{item.uid}"))
    assert "Ask for access" in missing
    asked = walk.said(ben.post("/ask", {"address": f"/items/{item.uid}", "reason": "For the audit"}))
    nothing = walk.said(ben.post("/ask", {"address": "/items/000000000000", "reason": "For the audit"}))
    assert asked == nothing  # whether something is there, she cannot tell
    row = AccessRequest.objects.get()
    assert "asks for access" in walk.said(ada.get("/"))
    assert "For the audit" in walk.said(ada.get("/protect/requests"))
    page = walk.said(ada.get(f"/protect/requests/{row.pk}"))
    assert "Let her in to read" in page
    wrong = ada.post(f"/protect/requests/{row.pk}", {"last_day": "2001-01-01"})
    assert wrong.status_code == 422
    last = (clock.now() + timedelta(days=9)).date().isoformat()
    assert ada.post(f"/protect/requests/{row.pk}", {"last_day": last}).status_code == 302
    assert "You were let in to what you asked for" in walk.said(ben.get("/inbox"))
    assert walk.said(ben.get(f"/items/{item.uid}")).startswith("200")
