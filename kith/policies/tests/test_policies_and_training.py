"""Capability 57: people take note of policies and are trained; until then what partners share waits."""

from datetime import timedelta

import pytest

from kith.access.models import Requirement
from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Stale, Unseen
from kith.identity.models import Membership
from kith.knowledge import policy
from kith.knowledge.actions import writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.queries import search, why
from kith.notices import queries as notices
from kith.policies import actions, queries
from tests import walk


@pytest.fixture
def vent(world):
    """A page of the pump maker's that the foundry may read."""
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core", classification=2)
    world.share(item, "foundry")
    return item


@pytest.fixture
def rules(world):
    """The foundry's policy about what others tell in confidence."""
    return world.item(world.space("Rules", by="cleo"), "What others tell us", by="cleo", kind="policy")


def sees(world, name, item):
    return policy.items.can(world.actor(name), "see", item)


def note(world, row, name):
    row.refresh_from_db()
    return actions.acknowledge(row.uid, row.version_id, by=world.actor(name))


def publish(world, item, text):
    actor = world.actor("cleo")
    writing.save_draft(item.uid, Words(item.title, text), by=actor, shown_saves=0)
    writing.publish(item.uid, by=actor)


def said_to(world, name):
    return [told.line.words for told in notices.inbox(world.actor(name)).told]


def test_nothing_of_partners_is_shown_before_she_has_taken_note(world, vent, rules):
    own = world.item(world.space("Moulding", by="cleo"), "Gate speeds", by="cleo")
    row = actions.ask_to_note(rules.uid, 0, by=world.actor("cleo"))
    for name in ("cleo", "tom"):
        assert not sees(world, name, vent)
        assert sees(world, name, own)
    assert search.search_page(world.actor("tom"), "vent core").rows == []
    assert walk.browser(world, "tom").get(f"/items/{vent.uid}").status_code == 404
    assert walk.program(world, "tom").get(f"/api/v1/items/{vent.uid}").status_code == 404
    assert sees(world, "ada", vent)
    note(world, row, "tom")
    assert (sees(world, "tom", vent), sees(world, "cleo", vent)) == (True, False)


def test_a_new_version_makes_it_due_again_and_access_waits(world, vent, rules, work):
    row = actions.ask_to_note(rules.uid, 0, by=world.actor("cleo"))
    old = note(world, row, "tom")
    publish(world, rules, "We copy nothing.")
    assert not sees(world, "tom", vent)
    with pytest.raises(Stale):
        actions.acknowledge(row.uid, old.version_id, by=world.actor("tom"))
    work()
    assert set(said_to(world, "tom")) == {"Please take note of “What others tell us”"}
    note(world, row, "tom")
    assert sees(world, "tom", vent)
    assert said_to(world, "tom") == []


def test_there_are_days_to_do_it_each_time(world, vent, rules):
    row = actions.ask_to_note(rules.uid, 7, by=world.actor("cleo"))
    assert sees(world, "tom", vent)
    assert [asked.title for asked in queries.waiting(world.actor("tom"))] == ["What others tell us"]
    with clock.at(clock.now() + timedelta(days=7)):
        assert not sees(world, "tom", vent)
        note(world, row, "tom")
        publish(world, rules, "We copy nothing.")
        assert sees(world, "tom", vent)
    with clock.at(clock.now() + timedelta(days=14, minutes=1)):
        assert not sees(world, "tom", vent)


def test_a_page_that_is_no_policy_asks_nothing_again(world, vent):
    plain = world.item(world.space("Notes", by="cleo"), "Notes", by="cleo")
    with pytest.raises(Refused, match="Policy"):
        actions.ask_to_note(plain.uid, 0, by=world.actor("cleo"))
    assert not Requirement.objects.exists()


def test_a_policy_is_asked_of_all_only_where_all_may_read_it_and_once(world, rules):
    cleo = world.actor("cleo")
    hidden = world.item(world.space("Quiet", by="cleo", to_all=False), "Hidden rules", by="cleo", kind="policy")
    with pytest.raises(Refused, match="Not all of your people"):
        actions.ask_to_note(hidden.uid, 0, by=cleo)
    actions.ask_to_note(rules.uid, 0, by=cleo)
    with pytest.raises(Refused, match="asked of them already"):
        actions.ask_to_note(rules.uid, 0, by=cleo)
    with pytest.raises(Refused, match="at most 90 days"):
        actions.ask_for_training("Gates", 12, 91, by=cleo)


