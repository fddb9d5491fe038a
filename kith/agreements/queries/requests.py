"""Questions for access, as those see them who may answer."""

from dataclasses import dataclass

from kith.agreements.queries import agreements
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.knowledge import policy
from kith.knowledge.models import AccessRequest

MOST = 50


@dataclass(frozen=True)
class RequestPage:
    """A question for access, and what lets in who asks."""

    request: AccessRequest
    is_own: bool  # the reader asked it herself: somebody else answers
    is_inside: bool
    ways: list[tuple[str, str]]  # for people of another organisation: agreement and purpose, as choices
    level: str
    may_share: bool  # she may let a partner's people in at all


def waiting(by: Actor) -> list[AccessRequest]:
    """The questions that the actor may answer, the oldest first; not her own."""
    rows = policy.requests.scope(by).filter(answered_at=None).exclude(person=by.person_id)
    return list(rows.select_related("item", "space", "person", "organisation").order_by("asked_at", "pk")[:MOST])


def page(pk: int, by: Actor) -> RequestPage:
    """The page of one question.

    Raises:
        Unseen: there is none that waits for her.
    """
    rows = policy.requests.scope(by).filter(answered_at=None)
    row = rows.select_related("item", "space", "person", "organisation").filter(pk=pk).first()
    if row is None:
        raise Unseen("AccessRequest")
    inside = row.organisation_id == row.thing.organisation_id
    return RequestPage(
        request=row,
        is_own=row.person_id == by.person_id,
        is_inside=inside,
        ways=[] if inside else _ways(row, by),
        may_share=by.keeps,
        level=row.item.get_classification_display() if row.item else "",
    )


def _ways(row: AccessRequest, by: Actor) -> list[tuple[str, str]]:
    """Agreements in force with her organisation, each with its purposes."""
    found = [each for each in agreements.shareable(by) if row.organisation in agreements.partner_of(each, by).rows]
    return [
        (f"{each.uid}:{purpose.uid}", f"{each.title}: {purpose.text}")
        for each in found
        if each.basis
        for purpose in each.basis.purposes.order_by("pk")
    ]
