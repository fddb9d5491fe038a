"""Kinds of knowledge: what each begins with, and what it says besides its text.

A new kind is a choice of `Item.Kind`, a `Kind` here and, where it says more than a text, one small module like
`decisions`.
"""

from kith.knowledge.kinds import decisions, incidents, plain, practices
from kith.knowledge.kinds.base import Facts, Incomplete, Kind, Record, State

__all__ = ["ALL", "WRITTEN", "Facts", "Incomplete", "Kind", "Record", "State", "of"]

ALL: dict[str, Kind] = {kind.key: kind for kind in (*plain.KINDS, practices.KIND, decisions.KIND, incidents.KIND)}
WRITTEN = [key for key, kind in ALL.items() if kind.written]  # which begin with a template


def of(key: str) -> Kind:
    """The kind with that key."""
    return ALL[key]