def test_a_training_is_attested_by_somebody_else_and_runs_out(world, vent):
    cleo = world.actor("cleo")
    row = actions.ask_for_training("Keeping secrets", 12, 0, by=cleo)
    today = clock.now().date()
    with pytest.raises(Denied):
        actions.acknowledge(row.uid, 0, by=world.actor("tom"))
    with pytest.raises(Denied):
        actions.attest(row.uid, [world.people["tom"].pk], today, by=world.actor("tom"))
    with pytest.raises(Refused, match="Somebody else attests"):
        actions.attest(row.uid, [world.people["cleo"].pk], today, by=cleo)
    for people, day, sentence in (
        ([], today, "Choose some"),
        ([world.ada.pk], today, "Choose some"),
        ([world.people["tom"].pk], today + timedelta(days=9), "still to come"),
        ([world.people["tom"].pk], today - timedelta(days=800), "has run out"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.attest(row.uid, people, day, by=cleo)
    actions.attest(row.uid, [world.people["tom"].pk], today, by=cleo)
    assert sees(world, "tom", vent)
    with clock.at(clock.now() + timedelta(days=367)):
        assert queries.waiting(world.actor("tom"))[0].title == "Keeping secrets"
    Membership.objects.filter(person=world.people["tom"]).update(role=Role.STEWARD)
    actions.attest(row.uid, [world.people["cleo"].pk], today, by=world.actor("tom"))
    assert sees(world, "cleo", vent)


def test_what_is_asked_no_more_opens_what_waited(world, vent, rules):
    row = actions.ask_to_note(rules.uid, 0, by=world.actor("cleo"))
    actions.drop(row.uid, by=world.actor("cleo"))
    assert sees(world, "tom", vent)
    with pytest.raises(Denied):
        note(world, row, "tom")
    publish(world, rules, "We copy nothing.")
    assert sees(world, "tom", vent)


def test_it_is_each_firms_own_and_who_shares_learns_only_that_something_is_missing(world, vent, rules):
    row = actions.ask_to_note(rules.uid, 0, by=world.actor("cleo"))
    for name in ("ada", "dan"):
        assert queries.waiting(world.actor(name)) == []
        with pytest.raises(Unseen):
            actions.acknowledge(row.uid, row.version_id, by=world.actor(name))
        with pytest.raises(Unseen):
            queries.page(row.uid, world.actor(name))
    for deed in (
        lambda: actions.ask_to_note(rules.uid, 0, by=world.actor("tom")),
        lambda: actions.ask_for_training("Gates", 12, 0, by=world.actor("tom")),
        lambda: actions.drop(row.uid, by=world.actor("tom")),
    ):
        with pytest.raises(Denied):
            deed()
    ada = world.actor("ada")
    member = next(each for each in why.page(vent.uid, "", ada).people if each.person == world.people["tom"])
    [sentence] = why.page(vent.uid, str(member.pk), ada).answer.sentences
    assert sentence == (
        "Brightforge Castings asks something of its people that Tom has not done yet: a policy or a training."
    )


def test_keepers_see_who_has_done_it_and_the_ledger_holds_it(world, vent, rules):
    cleo = world.actor("cleo")
    row = actions.ask_to_note(rules.uid, 0, by=cleo)
    note(world, row, "tom")
    note(world, row, "tom")  # again changes nothing
    assert [(each.done, each.of) for each in queries.every(cleo)] == [(1, 2)]
    page = queries.page(row.uid, cleo)
    assert [(each.member.person.name, each.done is not None) for each in page.standings] == [
        ("Cleo", False),
        ("Tom", True),
    ]
    assert Event.objects.filter(name="policies.PolicyAcknowledged").count() == 1
    with pytest.raises(Unseen):
        queries.every(world.actor("tom"))


def test_asking_and_noting_in_the_browser(world, vent, rules):
    cleo, tom = walk.browser(world, "cleo"), walk.browser(world, "tom")
    assert "Ask everybody to take note of it" in walk.said(cleo.get(f"/items/{rules.uid}"))
    assert rules.title in walk.said(cleo.get(f"/protect/asked?page={rules.uid}"))
    assert cleo.post("/protect/asked", {"page": "x", "days": 0}).status_code == 422
    page = walk.said(cleo.post("/protect/asked", {"page": rules.uid, "days": 0}, follow=True))
    assert "2 people have not done it" in page
    assert "There is no policy of which they are not asked yet." in walk.said(cleo.get("/protect/asked"))
    assert "Nothing of partners is shown to you until this is done." in walk.said(tom.get("/"))
    row = Requirement.objects.get()
    assert "newer version" in walk.said(tom.post(f"/asked/{row.uid}", {"version": "x"}, follow=True))
    page = walk.said(tom.post(f"/asked/{row.uid}", {"version": row.version_id}, follow=True))
    assert "You have done all that is asked." in page
    given = {"name": "Keeping secrets", "months": 12, "days": 30}
    assert "Keeping secrets" in walk.said(cleo.post("/protect/asked/training", given, follow=True))
    assert cleo.post("/protect/asked/training", given | {"months": 0}).status_code == 422
    training = Requirement.objects.get(item_id=None)
    today = clock.now().date()
    people = {"people": [world.people["tom"].pk], "done_on": f"{today}"}
    assert "Trained, attested" in walk.said(cleo.post(f"/protect/asked/{training.uid}", people, follow=True))
    assert "Nobody is asked" in walk.said(cleo.post(f"/protect/asked/{training.uid}/end", follow=True))
