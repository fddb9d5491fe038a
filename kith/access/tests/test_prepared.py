"""A question whose SQL is worked out once answers as a fresh one would, whatever the values."""

from datetime import timedelta

from django.db import connection
from django.db.models import DateTimeField
from django.test.utils import CaptureQueriesContext

from kith.access import reach
from kith.access.models import Basis
from kith.core import clock, prepared
from kith.core.prepared import Prepared, PreparedObjects, Slot, number, numbers, several
from kith.identity.models import Team


def test_the_same_question_with_other_values_gives_other_rows(world):
    world.agree("foundry", "cleo", title="Long", ends_on=clock.now().date() + timedelta(days=90))
    world.agree("university", "una", title="Short", ends_on=clock.now().date() + timedelta(days=9))
    asked = []

    def build(_shape):
        asked.append(1)
        return Basis.objects.in_force(Slot("at", DateTimeField())).order_by("title").values_list("title", "starts_at")

    question = Prepared(build)
    for days, titles in ((0, ["Long", "Short"]), (30, ["Long"]), (365, [])):
        rows = list(question.rows(None, {"at": clock.now() + timedelta(days=days)}))
        assert [title for title, _starts in rows] == titles
        assert all(starts.tzinfo for _title, starts in rows)
    assert len(asked) == 1


def test_a_reach_is_one_question_for_everybody_in_any_number_of_teams(world):
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core")
    world.share(item, "foundry")
    for teams in range(3):
        actor = world.actor("tom")
        assert len(actor.team_ids) == teams
        with CaptureQueriesContext(connection) as asked:
            assert len(reach.of(actor).doors) == 1
        assert len(asked) == 1
        team = Team.objects.create(organisation=world.firms["foundry"], name=f"Team {teams}")
        team.members.add(actor.membership_id)


def test_objects_come_with_those_that_belong_to_them_and_lists_of_any_length_share_few_plans(world):
    built = []

    def build(count):
        built.append(count)
        teams = Team.objects.filter(pk__in=numbers("pk", count), organisation=number("firm"))
        return teams.select_related("organisation").order_by("name")

    question = PreparedObjects(build)
    firm = world.firms["foundry"]
    teams = [Team.objects.create(organisation=firm, name=f"Team {n}") for n in range(5)]
    for length in range(6):
        count, values = several("pk", [team.pk for team in teams[:length]])
        with CaptureQueriesContext(connection) as asked:
            found = question.all(count, values | {"firm": firm.pk})
            assert [team.organisation.name for team in found] == [firm.name] * length
        assert found == teams[:length]
        assert len(asked) == 1
        assert question.all(count, values | {"firm": world.firms["university"].pk}) == []
    assert built == [1, 2, 4, 8]


def test_only_so_many_plans_are_kept(world, monkeypatch):
    monkeypatch.setattr(prepared, "PLANS", 2)
    question = PreparedObjects(lambda count: Team.objects.filter(pk__in=numbers("pk", count)))
    for count in (1, 2, 4, 1):
        assert question.all(count, {f"pk{n}": 0 for n in range(count)}) == []
        assert len(question.plans) <= 2
