"""What somebody asked for earlier is done as she stands by then, and told in her language when it cannot be."""

import pytest
from django.utils.translation import get_language, gettext_lazy

from kith.core.errors import Denied, Refused, Unseen
from kith.identity import behalf
from kith.identity.models import Membership

SAID = {"not_hers": gettext_lazy("Not hers"), "broken": gettext_lazy("Broken")}


def do(world, work, name="ben"):
    return behalf.do(world.people[name], world.pumps.pk, work, lambda sentence: f"failed: {sentence}", **SAID)


def test_it_is_done_for_the_organisation_for_which_she_asked_in_her_language(world):
    world.people["ben"].locale = "de"
    assert do(world, lambda by: (by.person_id, by.organisation_id, get_language())) == (
        world.people["ben"].pk,
        world.pumps.pk,
        "de",
    )


def test_who_has_left_by_then_is_told_and_nothing_is_done(world):
    Membership.objects.filter(person=world.people["ben"]).update(ended_at=world.pumps.created_at)
    assert do(world, lambda by: pytest.fail("done")) == "failed: You do not belong to that organisation any more."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Unseen("Item"), "failed: Not hers"),
        (Denied("No", ability="edit", kind="item", object_id=1), "failed: Not hers"),
        (Refused("Choose a format."), "failed: Choose a format."),
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence(world, error, said):
    def work(by):
        raise error

    assert do(world, work) == said


def test_what_breaks_is_noted_and_goes_on_to_the_log(world):
    noted = []

    def work(by):
        raise ValueError("wires crossed")

    with pytest.raises(ValueError, match="wires"):
        behalf.do(world.people["ben"], world.pumps.pk, work, noted.append, **SAID)
    assert noted == ["Broken"]
