"""What is drawn from nothing but its words is drawn once."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import get_language

P = ParamSpec("P")
T = TypeVar("T")
KEPT = 4096  # drawings of each kind; names and days change, so the oldest go


def once(draw: Callable[P, T]) -> Callable[P, T]:
    """Keep what `draw` makes of the same arguments in the same language.

    For functions that look at nothing else: no request, no clock, no database. Arguments are hashable.
    """

    @lru_cache(maxsize=KEPT)
    def kept(_language: str | None, args: tuple[object, ...], named: tuple[tuple[str, object], ...]) -> T:
        return draw(*args, **dict(named))  # type: ignore[arg-type]

    @wraps(draw)
    def drawn(*args: P.args, **named: P.kwargs) -> T:
        return kept(get_language(), args, tuple(named.items()))

    return drawn
