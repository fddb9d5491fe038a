"""The days of the register, as `deadlines` asks for them: fees, priority, licences, attestations."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kith.core import clock
from kith.core.actor import Actor
from kith.deadlines import sources
from kith.deadlines.sources import Due, Line, Source, Wanted
from kith.register import policy, reckoning
from kith.register.actions.licences import LICENCE
from kith.register.actions.rights import RIGHT
from kith.register.actions.steps import STEP
from kith.register.models import Asset, Fee, Licence, Right, Step
from kith.register.reckoning import Reckoned, State


def listen() -> None:
    """Let rights, licences and attestations have deadlines."""
    fees = {"fee": _("Fee"), "late": _("Fee with a surcharge, the last day"), "priority": _("Filing elsewhere")}
    sources.register(RIGHT, Source(dues=_of_rights, lines=_lines_of_rights, sorts=fees))
    sources.register(
        LICENCE, Source(dues=_of_licences, lines=_lines_of_licences, sorts={"ends": _("End of the licence")})
    )
    sources.register(STEP, Source(dues=_of_steps, lines=_lines_of_steps, sorts={"until": _("New attestation")}))


def _wanted(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    """Of the rows of assets that are not given up, those that are asked for."""
    rows = rows.filter(asset__given_up_at=None).select_related("asset")
    if wanted.organisation_id is not None:
        rows = rows.filter(asset__organisation=wanted.organisation_id)
    return rows if wanted.ids is None else rows.filter(pk__in=wanted.ids)


def _of_rights(wanted: Wanted) -> Iterator[Due]:
    rows = _wanted(Right.objects.filter(dropped_at=None), wanted).prefetch_related("fees").order_by("pk")
    today = clock.now().date()
    for row in reckoning.reckon(rows):
        for what, day, known in _days(row, today):
            if wanted.until is None or day <= wanted.until:
                asset = row.right.asset
                yield Due(row.right.pk, what, day, known, asset.organisation_id, asset.custodian_id)


def _days(row: Reckoned, today: date) -> Iterator[tuple[str, date, date]]:
    """What is due when, and since when it has been known."""
    made = row.right.made_at.date()
    state = row.state(today)
    if row.next and state != State.EXPIRED:  # what has lapsed stays until somebody says so, or that it was paid
        fees: list[Fee] = list(row.right.fees.all())
        known = max([made, *(fee.at.date() for fee in fees)])
        yield "fee", row.next.due_on, known
        if state in {State.LATE, State.LAPSED} and row.next.grace_until > row.next.due_on:
            yield "late", row.next.grace_until, row.next.due_on
    if row.priority_until and today <= row.priority_until:
        yield "priority", row.priority_until, made


def _of_licences(wanted: Wanted) -> Iterator[Due]:
    rows = _wanted(Licence.objects.filter(ended_at=None, ends_on__isnull=False), wanted)
    if wanted.until is not None:
        rows = rows.filter(ends_on__lte=wanted.until)
    for row in rows.order_by("pk"):
        yield Due(row.pk, "ends", row.ends_on, row.at.date(), row.asset.organisation_id, row.asset.custodian_id)


def _of_steps(wanted: Wanted) -> Iterator[Due]:
    rows = _wanted(Step.objects.filter(followed_at=None, until__isnull=False), wanted)
    if wanted.until is not None:
        rows = rows.filter(until__lte=wanted.until)
    for row in rows.order_by("pk"):
        yield Due(row.pk, "until", row.until, row.at.date(), row.asset.organisation_id, row.asset.custodian_id)


def _lines_of_rights(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    return {row.pk: _line(row.asset, row.office) for row in _seen(Right.objects.all(), ids, by)}


def _lines_of_licences(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    rows = _seen(Licence.objects.select_related("organisation"), ids, by)
    return {row.pk: _line(row.asset, row.other) for row in rows}


def _lines_of_steps(by: Actor, ids: Iterable[int]) -> dict[int, Line]:
    return {row.pk: _line(row.asset, str(row.get_what_display())) for row in _seen(Step.objects.all(), ids, by)}


def _seen(rows: QuerySet[Any], ids: Iterable[int], by: Actor) -> QuerySet[Any]:
    return rows.filter(pk__in=set(ids), asset__in=policy.assets.scope(by).order_by().values("pk")).select_related(
        "asset"
    )


def _line(asset: Asset, more: str) -> Line:
    return Line(f"{asset.title} ({more})" if more else asset.title, reverse("asset", args=[asset.uid]))
