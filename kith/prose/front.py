"""The front matter of a page: YAML between two lines of dashes."""

import datetime
import re
from typing import Any

import yaml

from kith.prose.sentence import Sentence
from kith.prose.sentence import marked as _

MAX_FRONT = 64_000  # characters
MAX_VALUES = 2_000  # in one front matter; aliases could make a few lines into millions
NOT_NAMES = Sentence(_("The front matter is not a list of names and values."))
TOO_LARGE = Sentence(_("The front matter is too large or not valid."))
ENDLESS = Sentence(_("The front matter has no end; the page was read without it."))

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same loader, ten times as fast where it was compiled
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)


def split(text: str) -> tuple[str, str, int]:
    """The front matter of `text`, the rest, and how many lines the front matter took."""
    found = _FRONT.match(text)
    if found is None or len(found[1]) > MAX_FRONT:
        return "", text, 0
    return found[1], text[found.end() :], found[0].count("\n")


def read(source: str) -> tuple[dict[str, Any], Sentence | None]:
    """What the YAML in `source` says, in plain values, and what is wrong with it if anything is.

    Of broken YAML the title is still read, where it stands on a line of its own.
    """
    try:
        loaded = yaml.load(source, Loader=LOADER) if source.strip() else {}  # noqa: S506  (both are safe)
        if not isinstance(loaded, dict):
            return _title_only(source), NOT_NAMES
        return _plain(loaded, [MAX_VALUES]), None
    except yaml.YAMLError as error:
        return _title_only(source), Sentence(_("The front matter cannot be read: %(reason)s."), reason=_reason(error))
    except (ValueError, RecursionError, OverflowError):
        return _title_only(source), TOO_LARGE


def _reason(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or "it is not valid YAML"
    return f"{reason} (line {mark.line + 2})" if mark is not None else str(reason)


def _title_only(source: str) -> dict[str, Any]:
    found = _TITLE.search(source)
    return {"title": found[1].strip().strip("\"'")} if found else {}


def _plain(value: Any, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise ValueError("too many values")
    if isinstance(value, dict):
        return {str(key): _plain(each, left) for key, each in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(each, left) for each in value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
