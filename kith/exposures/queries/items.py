"""Who outside learned how much of some of our pages, for what else has to tell it. For keepers and auditors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from kith.audit.models import Exposure
from kith.core.actor import Actor
from kith.exposures import policy
from kith.exposures.queries.log import EXPORTED, GLANCES, Asked, Entry, entries_of, side
from kith.identity.models import Organisation


@dataclass(frozen=True)
class Known:
    """How much of one page one partner's people learned."""

    item_id: int
    firm: Organisation
    people: int
    times: int
    closer: int  # times that were more than a title in a list or words in search results
    first: datetime
    last: datetime


def known(item_ids: Iterable[int], by: Actor, partner_id: int | None = None) -> list[Known]:
    """What was learned of pages of ours, by page and partner; two questions.

    Args:
        partner_id: what this partner's people learned only.

    Raises:
        Denied: she is neither owner, steward nor auditor.
    """
    rows = _rows(item_ids, by, partner_id).order_by().values("item_id", "organisation_id")
    found = list(
        rows.annotate(
            people=Count("person_id", distinct=True),
            times=Count("pk"),
            closer=Count("pk", filter=~Q(channel__in=GLANCES)),
            first=Min("at"),
            last=Max("at"),
        )
    )
    firms = Organisation.objects.in_bulk([row["organisation_id"] for row in found])
    made = [
        Known(
            item_id=row["item_id"],
            firm=firms[row["organisation_id"]],
            people=row["people"],
            times=row["times"],
            closer=row["closer"],
            first=row["first"],
            last=row["last"],
        )
        for row in found
    ]
    return sorted(made, key=lambda row: (row.item_id, row.firm.name, row.firm.pk))


def history(item_ids: Iterable[int], by: Actor, partner_id: int | None = None) -> tuple[list[Entry], bool]:
    """Row by row what `known` counts, the newest first, and whether there were more than fit into a file.

    Raises:
        Denied: as `known`.
    """
    found = list(_rows(item_ids, by, partner_id).order_by("-pk")[: EXPORTED + 1])
    return entries_of(found[:EXPORTED], Asked(), by), len(found) > EXPORTED


def _rows(item_ids: Iterable[int], by: Actor, partner_id: int | None) -> QuerySet[Exposure]:
    policy.require_reader(by)
    rows = side(Asked(), by).filter(item_id__in=set(item_ids))
    return rows if partner_id is None else rows.filter(organisation_id=partner_id)
