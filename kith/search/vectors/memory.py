"""The signs of all vectors in memory: one bit for each number, by which the pieces nearest to a question are found.

Two vectors that point the same way share most signs. Counting those that differ costs a thousandth of what the
vectors weigh; the few hundred nearest are then ranked by the vectors themselves (measured: nothing is lost, ADR 15).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kith.search.engines import Only
from kith.search.models import Vector
from kith.search.vectors import encoders
from kith.search.vectors.bits import Signs, signs
from kith.search.vectors.store import VERSION

Ints = NDArray[np.int64]
SHORT = 240  # pieces that are ranked by their vectors
FEW = 0.4  # share of the pieces that are open: below, the others are left out before anything is counted
OVERLAP = 1000  # keys below the highest that are looked at again: a slower writer may have taken a lower one
SOME = 2000  # rows that are read at once
MOST_BLOCKS = 12
_READ = ("id", "item_id", "organisation_id", "space_id", "kind", "acl", "english_signs", "many_signs")


@dataclass(frozen=True)
class Block:
    """Some items: where each stands, and for each model the signs of their pieces, word by word (words, pieces)."""

    items: Ints
    columns: dict[str, Ints]  # organisation_id, space_id, kind and acl as numbers
    alive: NDArray[np.bool_]
    signs: dict[str, Signs]
    owners: dict[str, Ints]  # whose each piece is: a place among `items`

    def without(self, item_ids: Ints) -> "Block":
        """The same, where those items are found no more."""
        gone = np.isin(self.items, item_ids)
        return replace(self, alive=self.alive & ~gone) if gone.any() else self

    def nearest(self, model: str, asked: Signs, open_: NDArray[np.bool_]) -> tuple[NDArray[np.uint16], Ints]:
        """How far the nearest pieces are, in signs, and whose they are; of items that are open."""
        owners, held = self.owners[model], self.signs[model]
        places = np.flatnonzero(open_[owners])
        few = len(places) < FEW * len(owners)
        far = _differing(asked, held[:, places]) if few else _differing(asked, held)[places]
        near = np.argpartition(far, SHORT)[:SHORT] if len(far) > SHORT else np.arange(len(far))
        return far[near], self.items[owners[places[near]]]


def _differing(asked: Signs, held: Signs) -> NDArray[np.uint16]:
    """In how many signs each piece differs from what is asked; word by word, as fast as memory is read."""
    far = np.zeros(held.shape[1], np.uint16)
    for mine, theirs in zip(asked, held, strict=True):
        far += np.bitwise_count(theirs ^ mine)
    return far


@dataclass
class Memory:
    """What is held of all items. Readers take `blocks` once and are not disturbed by a refresh."""

    blocks: tuple[Block, ...] = ()
    highest: int = 0
    _recent: set[int] = field(default_factory=set)
    _codes: dict[str, int] = field(default_factory=dict)
    _acls: list[frozenset[str]] = field(default_factory=list)

    def refresh(self) -> int:
        """Take in what was written since; how many items."""
        known = Vector.objects.filter(version=VERSION)
        ids = list(known.filter(pk__gt=self.highest - OVERLAP).order_by("pk").values_list("pk", flat=True))
        fresh = [pk for pk in ids if pk not in self._recent]
        for start in range(0, len(fresh), SOME):
            self._add(known.filter(pk__in=fresh[start : start + SOME]).order_by("pk").values_list(*_READ))
        if ids:
            self.highest = max(self.highest, ids[-1])
            self._recent = {pk for pk in ids if pk > self.highest - OVERLAP}
        return len(fresh)

    def sweep(self) -> None:
        """Let go of items whose vectors are gone: they would take the places of others among the nearest."""
        ids = Vector.objects.filter(version=VERSION).values_list("item_id", flat=True)
        there = np.fromiter(ids.iterator(chunk_size=SOME), np.int64)
        self.blocks = tuple(replace(block, alive=block.alive & np.isin(block.items, there)) for block in self.blocks)

    def shortlist(self, model: str, vector: NDArray[np.float32], tokens: Sequence[str], only: Only) -> list[int]:
        """The items that own the pieces nearest to a question, among those that stand where the viewer looks.

        Where an item stands may have changed since; whoever shows it asks the index and SQL.
        """
        asked = signs(vector[None])[0]
        blocks, may = self.blocks, self._open(tuple(tokens))
        found = [block.nearest(model, asked, self._within(block, may, only)) for block in blocks]
        if not found:
            return []
        far, items = (np.concatenate(parts) for parts in zip(*found, strict=True))
        order = np.argsort(far, kind="stable")[:SHORT]
        return list(dict.fromkeys(items[order].tolist()))

    def _open(self, tokens: tuple[str, ...]) -> NDArray[np.bool_]:
        """For each set of access words that items carry, whether the viewer holds one of them."""
        held = frozenset(tokens)
        return np.fromiter((not held.isdisjoint(words) for words in self._acls), np.bool_, len(self._acls))

    def _within(self, block: Block, may: NDArray[np.bool_], only: Only) -> NDArray[np.bool_]:
        acls = block.columns["acl"]
        allowed: NDArray[np.bool_] = block.alive & (acls < len(may))
        allowed[allowed] = may[acls[allowed]]
        for name, value in only.columns:
            code = self._codes.get(value, -1) if isinstance(value, str) else value
            allowed &= block.columns[name] == code
        return allowed

    def _add(self, rows: Iterable[tuple[object, ...]]) -> None:
        block = self._block(list(rows))
        older = tuple(each.without(block.items) for each in self.blocks)
        blocks = (*older, block)
        self.blocks = (_joined(blocks),) if len(blocks) > MOST_BLOCKS else blocks

    def _block(self, rows: list[tuple[object, ...]]) -> Block:
        _, items, organisations, spaces, kinds, acls, *raw = zip(*rows, strict=True) if rows else [()] * len(_READ)
        places = {
            "organisation_id": np.array(organisations, np.int64),
            "space_id": np.array(spaces, np.int64),
            "kind": np.array([self._code(str(kind)) for kind in kinds], np.int64),
            "acl": np.array([self._acl(str(acl)) for acl in acls], np.int64),
        }
        held, owners = {}, {}
        for model, column in zip((encoders.ENGLISH, encoders.MANY), raw, strict=True):
            words = encoders.SIZES[model] // 64
            packed = np.frombuffer(b"".join(map(bytes, column)), np.uint64).reshape(-1, words)
            held[model] = np.ascontiguousarray(packed.T)
            owners[model] = np.repeat(np.arange(len(rows)), [len(bytes(each)) // (8 * words) for each in column])
        return Block(np.array(items, np.int64), places, np.ones(len(rows), np.bool_), held, owners)

    def _code(self, kind: str) -> int:
        return self._codes.setdefault(kind, len(self._codes))

    def _acl(self, acl: str) -> int:
        place = self._codes.setdefault("acl " + acl, len(self._acls))
        if place == len(self._acls):
            self._acls.append(frozenset(acl.split()))
        return place


def _joined(blocks: Sequence[Block]) -> Block:
    """One block of many, without what is found no more."""
    kept = [_living(block) for block in blocks]
    starts = np.cumsum([0, *(len(block.items) for block in kept)])
    models = tuple(kept[0].signs)
    return Block(
        np.concatenate([block.items for block in kept]),
        {name: np.concatenate([block.columns[name] for block in kept]) for name in kept[0].columns},
        np.concatenate([block.alive for block in kept]),
        {model: np.concatenate([block.signs[model] for block in kept], axis=1) for model in models},
        {
            model: np.concatenate([block.owners[model] + start for block, start in zip(kept, starts, strict=False)])
            for model in models
        },
    )


def _living(block: Block) -> Block:
    if block.alive.all():
        return block
    places = np.cumsum(block.alive) - 1
    held = {model: block.alive[owners] for model, owners in block.owners.items()}
    return Block(
        block.items[block.alive],
        {name: column[block.alive] for name, column in block.columns.items()},
        block.alive[block.alive],
        {model: np.ascontiguousarray(block.signs[model][:, held[model]]) for model in held},
        {model: places[block.owners[model][held[model]]] for model in held},
    )
