"""How an item stands to others, as far as its reader may see those."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence
from kith.core.prepared import PreparedObjects, number
from kith.knowledge.models import Item, Relation
from kith.knowledge.queries import references
from kith.knowledge.sight import Sight

BACKWARD = {
    Relation.Kind.DERIVED: "led_to",
    Relation.Kind.COMBINES: "combined_in",
    Relation.Kind.SUPERSEDES: "superseded_by",
    Relation.Kind.APPLIES: "applied_in",
    Relation.Kind.CONTRADICTS: "contradicts",
}
WORDS: dict[str, Sentence] = {
    "derived_from": _("Comes from"),
    "combines": _("Brings together"),
    "applies": _("Puts to use"),
    "contradicts": _("Contradicts"),
    "led_to": _("Has led to"),
    "combined_in": _("Brought together with others in"),
    "applied_in": _("Put to use in"),
}


@dataclass(frozen=True)
class Lineage:
    """For each way of standing to others, those that this reader may see."""

    others: dict[str, list[Item]]

    @property
    def lines(self) -> list[tuple[Sentence, list[Item]]]:
        """Each way in words, with the items, what comes before in front; without what a decision's page says itself."""
        return [(words, self.others[key]) for key, words in WORDS.items() if self.others.get(key)]

    @property
    def supersedes(self) -> list[Item]:
        """What it takes the place of."""
        return self.others.get("supersedes", [])

    @property
    def superseded_by(self) -> list[Item]:
        """What has taken its place."""
        return self.others.get("superseded_by", [])


def of(item: Item, view: Sight) -> Lineage:
    """How an item stands to others; titles of other organisations are recorded as shown before they are."""
    rows = _RELATIONS.all(None, {"item": item.pk})
    ways: dict[str, str] = {}
    for row in rows:
        forward = row.item_id == item.pk
        if not forward and row.kind == Relation.Kind.SUPERSEDES and row.item.final_at is None:
            continue  # only once it is accepted
        ways[row.other.uid if forward else row.item.uid] = row.kind if forward else BACKWARD[Relation.Kind(row.kind)]
    found = references.titles(ways, view)
    others: dict[str, list[Item]] = defaultdict(list)
    for uid, other in found.items():
        others[ways[uid]].append(other)
    return Lineage(dict(others))


_RELATIONS = PreparedObjects(
    lambda _shape: (
        Relation.objects.filter(Q(item=number("item")) | Q(other=number("item")))
        .select_related("item", "other")
        .only("kind", "item__uid", "item__final_at", "other__uid")
        .order_by("pk")
    )
)
