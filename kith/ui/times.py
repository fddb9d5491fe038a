"""Dates and moments in the words of the house, in the time zone the caller has activated."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kith.core import clock
from kith.ui.drawing import once

DAY = "j M Y"
HOUR = "H:i"


def day(value: date | datetime | None) -> str:
    """A date as "30 Jun 2027". A moment is first brought into the active zone; nothing gives nothing."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = _local(value).date()
    return _day(value)


def moment(value: datetime | None) -> SafeString | str:
    """A moment as `<time>`: "today 07:52", "yesterday 07:52" or "5 Nov 2026, 07:52"."""
    if not value:
        return ""
    local = _local(value)
    return _time(local.isoformat(timespec="minutes"), in_words(local))


def stamp(value: datetime | None) -> str:
    """A moment with its zone, as it stands in a file: "2026-11-05 07:52 GMT"; nothing gives nothing."""
    return date_format(_local(value), "Y-m-d H:i T") if value else ""


def lasted(seconds: int) -> str:
    """How long something took: "40 s", "12 min" or "3 h 20 min"."""
    minutes = round(seconds / 60)
    if seconds < 120:
        return _("%(n)s s") % {"n": seconds}
    if minutes < 120:
        return _("%(n)s min") % {"n": minutes}
    return _("%(h)s h %(m)s min") % {"h": minutes // 60, "m": minutes % 60}


def in_words(local: datetime) -> str:
    """The words of `moment`, for a place without markup."""
    today = timezone.localtime(clock.now()).date()
    return _words(local.date(), local.hour, local.minute, (today - local.date()).days)


@once
def _day(value: date) -> str:
    return date_format(value, DAY)


@once
def _time(value: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value, words)


@once
def _words(on: date, hour: int, minute: int, days_ago: int) -> str:
    at = time_format(time(hour, minute), HOUR)
    if days_ago == 0:
        return _("today %(hour)s") % {"hour": at}
    if days_ago == 1:
        return _("yesterday %(hour)s") % {"hour": at}
    return _("%(day)s, %(hour)s") % {"day": _day(on), "hour": at}


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
