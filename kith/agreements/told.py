"""What notices about agreements tell, for their reader, when she looks."""

from functools import partial

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.agreements import dates, policy
from kith.agreements.actions.letting_in import LET_IN
from kith.agreements.actions.negotiating import NEGOTIATED
from kith.agreements.actions.recertifying import TO_LOOK
from kith.agreements.alerting import DATES
from kith.agreements.dates import What
from kith.core.actor import Actor
from kith.knowledge.actions import asking
from kith.knowledge.models import AccessRequest
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice


def listen() -> None:
    """Let notices about agreements be told."""
    kinds.register(NEGOTIATED, _negotiated)
    kinds.register(LET_IN, _let_in)
    kinds.register(TO_LOOK, _to_look)
    for what, kind in DATES.items():
        kinds.register(kind, partial(_dated, what=what))


def _to_look(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    if not by.keeps:
        return {}
    line = Line(_("Look through who has access: nobody has for ninety days"), reverse("access_list"))
    return {notice.pk: line for notice in notices}


def _let_in(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    rows = AccessRequest.objects.filter(person=by.person_id, organisation=by.organisation_id, grant__isnull=False)
    found = rows.select_related("item", "space", "grant").in_bulk([notice.about_id for notice in notices])
    seen = {row.pk for row in found.values() if asking.sees(row.thing, by)}
    return {
        notice.pk: Line(
            _("You were let in to what you asked for"),  # no title: this page records no exposure
            reverse("item" if row.item_id else "space", args=[row.thing.uid]),
        )
        for notice in notices
        if (row := found.get(notice.about_id)) and row.pk in seen
    }


SENTENCES = {
    What.DECLINE: gettext_lazy("“%(title)s” renews by itself. You can say no until %(day)s"),
    What.ENDS: gettext_lazy("“%(title)s” ends on %(day)s"),
    What.SECRECY: gettext_lazy("The secrecy under “%(title)s” ends on %(day)s"),
}


def _dated(by: Actor, notices: list[Notice], what: What) -> dict[int, Line]:
    rows = policy.agreements.scope(by).select_related("basis", "ending")
    found = rows.in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(
            SENTENCES[what] % {"title": row.title, "day": date_format(due.day, "j F Y")},
            reverse("agreement", args=[row.uid]),
        )
        for notice in notices
        if (row := found.get(notice.about_id)) and (due := next((d for d in dates.of(row) if d.what == what), None))
    }


def _negotiated(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    found = policy.agreements.scope(by).in_bulk([notice.about_id for notice in notices])
    return {
        notice.pk: Line(
            _("%(name)s changed or said something about “%(title)s”")
            % {"name": notice.by.name if notice.by else "", "title": row.title},
            reverse("agreement", args=[row.uid]),
        )
        for notice in notices
        if (row := found.get(notice.about_id))
    }
