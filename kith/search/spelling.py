"""Words like the one that was typed. Says nothing of who may see them: whoever asks must check that with tokens."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from rapidfuzz.distance import OSA

from kith.search.models import Word

SHORTEST = 4  # letters of a word that is corrected
SHORTEST_PART = 5  # letters of a word that is looked for inside others
CANDIDATES = 5
COMPARED = 4000  # words read from the table for one search


def near(typed: Iterable[str]) -> dict[str, list[str]]:
    """For each typed word the known words one slip away, two for eight letters and more; the nearest first.

    Words that share neither their first nor their last two letters with it are not compared.
    """
    asked = [word for word in typed if len(word) >= SHORTEST and word.isalpha()]
    condition = Q(pk__in=())
    for word in asked:
        reach = _reach(word)
        sizes = Q(size__gte=len(word) - reach, size__lte=len(word) + reach)
        condition |= sizes & (Q(head=word[:2]) | Q(tail=word[-2:]))
    known = Word.objects.filter(condition).values_list("word", flat=True)[:COMPARED] if asked else []
    words = list(known)
    return {word: _closest(word, words) for word in asked}


def holding(typed: Iterable[str]) -> dict[str, list[str]]:
    """For each typed word longer known words that contain it, the shortest first."""
    asked = [word for word in typed if len(word) >= SHORTEST_PART and word.isalpha()]
    condition = Q(pk__in=())
    for word in asked:
        condition |= Q(word__contains=word)
    known = Word.objects.filter(condition).order_by("size", "word").values_list("word", flat=True)[:60] if asked else []
    words = list(known)
    return {word: [other for other in words if word in other and word != other][:20] for word in asked}


def nearest(typed: str, words: Sequence[str]) -> str | None:
    """The word with the fewest slips from the typed one; None when all are too far, or it is the typed one."""
    return next(iter(_closest(typed, words)), None)


def _closest(typed: str, words: Sequence[str]) -> list[str]:
    reach = _reach(typed)
    distances = [(OSA.distance(typed, word, score_cutoff=reach), word) for word in words if word != typed]
    return [word for distance, word in sorted(distances) if distance <= reach][:CANDIDATES]


def _reach(word: str) -> int:
    return 1 if len(word) < 8 else 2
