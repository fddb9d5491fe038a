"""One disclosure that was written down, as those see it who may."""

from dataclasses import dataclass

from django.utils.functional import Promise

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.exposures import policy
from kith.exposures.models import Disclosure
from kith.knowledge import sight
from kith.knowledge.models import Item
from kith.knowledge.queries import references


@dataclass(frozen=True)
class DisclosurePage:
    """A disclosure, who was told, and the pages that its reader may see."""

    row: Disclosure
    people: list[str]
    items: list[Item]
    unseen: int  # pages that are not open to this reader
    is_ours: bool
    breaches: list[str | Promise]  # for its own side: what no agreement covered
    can: set[str]


def page(uid: str, by: Actor) -> DisclosurePage:
    """The page of a disclosure; titles of the other side's pages are recorded as shown.

    Raises:
        Unseen: there is none for her.
    """
    rows = policy.disclosures.scope(by).select_related(
        "owner", "partner", "agreement", "told_by", "recorded_by", "confirmed_by", "retracted_by"
    )
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Disclosure")
    uids = list(row.items.order_by("title", "pk").values_list("uid", flat=True))
    shown = references.titles(uids, sight.of(by))
    names = list(row.people.order_by("name", "pk").values_list("name", flat=True))
    ours = row.owner_id == by.organisation_id
    return DisclosurePage(
        row=row,
        people=[*names, row.others] if row.others else names,
        items=[shown[each] for each in uids if each in shown],
        unseen=sum(each not in shown for each in uids),
        is_ours=ours,
        breaches=[Disclosure.Breach(each).label for each in row.breaches] if ours else [],
        can=policy.disclosures.abilities_of(by, row),
    )
