"""Reports without names, as their pages show them."""

from dataclasses import dataclass

from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.identity.models import Organisation
from kith.knowledge import kinds
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import lists, records
from kith.speakup import actions, policy
from kith.speakup.models import Channel, Message, Report, Stage


@dataclass(frozen=True)
class Listed:
    """The reports an organisation was made, for its keepers, and the link to make one, for everybody."""

    channel: Channel | None
    reports: list[Report]
    keeps: bool


def listed(by: Actor) -> Listed:
    """The page of reports of an actor."""
    reports = policy.reports.scope(by).select_related("item").order_by("-pk")[:200]
    return Listed(policy.channels.scope(by).first(), list(reports), by.keeps)


@dataclass(frozen=True)
class ReportPage:
    """One report, for keepers."""

    report: Report
    said: dict[str, object]
    messages: list[Message]
    spaces: list[Space]


def one(uid: str, by: Actor) -> ReportPage:
    """One report.

    Raises:
        Unseen: there is none for her.
    """
    report = policy.reports.scope(by).select_related("item", "organisation").filter(uid=uid).first()
    if report is None:
        raise Unseen("Report")
    messages = report.messages.filter(stage=Stage.HANDED_OVER).select_related("by").order_by("pk")
    spaces = [space for space in lists.writable(by) if space.organisation_id == by.organisation_id]
    return ReportPage(report, _said(report), list(messages), spaces)


def _said(report: Report) -> dict[str, object]:
    record = kinds.of(Item.Kind.INCIDENT).record
    return records.Shown(record, report.data, 0, None).said if record else {}


@dataclass(frozen=True)
class Case:
    """One report, for whoever has its key."""

    report: Report
    firm: str
    messages: list[Message]
    stands: Sentence


def case(key: str) -> Case:
    """The report that a key opens.

    Raises:
        Unseen: it opens none.
    """
    found = Report.objects.filter(key_sha256=actions.fingerprint(key))
    report = found.select_related("organisation", "item__current").first()
    if report is None:
        raise Unseen("Report")
    messages = report.messages.order_by("pk")
    return Case(report, report.organisation.name, list(messages), _stands(report))


def _stands(report: Report) -> Sentence:
    """Where the incident stands that came of it; nothing else of it is told."""
    item = report.item
    if item is None or item.current_id is None or item.binned_at is not None:
        return ""
    shown = records.of(item, None)
    return shown.stands.words if shown and shown.stands else ""


def firm_of(token: str) -> Organisation:
    """The organisation that takes reports at a link.

    Raises:
        Unseen: none does.
    """
    channel = Channel.objects.filter(token=token, closed_at=None).select_related("organisation").first()
    if channel is None:
        raise Unseen("Channel")
    return channel.organisation
