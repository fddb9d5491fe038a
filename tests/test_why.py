"""The owner's people are told why somebody sees an item or does not; nobody else is told anything."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from kith.agreements.actions import ending
from kith.agreements.actions.ending import End
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Unseen
from kith.identity.actions import asking as demands
from kith.identity.actions import managing
from kith.identity.models import Membership
from kith.knowledge import policy
from kith.knowledge.actions import arranging, asking
from kith.knowledge.queries import why
from tests import walk


@pytest.fixture
def item(world):
    world.agree("foundry", "cleo", title="Mutual NDA")
    return world.item(world.space("Castings", to_all=False), "Vent the core", "Gas.", classification=2)


def asked(world, item, name, by="ada"):
    member = Membership.objects.get(person=world.people[name])
    answer = why.page(item.uid, str(member.pk), world.actor(by)).answer
    return answer.sees, " ".join(answer.sentences)


def test_before_and_after_sharing(world, item):
    assert asked(world, item, "cleo") == (False, "It is not shared with Brightforge Castings.")
    world.share(item, "foundry")
    sees, sentence = asked(world, item, "cleo")
    assert sees
    assert sentence.startswith("It is open under Mutual NDA, until ")
    ending.stop_sharing(world.agreements["foundry"].uid, by=world.actor("ada"))
    sees, sentence = asked(world, item, "cleo")
    assert not sees
    assert sentence.startswith("It was open once; that was stopped on ")


def test_a_share_with_one_person_says_whom_it_names(world, item):
    world.share(item, "foundry", person="cleo")
    assert asked(world, item, "tom") == (False, "It is shared with Cleo; Tom is not named by that.")


def test_a_share_with_another_that_is_over_is_not_told_as_if_it_stood(world, item):
    world.share(item, "foundry", person="cleo")
    ending.stop_sharing(world.agreements["foundry"].uid, by=world.actor("ada"))
    assert asked(world, item, "tom") == (False, "It is not shared with Brightforge Castings.")


def test_too_closely_held_for_a_whole_firm(world, item):
    world.share(item, "foundry")
    arranging.classify(item.uid, 3, by=world.actor("ada"))
    sees, sentence = asked(world, item, "cleo")
    assert not sees
    assert "“Restricted, named people”" in sentence
    assert "at most “In confidence, named partners”" in sentence


def test_an_agreement_that_ended_is_named_with_its_day(world, item):
    world.share(item, "foundry")
    end = End("mutual", "We are done.", clock.now(), world.firms["foundry"].name)
    ending.record_end(world.agreements["foundry"].uid, end, by=world.actor("ada"))
    sees, sentence = asked(world, item, "cleo")
    assert not sees
    assert sentence.startswith("Mutual NDA ended on ")


def test_an_agreement_that_runs_out_by_the_clock_alone(world, item):
    world.share(item, "foundry")
    with clock.at(clock.now() + timedelta(days=400)):
        sees, sentence = asked(world, item, "cleo")
    assert not sees
    assert sentence.startswith("Mutual NDA ended on ")


def test_colleagues_are_explained_too(world, item):
    assert asked(world, item, "ben") == (
        False,
        "It is shared with Ada; Ben is not named by that.",
    )
    sees, sentence = asked(world, item, "ada")
    assert sees
    assert "Ada owns it." in sentence
    arranging.bin_item(item.uid, by=world.actor("ada"))
    assert asked(world, item, "ben") == (False, "It is in the bin. Take it back first.")


def test_nobody_else_may_ask_nor_be_asked_about(world, item):
    world.share(item, "foundry")
    for name in ("cleo", "dan"):
        with pytest.raises(Unseen):
            asked(world, item, "ada", by=name)
    with pytest.raises(Unseen):
        asked(world, item, "dan")


def test_only_keepers_ask_about_a_partners_people_unless_she_asked_for_the_item_herself(world, item):
    arranging.give_to(item.uid, world.people["ben"].pk, by=world.actor("ada"))
    with pytest.raises(Unseen):
        asked(world, item, "cleo", by="ben")
    asking.ask(f"/items/{item.uid}", "For line 2.", by=world.actor("cleo"))
    assert asked(world, item, "cleo", by="ben") == (False, "It is not shared with Brightforge Castings.")


def test_the_page_answers_in_a_sentence(world, item):
    page = walk.browser(world, "ada").get(
        f"/items/{item.uid}/why", {"person": Membership.objects.get(person=world.people["cleo"]).pk}
    )
    assert "does not see it" in page.content.decode()
    assert "It is not shared with Brightforge Castings." in page.content.decode()


def test_a_colleague_who_waits_for_her_second_step_is_told_as_that(world, item):
    world.colleague("mae", "ada", Role.STEWARD)
    assert asked(world, item, "mae")[0]
    demands.ask_own({"steward"}, by=world.actor("ada"))
    assert asked(world, item, "mae") == (
        False,
        "A second step at sign-in is asked of Mae here. Nothing opens to her before hers is set up.",
    )
    Authenticator.objects.create(user=world.people["mae"], type="totp", data={"secret": "x"})
    assert asked(world, item, "mae")[0]


def test_of_a_partners_people_it_does_not_tell_who_has_a_second_step(world, item):
    world.share(item, "foundry")
    demands.ask_partner(world.firms["foundry"].pk, asked=True, by=world.actor("ada"))
    Authenticator.objects.create(user=world.people["cleo"], type="totp", data={"secret": "x"})
    assert policy.items.can(world.actor("cleo"), "see", item)
    assert not policy.items.can(world.actor("tom"), "see", item)
    client = walk.browser(world, "ada")
    said = []
    for name in ("cleo", "tom"):
        member = Membership.objects.get(person=world.people[name])
        answer = why.page(item.uid, str(member.pk), world.actor("ada")).answer
        said.append((answer.sees, answer.hinges, answer.sentences))
        page = client.get(f"/items/{item.uid}/why", {"person": member.pk}).content.decode()
        assert f"{name.title()} of Brightforge Castings sees it with a second step" in page
    assert said[0] == said[1]
    assert said[0][2][:2] == [
        "It is open under Mutual NDA.",
        "A second step at sign-in is asked of the people of Brightforge Castings. "
        "Whoever has none sees nothing of ours.",
    ]
    ending.stop_sharing(world.agreements["foundry"].uid, by=world.actor("ada"))
    assert asked(world, item, "cleo") == asked(world, item, "tom")
    assert asked(world, item, "tom")[1].startswith("It was open once; that was stopped on ")


def test_another_owner_is_previewed_and_then_made(world, item):
    ben = world.people["ben"]
    client = walk.browser(world, "ada")
    shown = client.post(f"/items/{item.uid}/owner", {"owner": ben.pk}).content.decode()
    item.refresh_from_db()
    assert item.owner == world.ada
    assert "opens to 1 person" in shown
    client.post(f"/items/{item.uid}/owner", {"owner": ben.pk, "confirmed": "1"})
    item.refresh_from_db()
    assert item.owner == ben
    assert asked(world, item, "ben") == (True, "Ben owns it.")


def test_a_team_that_changes_changes_what_its_people_see(world, item):
    ada, ben = world.actor("ada"), Membership.objects.get(person=world.people["ben"])
    team = managing.make_team("Casting", [], by=ada)
    client = walk.browser(world, "ada")
    said = client.post(f"/people/teams/{team.uid}", {"name": "Castings", "members": [ben.pk]})
    assert said.status_code == 302
    team.refresh_from_db()
    assert team.name == "Castings"
    assert world.actor("ben").team_ids == (team.pk,)
    client.post(f"/people/teams/{team.uid}", {"name": "Castings", "members": []})
    assert world.actor("ben").team_ids == ()
    assert walk.browser(world, "ben").get(f"/people/teams/{team.uid}").status_code == 404


def test_only_an_owner_renames_the_organisation(world):
    walk.browser(world, "ada").post("/people/organisation", {"name": " Tarnside  Pumps "})
    world.pumps.refresh_from_db()
    assert world.pumps.name == "Tarnside Pumps"
    refused = walk.browser(world, "ben").post("/people/organisation", {"name": "Mine"})
    assert refused.status_code == 403
    world.pumps.refresh_from_db()
    assert world.pumps.name == "Tarnside Pumps"
