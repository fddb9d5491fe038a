"""The tree, a branch at a time: what stands below a page or at the root of a space, as far as a reader may see it.

A page whose parent is hidden from her stands where the nearest page above it stands that she may see. Nothing tells
her that something lies between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat

from kith.core.prepared import PreparedObjects, number, text
from kith.knowledge import policy
from kith.knowledge.models import Item
from kith.knowledge.queries.rows import Row
from kith.knowledge.sight import LAST, Outline, Sight

SHOWN = 50  # of one branch at a time

Rule = Callable[[Outline], Q]


@dataclass(frozen=True)
class Found:
    """Some of what stands right below one place, in its order, and whether more does."""

    items: list[Item]  # each with `inside`: whether something stands below it that the reader may see
    more: bool

    @property
    def after(self) -> str:
        """The id after which the rest comes; empty when this is all."""
        return self.items[-1].uid if self.more else ""


@dataclass(frozen=True)
class Twig:
    """A row of a branch, and whether something stands below it."""

    row: Row
    inside: bool


@dataclass(frozen=True)
class Branch:
    """Some of what stands right below one place, as rows."""

    twigs: list[Twig]
    after: str  # the id after which the rest comes; empty when this is all

    @classmethod
    def of(cls, found: Found, listed: list[Row]) -> "Branch":
        """What was found, with the row of each."""
        inside = [bool(item.inside) for item in found.items]  # type: ignore[attr-defined]  # an annotation
        return cls([Twig(row, more) for row, more in zip(listed, inside, strict=True)], found.after)


class Branches:
    """Branches of the pages for which a rule holds."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._rows = PreparedObjects(self._question)
        self._one = PreparedObjects(lambda view: Item.objects.filter(rule(view), uid=text("uid")))

    def one(self, view: Sight, uid: str) -> Item | None:
        """The page with that id, if the rule holds for it."""
        return self._one.first(view.outline, view.outline.values | {"uid": uid}) if uid else None

    def below(self, view: Sight, space_id: int, root: Item | None, after: str = "", most: int = SHOWN) -> Found:
        """What stands right below `root`, or at the root of the space: one query, or two after the first part.

        Args:
            after: the id of the page after which to go on; one that is not there begins from the start.
        """
        low, high = (root.path, root.path + LAST) if root else ("", LAST)
        last = self.one(view, after)
        if last is not None and low < last.path < high and last.space_id == space_id:
            low = last.path + LAST
        values = {"space": space_id, "low": low, "high": high, "steps": most + 1}
        found = self._rows.all(view.outline, view.outline.values | values)
        return Found(found[:most], len(found) > most)

    def _question(self, view: Outline) -> QuerySet[Item]:
        visible = Item.objects.filter(self._rule(view), space=number("space"))
        inner = visible.filter(path__gt=OuterRef("path"), path__lt=Concat(OuterRef("path"), Value(LAST)))
        return (
            Item.objects.filter(path__in=_nearest(visible))
            .annotate(inside=Exists(inner))
            .select_related("space")
            .order_by("path")
        )


def _nearest(visible: QuerySet[Item]) -> Any:
    """The paths of the first visible pages of a range of which none stands below another.

    From each it leaps over all that stands below it to the next one: a page of a large tree costs a step in the index
    of paths for each row that is shown, not for each that exists.
    """
    bound = f"(CASE tops.step WHEN 0 THEN tops.path ELSE tops.path || '{LAST}' END)"
    following = visible.filter(path__gt=RawSQL(bound, (), output_field=CharField()), path__lt=text("high")).order_by(
        "path"
    )
    sql, values = following.values("path")[:1].query.sql_with_params()
    return RawSQL(
        "WITH RECURSIVE tops(step, path) AS ("
        " SELECT 0, CAST(%s AS varchar)"
        f" UNION ALL SELECT tops.step + 1, ({sql}) FROM tops WHERE tops.path IS NOT NULL AND tops.step < %s"
        ") SELECT path FROM tops WHERE step > 0 AND path IS NOT NULL",
        (text("low"), *values, number("steps")),
    )


def _seen(view: Outline) -> Q:
    return policy.seen(view)


def _takes(view: Outline) -> Q:
    """The pages of her own organisation under which she may put others."""
    return policy.editable(view) & Q(binned_at=None, organisation=view.actor.organisation_id)


SEEN = Branches(_seen)  # what readers see
TAKES = Branches(_takes)  # where she who moves a page may put it, drafts too
