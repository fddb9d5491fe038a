"""From text to the terms of the index, and from a query to the terms to look for. Pure; no engine sees raw text.

Both engines index what comes out of here, so they find the same things. A change of what comes out changes `VERSION`,
and the rows written under another version are to be written anew.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import Stemmer

VERSION = 1
MOST_LETTERS = 4_000_000  # of a text that are read
LONGEST = 64  # letters of a term; longer runs are no words
QUERY_LETTERS = 400  # of a query that are read
QUERY_WORDS = 16

WORD = re.compile(r"[^\W_]+")
# Scripts written without spaces between words: kana, Han, Hangul; Thai, Lao, Khmer with their vowel signs.
DENSE = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0002fa1f]+"
    r"|[\u0e01-\u0e3a\u0e40-\u0e4e]+|[\u0e81-\u0eda]+|[\u1780-\u17d3]+"
)
_MARKED_LATIN = re.compile(r"([a-z])[\u0300-\u036f]+")

ALGORITHMS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "nb": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip

# Words that ask and join, and name nothing. Left out of queries only, where anything else is left.
_STOP = """
a about all an and any are as at be been but by can do does for from has have how i if in into is it its my no
not of on or our s should such t than that the their then there these they this to was we were what when where
which who why will with you your aber als am an auf aus bei bin bis das dass dem den der des die dies diese
dieser ein eine einem einen einer es fur hat ich im in ist kann man mit nach nicht oder sein sich sie sind so
uber um und von vor wann warum was wenn wer werden wie wir wird wo zu zum zur
"""
STOP = frozenset(_STOP.split())

_local = threading.local()


def stem_all(words: Sequence[str], language: str) -> list[str]:
    """The words' stems in a language; the words themselves where no stemmer knows it."""
    name = ALGORITHMS.get(language.lower()[:2])
    if name is None:
        return list(words)
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__.setdefault("stemmers", {})
    if name not in stemmers:  # a stemmer keeps state: one for each thread
        stemmers[name] = Stemmer.Stemmer(name)
    stems: list[str] = stemmers[name].stemWords(list(words))
    return stems


def distinct(languages: Iterable[str]) -> tuple[str, ...]:
    """One language for each way of stemming, at most six: more variants of a word cost time and tell nothing new."""
    by_algorithm = {ALGORITHMS.get(language.lower()[:2], ""): language for language in languages}
    return tuple(by_algorithm.values())[:6]


def fold(text: str) -> str:
    """Text with the differences taken away that no searcher means: width, case, marks on Latin letters, NUL."""
    text = text.replace("\x00", " ")
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _MARKED_LATIN.sub(r"\1", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text)


def _spaced(match: re.Match[str]) -> str:
    run = match[0]
    if len(run) == 1:
        return f" {run} "
    return " " + " ".join(run[at : at + 2] for at in range(len(run) - 1)) + " "


def words(text: str) -> list[str]:
    """The words of a text in order, unstemmed; dense scripts as overlapping pairs of letters."""
    folded = fold(text[:MOST_LETTERS])
    if folded.isascii():
        return [word[:LONGEST] for word in WORD.findall(folded)]
    # Vowel signs of Thai and its kin are no word letters for `re`: their pairs are taken as they stand.
    found: list[str] = []
    for part in DENSE.sub(_spaced, folded).split():
        found.extend([part] if DENSE.fullmatch(part) else (word[:LONGEST] for word in WORD.findall(part)))
    return found


def terms(text: str, language: str) -> str:
    """What an engine indexes of a text in that language: stems in order, parted by spaces."""
    return " ".join(stem_all(words(text), language))


def key(title: str) -> str:
    """A title as its plain words: two titles with one key are the same title to a searcher."""
    return " ".join(words(title[:400]))[:800]


def asked(query: str) -> list[str]:
    """The different words of a query that are worth looking for, in order; empty when it holds none."""
    found = list(dict.fromkeys(words(query[:QUERY_LETTERS])))
    telling = [word for word in found if word not in STOP]
    return (telling or found)[:QUERY_WORDS]


@lru_cache(maxsize=4096)
def variants(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """One word's stems in each of the languages; the word itself where there is no language."""
    return tuple(dict.fromkeys(stem_all([word], language)[0] for language in languages or ("",)))


def groups(query: str, languages: Iterable[str]) -> list[list[str]]:
    """What to look for: for each word of the query its stems in each of the languages, any of which will do."""
    spoken = tuple(dict.fromkeys(languages))
    return [list(variants(word, spoken)) for word in asked(query)]


def phrases(query: str, languages: Iterable[str]) -> list[list[str]]:
    """All words of a query in order, once for each language; empty for fewer than two words."""
    found = words(query[:QUERY_LETTERS])[:QUERY_WORDS]
    if len(found) < 2:
        return []
    stemmed = [stem_all(found, language) for language in dict.fromkeys(languages)] or [found]
    return [list(one) for one in dict.fromkeys(map(tuple, stemmed))]
