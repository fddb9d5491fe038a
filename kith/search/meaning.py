"""Words that mean the same in an organisation, at the moment of a search: nothing of it is in the index."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from kith.search import analyzer
from kith.search.models import Synonym
from kith.search.ranking import Group

MOST = 2_000  # entries of one organisation
LONGEST = 5  # words of one meaning
ADDED = 12  # terms that one word of a query gets besides its own


class Meanings:
    """What else a query's words may be called in one organisation."""

    def __init__(self, organisation_id: int | None) -> None:
        self._organisation = organisation_id

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
        found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        if self._organisation is None:
            return found
        rows = Synonym.objects.filter(organisation_id=self._organisation).order_by("pk")[:MOST]
        for row in rows.values_list("words", flat=True):
            meanings = [tuple(analyzer.words(str(each))[:LONGEST]) for each in row]
            for one in meanings:
                found.setdefault(one, []).extend(each for each in meanings if each and each != one)
        return found

    def others(self, query: str) -> list[str]:
        """What else the words of a query are called, for showing where they stand."""
        return [" ".join(meaning) for _run, meaning in self._met(query)][:ADDED]

    def _met(self, query: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """The runs of words in a query that have a meaning, each with what else it is called."""
        words = analyzer.words(query[: analyzer.QUERY_LETTERS])[: analyzer.QUERY_WORDS]
        if not self._by_words:
            return
        for start in range(len(words)):
            for length in range(1, min(LONGEST, len(words) - start) + 1):
                run = tuple(words[start : start + length])
                for meaning in self._by_words.get(run, ()):
                    yield run, meaning

    def widen(self, query: str, asked: Sequence[str], groups: Sequence[Group], languages: Group) -> tuple[Group, ...]:
        """The groups of a query, each with the terms that mean the same.

        A meaning of several words is one term in which they stand together.

        Args:
            asked: the words of the query for which the groups stand.
        """
        more: dict[str, list[str]] = {}
        for run, meaning in self._met(query):
            for word in run:
                more.setdefault(word, []).extend(_terms(meaning, languages))
        pairs = zip(asked, groups, strict=True)
        return tuple(tuple(dict.fromkeys([*group, *more.get(word, ())[:ADDED]])) for word, group in pairs)


def _terms(meaning: tuple[str, ...], languages: Group) -> list[str]:
    """A meaning as the index holds it: its stems in each language, those of several words in one piece."""
    return list(dict.fromkeys(" ".join(analyzer.stem_all(meaning, language)) for language in languages or ("",)))


NONE = Meanings(None)
