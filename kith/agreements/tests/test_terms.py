"""What agreements of each type say, what they must say before they go out, and what follows from it."""

import pytest

from kith.access.actions import Subject
from kith.access.models import ContainerKind, Grant
from kith.agreements import heeds, texts
from kith.agreements.actions import drafting, negotiating, sharing
from kith.agreements.actions.drafting import Draft
from kith.agreements.models import Agreement
from kith.agreements.queries import amendments
from kith.agreements.terms import catalogue
from kith.agreements.terms.clauses import CLAUSES
from kith.agreements.terms.types import TYPES
from kith.core import clock
from kith.core.errors import Refused
from kith.knowledge import policy as knowledge
from kith.knowledge import sight
from kith.knowledge.models import Item
from kith.partnerships import actions as partnerships
from tests import walk
from tests.world import World


def test_every_type_of_agreement_is_described_and_names_only_terms_and_clauses_that_exist():
    assert set(TYPES) == set(Agreement.Kind.values)
    for type_ in TYPES.values():
        assert set(type_.terms) <= set(catalogue.TERMS)
        assert set(type_.needs) <= set(type_.terms)
    assert {term.clause for term in catalogue.TERMS.values()} <= set(CLAUSES)
    assert {key for type_ in TYPES.values() for key in type_.terms} == set(catalogue.TERMS)  # none that nobody can say


def drafted(world: World, kind: str, **further: object) -> Agreement:
    values = catalogue.start(kind) | further
    terms = world.terms("foundry", "cleo", kind=kind, further=values)
    return drafting.draft(world.partnerships["foundry"].uid, terms, by=world.actor("ada"))


@pytest.mark.parametrize("kind", list(TYPES))
def test_a_draft_of_every_type_says_its_usual_terms_and_lists_what_it_must_still_say(world, kind):
    agreement = drafted(world, kind)
    text = texts.write(agreement)
    for term in catalogue.of(kind):
        if term.start is not None:
            assert term.shape.says(term.start, texts.names_of(agreement)) in text
    missing = {heed.term for heed in heeds.of(agreement) if heed.stops}
    assert missing == set(TYPES[kind].needs) - set(agreement.further)


def test_clauses_are_numbered_without_gaps_and_stand_in_the_text_word_for_word(world):
    agreement = drafted(world, "joint_development", foreground="joint")
    said = texts.clauses(agreement)
    assert [row.number for row in said] == list(range(1, len(said) + 1))
    text = texts.write(agreement)
    assert all(row.text in text for row in said)
    assert "Results belong to both together" in text


def test_what_a_type_must_say_stops_it_from_going_out_until_it_says_it(world):
    agreement = drafted(world, "joint_development", foreground="creator")
    with pytest.raises(Refused, match="What each side brings") as refused:
        drafting.send_out(agreement.uid, by=world.actor("ada"))
    assert refused.value.field == "background"
    brought = {
        str(world.pumps.pk): ["Drawing set D", " ", "Drawing set D"],
        str(world.firms["foundry"].pk): ["Sand mix"],
    }
    terms = world.terms(
        "foundry", "cleo", kind="joint_development", further=agreement.further | {"background": brought}
    )
    drafting.redraft(agreement.uid, terms, by=world.actor("ada"))
    assert "keeps, what it brings:\n- Drawing set D\n" in drafting.send_out(agreement.uid, by=world.actor("ada")).text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"residuals": "everything"}, "residuals"),
        ({"exclusions": ["public", "mine"]}, "exclusions"),
        ({"oral_confirm_days": 0.5}, "oral_confirm_days"),
        ({"oral_confirm_days": 10_000}, "oral_confirm_days"),
        ({"discloser": 999_999}, "discloser"),
    ],
)
def test_a_value_that_a_term_cannot_have_is_refused_at_its_term(world, given, field):
    with pytest.raises(Refused) as refused:
        drafted(world, "nda_one_way", **given)
    assert refused.value.field == field


def test_terms_of_another_type_are_not_kept(world):
    assert "royalty" not in drafted(world, "nda_mutual", royalty="5 % of sales").further


