"""A corpus of any size with the words of real texts: what is frequent there is frequent here.

Each document is as long as a page of the handbook, in sentences, and put together from the sentences of the handbook
and of the English set, drawn with a fixed seed. The questions are the English set's own: half as they are (three or
four words), half as people ask (a whole sentence). Sentences repeat, so that rare words are less rare than in a corpus
written by hand; both sides of a ratio meet the same words.
"""

import random
import re
from collections.abc import Iterator

from bench.evaluation import Set, folder

SENTENCE = re.compile(r"(?<=[.!?])\s+")
ENGLISH = "fm_en"
HANDBOOK = folder().parents[1] / "corpora" / "18f-handbook"


def made_of(sets: list[Set], size: int) -> Iterator[tuple[str, str]]:
    """So many documents: title and text."""
    chosen = _english(sets)
    rng = random.Random(7)
    pages = [_sentences(path.read_text(encoding="utf-8", errors="replace")) for path in sorted(HANDBOOK.rglob("*.md"))]
    sentences = [sentence for page in pages for sentence in page]
    sentences += [sentence for doc in chosen.docs for sentence in _sentences(doc.body)]
    titles = list(chosen.queries.values())
    for _ in range(size):
        yield rng.choice(titles), " ".join(rng.choices(sentences, k=len(rng.choice(pages))))


def questions(sets: list[Set], number: int) -> list[str]:
    """So many questions, short and long ones in turn."""
    chosen = _english(sets)
    rng = random.Random(11)
    short = rng.sample(sorted(chosen.queries.values()), number // 2)
    asked = [s for doc in chosen.docs for s in _sentences(doc.body) if 8 <= len(s.split()) <= 20]
    long = rng.sample(sorted(set(asked)), number // 2)
    return [question for pair in zip(short, long, strict=True) for question in pair]


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE.split(text) if sentence.strip()]


def _english(sets: list[Set]) -> Set:
    for chosen in sets:
        if chosen.name == ENGLISH:
            return chosen
    raise FileNotFoundError(f"The set {ENGLISH} is not there: set KITH_SHARED.")
