"""From texts to what is kept of their vectors. No database."""

from collections.abc import Sequence

from kith.search.vectors import encoders
from kith.search.vectors.bits import in_bytes, signs
from kith.search.vectors.pieces import cut
from kith.search.vectors.reader import Made

Kept = tuple[bytes, bytes]  # signs, numbers


def read(texts: Sequence[tuple[str, str, str]]) -> list[Made]:
    """Of titles, bodies and languages: signs of English and many, then numbers of both.

    A text in another language gets no vectors of English: they would find it where it does not belong.
    """
    english = [(title, body) if _is_english(language) else None for title, body, language in texts]
    small = _kept(encoders.ENGLISH, english)
    large = _kept(encoders.MANY, [(title, body) for title, body, _ in texts])
    return [(ours[0], theirs[0], ours[1], theirs[1]) for ours, theirs in zip(small, large, strict=True)]


def _is_english(language: str) -> bool:
    return language.lower().startswith("en")


def _kept(model: str, texts: Sequence[tuple[str, str] | None]) -> list[Kept]:
    """For each title and body the signs and the numbers of its pieces, both in their order; nothing for None."""
    pieces = [cut(*text, encoders.WORDS[model]) if text else [] for text in texts]
    flat = [piece for each in pieces for piece in each]
    if not flat:
        return [(b"", b"")] * len(pieces)
    vectors = encoders.encode(model, flat)
    held, numbers = signs(vectors), in_bytes(vectors)
    kept, at = [], 0
    for each in pieces:
        end = at + len(each)
        kept.append((held[at:end].tobytes(), numbers[at:end].tobytes()))
        at = end
    return kept