def test_joint_ownership_an_empty_background_list_and_broad_residuals_warn_without_stopping(world):
    agreement = drafted(world, "collaboration", foreground="joint", residuals="broad")
    warned = {heed.term for heed in heeds.of(agreement) if not heed.stops}
    assert {"foreground", "background", "residuals", "governing_law"} <= warned
    assert not [heed for heed in heeds.of(agreement) if heed.stops]


def test_under_a_one_way_agreement_the_receiver_can_share_nothing(world):
    world.agree("foundry", "cleo", kind="nda_one_way", further={"discloser": world.pumps.pk})
    world.share(world.space("Castings"), "foundry")
    theirs = world.space("Sand", by="cleo")
    agreement = world.agreements["foundry"]
    with pytest.raises(Refused, match="only receives"):
        sharing.share(
            agreement.uid,
            sharing.Target(ContainerKind.SPACE, theirs.uid),
            Subject(world.pumps.pk),
            agreement.basis.purposes.get().uid,
            by=world.actor("cleo"),
        )
    with pytest.raises(Refused, match="They can read here, not write"):
        world.share(world.space("Together"), "foundry", joint=True)


def seen_by(world: World, name: str) -> set[str]:
    view = sight.of(world.actor(name))
    return set(Item.objects.filter(knowledge.seen(view)).values_list("title", flat=True))


def test_an_amendment_to_one_way_closes_what_the_receiver_had_shared(world):
    agreement = world.agree("foundry", "cleo")
    theirs = world.space("Sand", by="cleo")
    world.item(theirs, "Moisture of the sand", by="cleo", classification=2)
    sharing.share(
        agreement.uid,
        sharing.Target(ContainerKind.SPACE, theirs.uid),
        Subject(world.pumps.pk),
        agreement.basis.purposes.get().uid,
        by=world.actor("cleo"),
    )
    assert "Moisture of the sand" in seen_by(world, "ada")
    one_way = {"kind": "nda_one_way", "further": {"discloser": world.pumps.pk}}
    amendment = world.amend("foundry", "cleo", agreement, sign=False, **one_way)
    effect = amendments.effect(amendment, world.actor("ada"))
    assert [row.item.title for change in effect for row in change.closes] == ["Moisture of the sand"]
    labels = {str(row.label): (row.before, row.after) for row in amendments.term_changes(amendment)}
    assert labels["Which side shows its knowledge"] == ("–", "Tarnside Pumps")
    assert "Moisture of the sand" in seen_by(world, "ada")  # the preview changed nothing
    world.sign(amendment, "ada")
    world.sign(amendment, "cleo")
    assert "Moisture of the sand" not in seen_by(world, "ada")
    assert not Grant.objects.filter(basis=Agreement.objects.get(pk=amendment.pk).basis).exists()


def test_a_letter_of_intent_opens_something_only_if_secrecy_binds(world):
    space = world.space("Castings")
    world.agree("foundry", "cleo", kind="mou", further={"binding": ["law"]})
    with pytest.raises(Refused, match="Secrecy does not bind"):
        world.share(space, "foundry")
    world.agree("foundry", "cleo", kind="mou", further={"binding": ["secrecy"]})
    world.share(space, "foundry")


def test_where_personal_data_is_marked_nothing_is_shared_before_a_data_agreement_is_in_force(world):
    space = world.space("Castings")
    agreement = world.agree("foundry", "cleo", further={"personal_data": True})
    assert [heed.term for heed in heeds.of(agreement) if "Personal data" in str(heed.sentence)] == ["personal_data"]
    with pytest.raises(Refused, match="no data processing agreement"):
        world.share(space, "foundry")
    processing = {"processor": world.pumps.pk, "data_kinds": ["Names"], "data_subjects": ["Fitters"]}
    world.agree("foundry", "cleo", kind="data_processing", further=processing)
    world.share(space, "foundry", agreement=agreement)


def test_an_amendment_cannot_bring_personal_data_in_without_a_data_agreement(world):
    agreement = world.agree("foundry", "cleo")
    with pytest.raises(Refused, match="no data processing agreement"):
        world.amend("foundry", "cleo", agreement, further={"personal_data": True})


def compete(world: World) -> None:
    partnerships.say_competition(world.partnerships["foundry"].uid, compete=True, by=world.actor("cleo"))


