"""What happened, as values: one frozen dataclass per kind of fact, holding ids only.

Domains define their facts in their own `events.py`; this base knows how to turn one into a ledger row.
"""

import dataclasses
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from kith.core.actor import Actor

KINDS: dict[str, type["Fact"]] = {}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened: who did it, and to what.

    `about` names the kind of thing, the field `<about>_id` names which one. Fields hold ids, numbers, dates and
    codes, never names or content: a person can be erased without breaking the ledger.
    """

    about: ClassVar[str] = ""
    moves_access: ClassVar[bool] = False  # it may take somebody's access away: open connections are asked again
    by: Actor
    owner_id: int | None = None  # the organisation whose thing it is

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        KINDS[cls.name()] = cls

    @classmethod
    def name(cls) -> str:
        """`agreements.AgreementSigned`: the app and the fact."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"

    @property
    def object_id(self) -> int | None:
        """Which thing it is about."""
        return getattr(self, f"{self.about}_id", None) if self.about else None

    def data(self) -> str:
        """The remaining fields as canonical JSON: sorted keys, no spaces, so that its hash is stable."""
        fields = {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(self)
            if field.name not in {"by", "owner_id"}
        }
        return canonical(fields)


def canonical(value: Any) -> str:
    """JSON with one spelling per value: sorted keys, no spaces, dates in ISO 8601."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | frozenset | set):
        return sorted(value)
    raise TypeError(f"A fact holds ids, numbers, dates and codes, not {type(value).__name__}")
