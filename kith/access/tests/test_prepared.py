"""A question whose SQL is worked out once answers as a fresh one would, whatever the values."""

from datetime import timedelta

from django.db import connection
from django.db.models import DateTimeField
from django.test.utils import CaptureQueriesContext

from kith.access import reach
from kith.access.models import Basis
from kith.core import clock
from kith.core.prepared import Prepared, Slot
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
    for number in range(3):
        actor = world.actor("tom")
        assert len(actor.team_ids) == number
        with CaptureQueriesContext(connection) as asked:
            assert len(reach.of(actor).doors) == 1
        assert len(asked) == 1
        team = Team.objects.create(organisation=world.firms["foundry"], name=f"Team {number}")
        team.members.add(actor.membership_id)
