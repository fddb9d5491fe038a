"""From text to terms, and from hostile queries to bounded questions."""

import pytest

from kith.search import analyzer


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("Pumps, pumping", "en", "pump pump"),
        ("Prüfung der Gußteile", "de", "prufung der gussteil"),
        ("Éclair ﬁne ＡＢＣ", "en", "eclair fine abc"),
        ("鋳造の品質", "ja", "鋳造 造の の品 品質"),
        ("质量 A1", "zh", "质量 a1"),
        ("품질관리", "ko", "품질 질관 관리"),
        ("C++ and c#, snake_case", "en", "c and c snake case"),
        ("nul\x00byte 🔧 مضخة", "en", "nul byte مضخة"),
        ("Насосы", "ru", "насос"),
        ("", "en", ""),
    ],
)
def test_terms(text, language, terms):
    assert analyzer.terms(text, language) == terms


def test_thai_is_cut_into_pairs_that_a_query_finds_again():
    assert set(analyzer.words("หล่อ")) <= set(analyzer.words("งานหล่อโลหะ"))


def test_each_word_of_a_query_is_stemmed_in_each_language():
    assert analyzer.groups("the housings", ["en", "de"]) == [["hous", "housing"]]
    assert analyzer.groups("the", ["en"]) == [["the"]]


@pytest.mark.parametrize(
    "query",
    ["x " * 5000, "y" * 10_000, '"', "-", "*", "\x00", "a OR (b", "acl : s1x0", "🔧🔧", "((((" * 999, "\u202eמים"],
)
def test_a_query_is_bounded_and_its_signs_mean_nothing(query):
    groups = analyzer.groups(query, ["en", "de", "fr"])
    assert len(groups) <= analyzer.QUERY_WORDS
    assert all(term.isalnum() and len(term) <= analyzer.LONGEST for group in groups for term in group)
