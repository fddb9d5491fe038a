"""Where a hit stands, on the original text."""

from kith.search import highlight
from tests import pace


def hits(text, query, languages=("en",)):
    return [part for part, hit in highlight.snippet(text, query, languages) if hit]


def test_words_are_marked_as_written_whatever_their_form():
    assert hits("Vents let gas out of the Venting core.", "vent") == ["Vents", "Venting"]
    assert hits("Die Prüfungen der Gußteile", "prufung gussteil", ("de",)) == ["Prüfungen", "Gußteile"]
    assert hits("鋳造の品質を見る", "品質", ("ja",)) == ["品質"]
    assert hits("prevention", "vent") == []


def test_the_parts_together_are_the_text_and_nothing_is_escaped_twice():
    text = "<b>vent</b> & the <script>core"
    parts = highlight.snippet(text, "vent core", ["en"])
    assert "".join(part for part, _ in parts) == text
    assert [part for part, hit in parts if hit] == ["vent", "core"]


def test_the_passage_with_most_of_the_words_is_shown():
    text = "vent " + "sand " * 200 + "the core needs a vent here " + "sand " * 200
    parts = highlight.snippet(text, "core vent", ["en"])
    assert [part for part, hit in parts if hit] == ["core", "vent"]
    assert parts[0][0] == "… "


def test_a_long_text_costs_little():
    text = ("ventral " * 250_000) + "vent"
    with pace.at_most(60):
        highlight.snippet(text, "vent core", ["en"])
        highlight.snippet("é" * 2_000_000, "vent core", ["en"])
