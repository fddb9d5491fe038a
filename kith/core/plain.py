"""Words as they read: without signs that turn the direction of the words around them."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Refused, Sentence

# The marks that override or isolate direction. With them a text can read otherwise than it is written.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean(text: str) -> str:
    """A text that somebody sent, as it is kept: without the sign that no database takes, and without space around."""
    return text.replace("\x00", "").strip()


def words(text: str, field: str, most: int, empty: Sentence | None = None) -> str:
    """A text that somebody sent, as it is kept, within bounds.

    Args:
        empty: what is said when there is none; None: there may be none.

    Raises:
        Refused: there is none, or it is too long; the sentence belongs to `field`.
    """
    said = clean(text)
    if empty is not None and not said:
        raise Refused(empty, field)
    if len(said) > most:
        raise Refused(_("Say it in %(n)s letters.") % {"n": most}, field)
    return said


def line(text: str) -> str:
    """A text in one line: white space folded, nothing in it that turns the direction of its neighbours."""
    return " ".join(text.translate(TURNING).split())


def folded(text: str) -> str:
    """A name as it is compared when it was typed to confirm: case and spacing do not matter, letters do."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