def test_between_competitors_an_agreement_names_a_clean_team_and_the_lawyer(world):
    agreement = drafted(world, "nda_mutual")
    compete(world)
    agreement.refresh_from_db()
    stops = {heed.term for heed in heeds.of(agreement) if heed.stops}
    assert stops == {"recipients", "counsel"}
    with pytest.raises(Refused, match="clean team"):
        drafting.send_out(agreement.uid, by=world.actor("ada"))
    terms = clean_team(world)
    drafting.redraft(agreement.uid, terms, by=world.actor("ada"))
    assert "Consulted before signature: Marsh & Lowe." in drafting.send_out(agreement.uid, by=world.actor("ada")).text


def clean_team(world: World) -> Draft:
    people = (
        Subject(world.firms["foundry"].pk, person_id=world.people["tom"].pk),
        Subject(world.pumps.pk, person_id=world.ada.pk),
    )
    further = catalogue.start("nda_mutual") | {"counsel": "Marsh & Lowe"}
    return world.terms("foundry", "cleo", recipients=people, further=further)


def test_who_turn_out_to_compete_share_nothing_more_under_an_agreement_that_lets_in_everyone(world):
    world.agree("foundry", "cleo")
    waiting = world.agree("foundry", "cleo", sign=False)
    compete(world)
    with pytest.raises(Refused, match="name a clean team first"):
        world.share(world.space("Castings"), "foundry", agreement=first(world))
    with pytest.raises(Refused, match="clean team"):
        world.sign(waiting, "ada")


def first(world: World) -> Agreement:
    return Agreement.objects.filter(partnership=world.partnerships["foundry"]).earliest("pk")


def test_only_the_side_that_said_that_both_compete_takes_it_back(world):
    compete(world)
    uid = world.partnerships["foundry"].uid
    with pytest.raises(Refused, match="Only it can take that back"):
        partnerships.say_competition(uid, compete=False, by=world.actor("ada"))
    assert partnerships.say_competition(uid, compete=False, by=world.actor("cleo")).compete_said_by_id is None


def test_a_new_draft_can_begin_with_the_terms_of_an_earlier_agreement(world):
    further = catalogue.start("nda_mutual") | {"governing_law": "Austria", "special": ["Samples come back in a week"]}
    earlier = world.agree("foundry", "cleo", further=further, purposes=("Casting quality", "Core shop"))
    ada = walk.browser(world, "ada")
    address = f"/partnerships/{world.partnerships['university'].uid}/agreements/new"
    assert f"like={earlier.uid}" in walk.said(ada.get(address))
    form = ada.get(f"{address}?like={earlier.uid}").context["form"]
    assert form.initial["purposes"] == "Casting quality\nCore shop"
    assert (form.initial["governing_law"], form.initial["special"]) == ("Austria", "Samples come back in a week")
    assert form.initial["starts_on"] == clock.now().date()
    una = walk.browser(world, "una")
    assert una.get(f"{address}?like={earlier.uid}").status_code == 404  # it is none of hers


def test_what_is_too_long_is_refused_and_nothing_is_cut_off(world):
    for given, field in (
        ({"special": ["x" * 501]}, "special"),
        ({"special": [f"Line {n}" for n in range(41)]}, "special"),
        ({"governing_law": "x" * 501}, "governing_law"),
    ):
        with pytest.raises(Refused) as refused:
            drafted(world, "nda_mutual", **given)
        assert refused.value.field == field
    with pytest.raises(Refused) as refused:
        world.agree("foundry", "cleo", purposes=("x" * 301,))
    assert refused.value.field == "purposes"
    agreement = drafted(world, "nda_mutual")
    with pytest.raises(Refused, match="2000 letters"):
        negotiating.say(agreement.uid, "x" * 2001, by=world.actor("ada"))


def test_signs_that_turn_the_direction_of_a_text_are_not_signed(world):
    turned = "Keep \u202eton ti\u202c secret"
    agreement = drafted(world, "nda_mutual", special=[turned], governing_law=f"\u2066{turned}\u2069")
    text = texts.write(agreement)
    assert "Keep ton ti secret" in text
    assert not set(text) & {"\u202e", "\u202c", "\u2066", "\u2069"}
