"""Questions of a directory about what it keeps."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OrderBy, QuerySet
from django.db.models.functions import Lower
from scim2_models import Resource, SearchRequest
from scim2_models.path import ScimFilter

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.scim import filters, shapes
from kith.scim.filters import Column, Moment, Words
from kith.scim.models import Entry, Group
from kith.scim.resources import MOST, User
from kith.scim.resources import Group as Group_

LAST = 10_000_000  # a page begins no later
USUAL = 100  # on a page, where nobody says how many


@dataclass(frozen=True)
class Page:
    """A page of a list."""

    rows: list[Any]
    total: int
    start: int


def users(asked: SearchRequest[Any], by: Actor) -> Page:
    """Whom the directory keeps and who fits: a fixed number of questions, however many they are."""
    return _page(shapes.entries(by.organisation), asked, filters.USERS)


def groups(asked: SearchRequest[Any], by: Actor) -> Page:
    """The teams that the directory keeps and that fit: a fixed number of questions, however many they are."""
    return _page(shapes.groups(by.organisation), asked, filters.GROUPS)


def everything(asked: SearchRequest[Any], by: Actor) -> tuple[Page, Page]:
    """People, then teams, as if they were one list."""
    start, count = _window(asked)
    people = _page(shapes.entries(by.organisation), _bound(asked, User), filters.USERS, among_others=True)
    after = asked.model_copy(
        update={"start_index": max(1, start - people.total), "count": max(0, count - len(people.rows))}
    )
    teams = _page(shapes.groups(by.organisation), _bound(after, Group_), filters.GROUPS, among_others=True)
    return people, teams


def _bound(asked: SearchRequest[Any], model: type[Resource[Any]]) -> SearchRequest[Any]:
    """What is asked, understood of one kind of resource; it is not parsed again."""
    scim_filter = ScimFilter[model](asked.filter.ast) if asked.filter is not None else None  # type: ignore[valid-type]
    return asked.model_copy(update={"filter": scim_filter, "sort_by": None})


def find_user(uid: str, by: Actor) -> Entry:
    """Somebody whom the directory keeps.

    Raises:
        Unseen: there is none.
    """
    found = shapes.entries(by.organisation).filter(uid=uid).first()
    if found is None:
        raise Unseen("Entry")
    return found


def find_group(uid: str, by: Actor) -> Group:
    """A team that the directory keeps.

    Raises:
        Unseen: there is none.
    """
    found = shapes.groups(by.organisation).filter(team__uid=uid).first()
    if found is None:
        raise Unseen("Group")
    return found


def _page(
    rows: QuerySet[Any], asked: SearchRequest[Any], columns: dict[str, Column], *, among_others: bool = False
) -> Page:
    if asked.filter is not None:
        rows = rows.filter(filters.condition(asked.filter, columns, among_others=among_others))
    start, count = _window(asked)
    total = rows.count()
    ordered = rows.order_by(*_order(asked, columns), "pk")
    return Page(list(ordered[start - 1 : start - 1 + count]) if count else [], total, start)


def _window(asked: SearchRequest[Any]) -> tuple[int, int]:
    """Where a page begins, and how many it holds at most."""
    return min(asked.start_index or 1, LAST), min(USUAL if asked.count is None else asked.count, MOST)


def _order(asked: SearchRequest[Any], columns: dict[str, Column]) -> list[OrderBy]:
    """The order that is asked for, where its attribute has one value and is kept in a column."""
    column = columns.get(str(asked.sort_by or "").lower())
    if not isinstance(column, Words | Moment):
        return []
    down = asked.sort_order == SearchRequest.SortOrder.descending
    by = F(column.column) if isinstance(column, Moment) or column.exact else Lower(column.column)
    return [OrderBy(by, descending=down)]
