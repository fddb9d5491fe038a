"""Dates and moments in the words of the house, in the time zone the caller has activated."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kith.core import clock

DAY = "j M Y"
HOUR = "H:i"


def day(value: date | datetime | None) -> str:
    """A date as "30 Jun 2027". A moment is first brought into the active zone; nothing gives nothing."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = _local(value)
    return date_format(value, DAY)


def moment(value: datetime | None) -> SafeString | str:
    """A moment as `<time>`: "today 07:52", "yesterday 07:52" or "5 Nov 2026, 07:52"."""
    if not value:
        return ""
    local = _local(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), in_words(local))


def in_words(local: datetime) -> str:
    """The words of `moment`, for a place without markup."""
    hour = date_format(local, HOUR)
    today = timezone.localtime(clock.now()).date()
    if local.date() == today:
        return _("today %(hour)s") % {"hour": hour}
    if local.date() == today - timedelta(days=1):
        return _("yesterday %(hour)s") % {"hour": hour}
    return _("%(day)s, %(hour)s") % {"day": date_format(local, DAY), "hour": hour}


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
