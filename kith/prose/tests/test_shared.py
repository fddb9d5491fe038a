"""A body goes into a shared document and comes out the same; two people's changes both stay."""

from typing import Any

from hypothesis import HealthCheck, given, settings

from kith.prose import canonical, markdown, shared
from kith.prose.tests.test_markdown import BODIES


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(BODIES)
def test_a_body_comes_out_as_it_went_in(body: dict[str, Any]) -> None:
    doc = canonical.validate(body)
    assert shared.body(shared.begin("Title", doc)) == doc


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(BODIES, BODIES)
def test_a_body_can_be_brought_to_any_other(one: dict[str, Any], other: dict[str, Any]) -> None:
    before, after = canonical.validate(one), canonical.validate(other)
    document = shared.begin("Title", before)
    shared.replace(document, after)
    assert shared.body(document) == after


def test_who_types_in_a_block_that_stays_keeps_her_text_when_others_are_replaced() -> None:
    first = shared.begin("Cores", markdown.parse("One\n\nTwo\n\nThree"))
    second = shared.empty()
    second.apply_update(first.get_update())
    seen = second.get_state()
    shared.body_of(second).children[2].children[0].insert(0, "Still ")
    shared.replace(first, markdown.parse("One\n\nBetter\n\nThree"))
    first.apply_update(second.get_update(seen))
    assert markdown.write(shared.body(first)).split("\n\n") == ["One", "Better", "Still Three\n"]


def test_emoji_and_overlapping_marks_keep_their_place() -> None:
    doc = markdown.parse("# Ä 😀 **b *c* d** `e` [**f** g](/h)\n\n[![x](/y)](/z)")
    document = shared.begin("😀", doc)
    assert shared.body(document) == doc
    assert shared.title(document) == "😀"
    shared.set_title(document, "Cores")
    assert shared.title(document) == "Cores"
