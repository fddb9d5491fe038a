"""What the front matter of a page says besides its title: dates, whose it was, and what did not survive."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from kith.core import clock

OWN = "kith"  # the name under which Kith's own readers say it
CREATED = ("created", "created_at", "date")
CHANGED = ("updated", "updated_at", "modified", "lastmod", "last_modified", "date")
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def _own(front: Mapping[str, Any]) -> dict[str, Any]:
    said = front.get(OWN)
    return said if isinstance(said, dict) else {}


def label(front: Mapping[str, Any], otherwise: str) -> str:
    """What people know the source of a page as."""
    return str(_own(front).get("label") or otherwise)[:500]


def notes(front: Mapping[str, Any]) -> list[str]:
    """What did not survive, as whoever read the page says."""
    said = _own(front).get("notes")
    return [str(each)[:300] for each in said] if isinstance(said, list) else []


def original(front: Mapping[str, Any]) -> str:
    """The path of the file that a page was made of; empty when it was none."""
    said = _own(front).get("original")
    return said if isinstance(said, str) else ""


def author(front: Mapping[str, Any]) -> str:
    """Who wrote it, as a note of its version; her account is not here."""
    said = " ".join(str(_own(front).get("author") or "").split())[:100]
    return _("By %(name)s.") % {"name": said} if said else ""


def created(front: Mapping[str, Any]) -> datetime | None:
    """When a page was begun, as far as its source says."""
    return _first(_own(front), front, CREATED)


def changed(front: Mapping[str, Any]) -> datetime | None:
    """When a page was last changed, as far as its source says."""
    return _first(_own(front), front, CHANGED) or created(front)


def _first(own: Mapping[str, Any], front: Mapping[str, Any], names: tuple[str, ...]) -> datetime | None:
    said = [own.get("created" if names is CREATED else "changed"), *(front.get(name) for name in names)]
    return next((found for each in said if (found := _moment(each)) is not None), None)


def _moment(said: Any) -> datetime | None:
    """A moment that has been; None for what is none, lies ahead, or before there were such files."""
    if not isinstance(said, str):
        return None
    try:
        at = parse_datetime(said.strip())
        if at is None and (day := parse_date(said.strip())) is not None:
            at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    except ValueError:
        return None
    if at is None:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at if EARLIEST < at <= clock.now() else None
