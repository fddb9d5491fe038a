"""From text to the words that are compared. One analyzer for both engines, for texts and for questions.

Version 1: NFKC, casefold, Latin accents off, runs of scripts without spaces into overlapping pairs, words, Snowball
stems of the text's language. Changing any of it needs a new version and an index written anew.
"""

import re
import threading
import unicodedata

import Stemmer

VERSION = 1
LONGEST_WORD = 64
MOST_WORDS_ASKED = 24

# Chinese, Japanese, Korean, Thai, Lao and Khmer write without spaces between words.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\uff66-\uff9f]+"
)
WORD = re.compile(r"[^\W_]+")
ACCENTS = re.compile("[\u0300-\u036f]+")
LANGUAGES = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}
_SAY_NOTHING = (
    "a an and are as at be by do for from has have how in into is it its of on or that the their there these they this"
    " to was we were what when where which who will with you"
)
STOP = frozenset(_SAY_NOTHING.split())
_own = threading.local()  # a stemmer must not be used by two threads at once


def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = LANGUAGES.get(language[:2])
    if name is None:
        return None
    kept: dict[str, Stemmer.Stemmer] = _own.__dict__.setdefault("stemmers", {})
    if name not in kept:
        kept[name] = Stemmer.Stemmer(name)
    return kept[name]


def fold(text: str) -> str:
    """A text without the differences that do not matter: width, case, Latin accents."""
    plain = unicodedata.normalize("NFKC", text.replace("\x00", " ")).casefold()
    if plain.isascii():
        return plain
    return unicodedata.normalize("NFC", ACCENTS.sub("", unicodedata.normalize("NFD", plain)))


def _pairs(match: re.Match[str]) -> str:
    run = match.group()
    return f" {' '.join(run[at : at + 2] for at in range(len(run) - 1)) or run} "


def words(text: str) -> list[str]:
    """The words of a text, folded, not stemmed."""
    spaced = UNSPACED.sub(_pairs, fold(text))
    return [word[:LONGEST_WORD] for word in WORD.findall(spaced)]


def stems(found: list[str], language: str) -> list[str]:
    """The stems of words in a language; the words themselves where Kith has no stemmer for it."""
    stemmer = _stemmer(language)
    return list(stemmer.stemWords(found)) if stemmer else found


def analyzed(text: str, language: str) -> str:
    """A text as the index keeps it: stems with spaces between."""
    return " ".join(stems(words(text), language))


def asked(query: str) -> list[str]:
    """The words of a question, once each, without those that say nothing, unless it has no others."""
    found = list(dict.fromkeys(words(query)))[:MOST_WORDS_ASKED]
    return [word for word in found if word not in STOP] or found


def groups(asked_words: list[str], languages: list[str]) -> list[list[str]]:
    """For each word of a question, what may stand for it in the index: its stem in each of the languages."""
    per_language = [stems(asked_words, language) for language in languages or ["en"]]
    return [list(dict.fromkeys(forms)) for forms in zip(*per_language, strict=True)]
