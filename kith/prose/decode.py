"""Bytes to text: which encoding a file is in, and its text in one form."""

import codecs
import unicodedata

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the start of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4_096  # bytes looked at to tell UTF-16 without a mark
_MOSTLY = 0.6  # of the high bytes are zero in UTF-16 text of a European language


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` and the name of its encoding. Never raises.

    The text has no NUL, its lines end with a line feed, and its letters are composed (NFC).
    """
    text, name = _read(data)
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    return unicodedata.normalize("NFC", text), name


def _read(data: bytes) -> tuple[str, str]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    if (guess := _unmarked_utf16(data)) is not None:
        return data.decode(guess, "replace"), guess
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _western(data)


def _western(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("cp1252"), "windows-1252"
    except UnicodeDecodeError:  # five bytes mean nothing in Windows-1252
        return data.decode("latin-1"), "latin-1"


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows in zeros at every second byte; no other text has them."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    low, high = sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    if high > pairs * _MOSTLY and low < high / 4:
        return "utf-16-le"
    if low > pairs * _MOSTLY and high < low / 4:
        return "utf-16-be"
    return None
