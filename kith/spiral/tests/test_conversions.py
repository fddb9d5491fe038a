"""Knowledge that passes from people to people, to pages and back; what it takes to count, and what nobody can undo."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge.actions import sourcing, using, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Relation
from kith.knowledge.queries import items
from kith.spiral.actions import converting
from kith.spiral.actions.converting import Passing
from kith.spiral.models import Confirmation, Conversion, Evidence, Part, Participant
from kith.spiral.modes import Mode, Proof, Role
from kith.spiral.queries import flow, journey
from tests import walk

S, E, C, I = Mode.SOCIALIZATION, Mode.EXTERNALIZATION, Mode.COMBINATION, Mode.INTERNALIZATION  # noqa: E741
SOURCE, RECIPIENT = str(Role.SOURCE), str(Role.RECIPIENT)


@pytest.fixture
def item(world):
    return world.item(world.space("Castings"), "Vent the core", classification=2)


def today(days=0):
    return clock.now().date() + timedelta(days=days)


def passed(world, mode, method, people, by="ada", **more):
    terms = {"held_on": today()} | more
    roles = {world.people[name].pk: role for name, role in people.items()}
    return converting.record(Passing(mode, method, people=roles, **terms), by=world.actor(by))


def paired(world, item, people=None, by="ada", **more):
    return passed(world, S, "pairing", people or {"ada": SOURCE, "ben": RECIPIENT}, by, into=(item.pk,), **more)


def seen(world, item, name="ada"):
    return journey.of(item.uid, world.actor(name))


def counted(world, item, name="ada"):
    return [count for _mode, _name, count in seen(world, item, name).modes]


def test_socialization_needs_two_people_one_of_whom_learns_and_counts_there_only(world, item):
    with pytest.raises(Refused, match="at least two"):
        paired(world, item, {"ben": RECIPIENT})
    with pytest.raises(Refused, match="who learned"):
        paired(world, item, {"ada": SOURCE, "ben": SOURCE})
    row = paired(world, item, minutes=90, note="At the core bench")
    assert counted(world, item) == [0, 0, 0, 0]  # nobody else has said that it was so
    with pytest.raises(Denied, match="Somebody else"):
        converting.confirm(row.uid, by=world.actor("ada"))
    converting.confirm(row.uid, by=world.actor("ben"))
    assert counted(world, item) == [1, 0, 0, 0]


def test_externalization_stays_a_draft_until_its_source_says_of_that_text_that_she_meant_it(world, item, work):
    ada, ben = world.actor("ada"), world.actor("ben")
    draft = writing.begin(item.space.uid, Words("What Ben hears", "Gas whistles."), by=ada)
    with pytest.raises(Refused, match="whose knowledge"):
        passed(world, E, "written", {"ada": str(Role.FACILITATOR)}, out_of=(draft.pk,))
    converting.take_down(draft, ben.person_id, by=ada)
    with pytest.raises(Refused, match="First Ben has to say"):
        writing.publish(draft.uid, by=ada)
    with pytest.raises(Unseen):
        sourcing.confirm(draft.uid, "", by=ada)  # nobody asked her
    sha = sourcing.text_of(draft)[1].sha256
    sourcing.confirm(draft.uid, sha, by=ben)
    writing.save_draft(draft.uid, Words("What Ben hears", "Gas never whistles."), by=ada, shown_saves=1)
    with pytest.raises(Refused, match="First Ben has to say"):
        writing.publish(draft.uid, by=ada)  # these are other words
    sourcing.confirm(draft.uid, sourcing.text_of(draft)[1].sha256, by=ben)
    writing.publish(draft.uid, by=ada)
    work()
    assert counted(world, draft) == [0, 1, 0, 0]


def test_combination_needs_two_sources_and_they_list_it_as_reuse(world, item):
    other, synthesis = world.item(item.space, "Dry the core"), world.item(item.space, "Sound cores")
    people = {"ada": str(Role.FACILITATOR)}
    with pytest.raises(Refused, match="at least two pages"):
        passed(world, C, "synthesis", people, into=(item.pk,), out_of=(synthesis.pk,))
    with pytest.raises(Refused, match="at least two pages"):
        passed(world, C, "synthesis", people, into=(item.pk, synthesis.pk), out_of=(synthesis.pk,))
    row = passed(world, C, "synthesis", people, into=(item.pk, other.pk), out_of=(synthesis.pk,))
    converting.confirm(row.uid, by=world.actor("ben"))
    assert counted(world, item) == [0, 0, 1, 0]
    for source in (item, other):
        lineage = items.page(source.uid, world.actor("ben")).lineage
        assert [found.uid for found in lineage.others["combined_in"]] == [synthesis.uid]
    assert Relation.objects.filter(kind="combines").count() == 2


def test_internalization_needs_a_demonstration_or_a_report_of_use_and_never_a_page_view(world, item, work):
    ben = walk.browser(world, "ben")
    ben.get(f"/items/{item.uid}")
    work()
    assert not Conversion.objects.exists()
    with pytest.raises(Refused, match="Having read it does not count"):
        passed(world, I, "demonstration", {"ben": RECIPIENT}, into=(item.pk,))
    seen_by_ada = {"ben": RECIPIENT, "ada": str(Role.FACILITATOR)}
    passed(world, I, "demonstration", seen_by_ada, into=(item.pk,), proofs=((Proof.OBSERVATION, None),))
    assert counted(world, item) == [0, 0, 0, 1]
    using.use(item.uid, "nothing", by=world.actor("ben"))
    work()
    assert Conversion.objects.count() == 1
    using.use(item.uid, "quality", by=world.actor("ben"), words="No pores")
    work()
    row = Conversion.objects.latest("pk")
    assert (row.method, row.note, row.evidence.get().kind) == ("use", "No pores", "use_report")
    assert counted(world, item) == [0, 0, 0, 1]
    with pytest.raises(Denied):
        converting.confirm(row.uid, by=world.actor("ben"))
    converting.confirm(row.uid, by=world.actor("ada"))
    assert counted(world, item) == [0, 0, 0, 2]


def test_nobody_attests_her_own_demonstration(world, item):
    sent = {"method": "demonstration", "recipient": [world.people["ben"].pk], "held_on": today()}
    answer = walk.browser(world, "ben").post(f"/items/{item.uid}/conversions/I", sent)
    assert answer.status_code == 422
    assert "Somebody else than whoever shows it" in walk.said(answer)
    assert not Conversion.objects.exists()


def confirmed(world, row, by="ben"):
    converting.confirm(row.uid, by=world.actor(by))


def test_all_four_and_then_a_socialization_with_somebody_new_close_a_lap(world, item):
    world.colleague("cyd", "ada")
    other, synthesis = world.item(item.space, "Dry the core"), world.item(item.space, "Sound cores")
    people = {"ada": str(Role.FACILITATOR)}
    confirmed(world, paired(world, item))
    confirmed(world, passed(world, E, "written", people | {"ben": SOURCE}, into=(item.pk,)))
    confirmed(world, passed(world, C, "synthesis", people, into=(item.pk, other.pk), out_of=(synthesis.pk,)))
    proofs = ((Proof.OBSERVATION, None),)
    passed(world, I, "demonstration", people | {"ben": RECIPIENT}, into=(synthesis.pk,), proofs=proofs)
    for found in (item, other, synthesis):  # one lineage
        assert seen(world, found).laps == []
    confirmed(world, paired(world, synthesis))
    assert seen(world, item).laps == []  # the same two again
    confirmed(world, paired(world, synthesis, {"ada": SOURCE, "cyd": RECIPIENT}), by="cyd")
    assert len(seen(world, item).laps) == 1


@pytest.mark.parametrize("model", [Conversion, Part, Participant, Evidence, Confirmation])
@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_a_conversion(world, item, model, deed):
    confirmed(world, paired(world, item))
    rows = model.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        if deed == "delete":
            rows._raw_delete(rows.db)
        else:
            rows.update(id=99)
    assert rows.count() >= 1


def test_what_was_not_so_is_retracted_with_a_reason_stays_readable_and_counts_no_more(world, item):
    row = paired(world, item)
    confirmed(world, row)
    with pytest.raises(Denied):
        converting.retract(row.uid, "No", by=world.actor("ben"))
    with pytest.raises(Refused, match="why it was not so"):
        converting.retract(row.uid, " ", by=world.actor("ada"))
    converting.retract(row.uid, "It was another casting", by=world.actor("ada"))
    assert counted(world, item) == [0, 0, 0, 0]
    page = walk.said(walk.browser(world, "ben").get(f"/items/{item.uid}/journey"))
    assert "It was another casting" in page
    with pytest.raises(Denied):
        converting.retract(row.uid, "Again", by=world.actor("ada"))


def test_a_journey_is_stalled_after_sixty_days(world, item):
    confirmed(world, paired(world, item))
    with clock.at(clock.now() + timedelta(days=59)):
        assert not seen(world, item).stalled
    with clock.at(clock.now() + timedelta(days=60)):
        assert seen(world, item).stalled
        assert "Nothing has happened for 60 days" in walk.said(
            walk.browser(world, "ada").get(f"/items/{item.uid}/journey")
        )


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"held_on": today(1)}, "earlier day"),
        ({"minutes": 0}, "more than none"),
        ({"minutes": 10**7}, "more than none"),
    ],
)
def test_what_cannot_have_been_is_refused(world, item, more, sentence):
    with pytest.raises(Refused, match=sentence):
        paired(world, item, **more)


def test_only_people_she_may_know_of_are_named(world, item):
    with pytest.raises(Refused, match="of a partner"):
        paired(world, item, {"ada": SOURCE, "dan": RECIPIENT})
    paired(world, item, {"ada": SOURCE, "tom": RECIPIENT})


def test_a_partner_sees_the_journey_of_what_is_open_to_her_without_names_of_a_third_one(world, item):
    world.agree("foundry", "cleo")
    world.share(item, "foundry")
    confirmed(world, paired(world, item, {"ada": SOURCE, "una": RECIPIENT, "tom": RECIPIENT}, note="On the rig"))
    secret = world.item(world.space("Quiet", to_all=False), "Sealed drawing")
    row = passed(
        world, C, "synthesis", {"ada": SOURCE}, into=(item.pk, secret.pk), out_of=(world.item(item.space, "Both").pk,),
        note="Sealed words",
    )  # fmt: skip
    page = walk.said(walk.browser(world, "tom").get(f"/items/{item.uid}/journey"))
    for words in ("Tom", "1 more person", "On the rig"):
        assert words in page
    for words in ("Una", "Sealed drawing", "Sealed words"):
        assert words not in page
    assert "Sealed words" in walk.said(walk.browser(world, "ada").get(f"/items/{item.uid}/journey"))
    assert row.organisation == world.pumps


def test_a_firm_does_not_learn_what_a_partner_makes_of_what_it_lent(world):
    world.agree("foundry", "cleo")
    lent = world.item(world.space("Pour logs", by="cleo"), "Line 2", by="cleo", classification=2)
    world.share(lent, "pumps", by="cleo", agreement=world.agreements["foundry"])
    ours, both = world.item(world.space("Castings"), "Ours"), world.item(world.space("More"), "Both")
    passed(world, C, "synthesis", {"ada": SOURCE}, into=(lent.pk, ours.pk), out_of=(both.pk,))
    assert len(seen(world, lent, "ada").events) == 1
    assert seen(world, lent, "cleo").events == []
    assert "Synthesis" not in walk.said(walk.browser(world, "cleo").get(f"/items/{lent.uid}/journey"))


def test_the_spiral_says_what_it_has_data_for_each_with_its_n(world, item):
    ada = world.actor("ada")
    empty = walk.said(walk.browser(world, "ada").get("/spiral"))
    assert "Not enough data" in empty
    confirmed(world, paired(world, item, {"ada": SOURCE, "tom": RECIPIENT}, held_on=today(-20)), "ben")
    for days in (-13, -6, 0):
        confirmed(world, paired(world, item, held_on=today(days)))
    paired(world, item)
    found = flow.page(ada).flow
    assert [leg.count for leg in found.legs] == [4, 0, 0, 0]
    assert (found.legs[0].median, found.legs[0].waits) == (7, 3)
    assert (found.unconfirmed, found.journeys, found.across, found.people, found.firms) == (1, 1, 1, 3, 2)
    assert found.bottleneck is None
    assert (found.balance, found.lacking) == (None, 8)
    page = walk.said(walk.browser(world, "ada").get("/spiral"))
    assert "4 of 12 conversions, 8 are missing" in page


def test_the_spiral_of_a_partnership_holds_what_both_sides_took_part_in(world, item):
    confirmed(world, paired(world, item))
    confirmed(world, paired(world, item, {"ada": SOURCE, "tom": RECIPIENT}), "ben")
    uid = world.partnerships["foundry"].uid
    assert flow.page(world.actor("ada"), f"p{uid}").flow.count == 1
    assert flow.page(world.actor("ada"), f"s{item.space.uid}").flow.count == 2
    assert flow.page(world.actor("ada"), f"p{world.partnerships['university'].uid}").flow.count == 0
    for name in ("dan", "una"):
        with pytest.raises(Unseen):
            flow.page(world.actor(name), f"p{uid}")
