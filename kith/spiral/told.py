"""What notices about conversions tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.knowledge import sight
from kith.knowledge.queries import references
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice
from kith.spiral import policy
from kith.spiral.actions.converting import CONFIRM


def listen() -> None:
    """Let notices about conversions be told."""
    kinds.register(CONFIRM, _told)


def _told(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = policy.conversions.scope(by).prefetch_related("parts__item").in_bulk([each.about_id for each in notices])
    titles = references.titles({part.item.uid for row in rows.values() for part in row.parts.all()}, sight.of(by))
    lines = {}
    for notice in notices:
        row = rows.get(notice.about_id)
        seen = [titles[part.item.uid] for part in row.parts.all() if part.item.uid in titles] if row else []
        if seen:
            words = _("%(name)s says that you took part. Was it so? %(title)s")
            name = notice.by.name if notice.by else ""
            href = reverse("journey", args=[seen[0].uid])
            lines[notice.pk] = Line(words % {"name": name, "title": seen[0].title}, href)
    return lines
