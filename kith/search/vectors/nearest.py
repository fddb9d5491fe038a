"""The items whose pieces lie nearest to a question, of those that the viewer may find."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.search.engines import Engine, Only
from kith.search.vectors import encoders, store
from kith.search.vectors.memory import Memory
from kith.search.vectors.recall import Close, Near

MOST = 100  # of each model's list
# Below these cosines nothing is shown that does not hold the words. From real handbooks: ADR 15.
FLOOR = {encoders.ENGLISH: 0.25, encoders.MANY: 0.15}


@dataclass(frozen=True)
class Nearest:
    """Asks the vectors that one process holds."""

    memory: Memory

    def ask(self, query: str, tokens: Sequence[str], only: Only, engine: Engine, held: bool) -> Close:
        """What lies near, by each model that the question is put to; counted only if the index says it is open."""
        routes = encoders.routes(query, held)
        asked = {route.model: encoders.asked(route.model, query) for route in routes}
        short = {model: self.memory.shortlist(model, vector, tokens, only) for model, vector in asked.items()}
        ids = list(dict.fromkeys(pk for items in short.values() for pk in items))
        matches = {match.item_id: match for match in engine.open(ids, tokens, only)} if ids else {}
        kept = store.numbers(list(matches), list(asked))
        lists = []
        for place, route in enumerate(routes):
            numbers = {pk: bytes(kept[pk][place]) for pk in short[route.model] if pk in kept}
            lists.append((route.weight, _ranked(route.model, asked[route.model], numbers)))
        return Close(lists, matches)


def _ranked(model: str, asked: NDArray[np.float32], numbers: dict[int, bytes]) -> list[Near]:
    """The items, nearest first, by the cosine of the nearest of their pieces."""
    size = encoders.SIZES[model]
    held = {pk: raw for pk, raw in numbers.items() if raw}
    if not held:
        return []
    vectors = np.frombuffer(b"".join(held.values()), np.int8).reshape(-1, size).astype(np.float32)
    cosines = (vectors @ asked) / np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    pieces = np.fromiter((len(raw) // size for raw in held.values()), np.int64, len(held))
    begins = np.cumsum(pieces) - pieces
    best = np.maximum.reduceat(cosines, begins)
    items, near = list(held), []
    for place in np.argsort(-best, kind="stable")[:MOST].tolist():
        begin, similarity = begins[place], float(best[place])
        piece = int(np.argmax(cosines[begin : begin + pieces[place]]))
        near.append(Near(items[place], similarity, similarity >= FLOOR[model], encoders.WORDS[model], piece))
    return near
