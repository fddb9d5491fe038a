"""What notices about disclosures and unusual patterns tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.exposures import policy, watching
from kith.exposures.actions import telling
from kith.exposures.models import Unusual
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice


def listen() -> None:
    """Let these notices be told."""
    kinds.register(telling.CONFIRMED, _confirmed)
    kinds.register(watching.UNUSUAL, _unusual)


def _confirmed(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = policy.disclosures.scope(by).select_related("owner").in_bulk([notice.about_id for notice in notices])
    words = _("%(firm)s confirms in writing what was told on %(day)s")
    return {
        notice.pk: Line(
            words % {"firm": row.owner.name, "day": date_format(row.told_on)}, reverse("disclosure", args=[row.uid])
        )
        for notice in notices
        if (row := rows.get(notice.about_id))
    }


def _unusual(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    if not policy.reads(by):
        return {}
    rows = Unusual.objects.filter(owner=by.organisation_id).select_related("person", "organisation")
    found = rows.in_bulk([notice.about_id for notice in notices])
    words = _("Unusual: %(name)s of %(firm)s. %(pattern)s")
    return {
        notice.pk: Line(
            words % {"name": row.person.name, "firm": row.organisation.name, "pattern": row.get_pattern_display()},
            reverse("exposure_log"),
        )
        for notice in notices
        if (row := found.get(notice.about_id))
    }
