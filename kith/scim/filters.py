"""Filters as SCIM writes them, asked of the database. Names and operators come from tables here, never from outside."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, CharField, Exists, F, Func, Model, OuterRef, Q, Value
from django.db.models.functions import Lower, Right, StrIndex, Substr
from django.utils.translation import gettext as _
from scim2_models import InvalidFilterException
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ScimFilter,
    ValuePath,
    coerce_value,
)

from kith.scim.actions.people import key
from kith.scim.models import Group, Mail
from kith.scim.refusals import is_plain

LONGEST = 4000  # characters of a filter
MOST = 40  # comparisons in it


@dataclass(frozen=True)
class Words:
    """An attribute kept as words in a column.

    Attributes:
        exact: whether its case counts.
        fold: how a value is made to match what the column holds, where the column ignores case already.
    """

    column: str
    exact: bool = False
    fold: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Flag:
    """An attribute that is true or false, by a condition."""

    true: Q


@dataclass(frozen=True)
class Moment:
    """An attribute that is a moment."""

    column: str


@dataclass(frozen=True)
class Many:
    """An attribute with several values, each a row that points back."""

    model: type[Model]
    back: str
    parts: dict[str, "Column"] = field(default_factory=dict)


Column = Words | Flag | Moment | Many
LIVING = (Q(active=True) | Q(active=None)) & (Q(membership=None) | Q(membership__ended_at=None))
NEVER = Q(pk__in=())
_ALWAYS = Q(pk__isnull=False)
_COMMON: dict[str, Column] = {"meta.created": Moment("made_at"), "meta.lastmodified": Moment("changed_at")}
USERS: dict[str, Column] = {
    **_COMMON,
    "id": Words("uid", exact=True),
    "externalid": Words("external_id", exact=True),
    "username": Words("user_key", fold=key),
    "displayname": Words("display"),
    "name.givenname": Words("given"),
    "name.familyname": Words("family"),
    "name.formatted": Words("formatted"),
    "preferredlanguage": Words("language"),
    "timezone": Words("zone"),
    "active": Flag(LIVING),
    "emails": Many(Mail, "entry", {"value": Words("value"), "type": Words("type"), "primary": Flag(Q(primary=True))}),
    "groups": Many(Group.entries.through, "entry", {"value": Words("group__team__uid", exact=True)}),
}
GROUPS: dict[str, Column] = {
    **_COMMON,
    "id": Words("team__uid", exact=True),
    "externalid": Words("external_id", exact=True),
    "displayname": Words("team__name"),
    "members": Many(Group.entries.through, "group", {"value": Words("entry__uid", exact=True)}),
}
ORDERING = {CompareOperator.gt: "gt", CompareOperator.ge: "gte", CompareOperator.lt: "lt", CompareOperator.le: "lte"}


def condition(scim_filter: ScimFilter[Any], columns: dict[str, Column], *, among_others: bool = False) -> Q:
    """What a filter asks, as a condition. Among other kinds of resources, what one does not have is not so.

    Raises:
        InvalidFilterException: it is too long, or asks for what cannot be asked.
    """
    if len(str(scim_filter)) > LONGEST:
        raise _invalid(_("A filter has at most 4000 characters."))
    asked = (_AskedOfMany if among_others else _Asked)(columns, scim_filter)
    return asked.visit(scim_filter.ast)


class _Missing(InvalidFilterException):
    """An attribute that this kind of resource does not have."""


def _invalid(sentence: str) -> InvalidFilterException:
    return InvalidFilterException(detail=sentence)


class _Asked(FilterVisitor[Q]):
    """Walks through a filter's tree."""

    def __init__(self, columns: dict[str, Column], scim_filter: ScimFilter[Any] | None) -> None:
        self._columns = columns
        self._filter = scim_filter
        self._left = MOST

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        found = Q()
        for position, term in enumerate(node.terms):
            one = self.visit(term)
            found = one if position == 0 else found & one if node.op == LogicalOperator.and_ else found | one
        return found

    def visit_not(self, node: Not) -> Q:
        return ~self.visit(node.expr)

    def visit_present(self, node: Present) -> Q:
        column, many = self._column(node.attr_path)
        if many is not None:
            return _of(many, Q() if column is None else _present(column))
        if column is None:
            raise _invalid(_("This attribute cannot be asked for."))
        return _present(column)

    def visit_comparison(self, node: Comparison) -> Q:
        column, many = self._column(node.attr_path, comparing=True)
        if column is None:
            raise _invalid(_("This attribute cannot be compared."))
        negated = node.op == CompareOperator.ne
        op = CompareOperator.eq if negated else node.op
        found = _compared(column, op, self._value(node))
        found = _of(many, found) if many is not None else found
        return ~found if negated else found

    def visit_value_path(self, node: ValuePath) -> Q:
        many = self._columns.get(_name(node.attr_path))
        if not isinstance(many, Many):
            raise _invalid(_("This attribute cannot be asked for."))
        inner = _Asked(many.parts, None)
        inner._left = self._left
        found = _of(many, inner.visit(node.val_filter))
        self._left = inner._left
        return found

    def _value(self, node: Comparison) -> Any:
        if self._filter is None:
            return node.value
        bound = self._filter.resolve_comparison(node.attr_path)
        return node.value if bound is None else coerce_value(bound, node.value, node.op)

    def _column(self, path: AttrPath, *, comparing: bool = False) -> tuple[Column | None, Many | None]:
        """The column of an attribute, and the attribute of several values that it is a part of."""
        self._left -= 1
        if self._left < 0:
            raise _invalid(_("A filter asks for at most 40 things."))
        name = _name(path)
        whole = self._columns.get(name)
        if isinstance(whole, Many):
            return (whole.parts.get("value") if comparing else None), whole
        if whole is None and path.sub_attr:
            of = self._columns.get(path.attr.lower())
            if isinstance(of, Many) and path.sub_attr.lower() in of.parts:
                return of.parts[path.sub_attr.lower()], of
        if whole is None:
            raise _Missing(detail=_("This attribute cannot be asked for."))
        return whole, None


class _AskedOfMany(_Asked):
    """The same, of several kinds of resources at once."""

    def visit(self, node: FilterNode) -> Q:
        try:
            return super().visit(node)
        except _Missing:
            return NEVER


def _name(path: AttrPath) -> str:
    return f"{path.attr}.{path.sub_attr}".lower() if path.sub_attr else path.attr.lower()


def _of(many: Many, found: Q) -> Q:
    rows = many.model._default_manager.filter(**{many.back: OuterRef("pk")}).filter(found)
    return Q(Exists(rows))


def _present(column: Column) -> Q:
    if isinstance(column, Words):
        return ~Q(**{column.column: ""})
    return _ALWAYS


def _compared(column: Column, op: CompareOperator, value: Any) -> Q:
    if isinstance(column, Flag):
        if op != CompareOperator.eq or not isinstance(value, bool):
            raise _invalid(_("This attribute is true or false."))
        return column.true if value else ~column.true
    if isinstance(column, Moment):
        if op != CompareOperator.eq and op not in ORDERING:
            raise _invalid(_("A moment is equal, before or after."))
        return Q(**{f"{column.column}__{ORDERING.get(op, 'exact')}": value})
    if not isinstance(column, Words) or not isinstance(value, str):
        raise _invalid(_("This attribute cannot be compared so."))
    return _worded(column, op, value)


def _worded(column: Words, op: CompareOperator, value: str) -> Q:
    """A comparison of words. Both engines compare the same way: by position, never with patterns."""
    wanted = value.replace("\x00", "")
    if not is_plain(wanted):
        raise _invalid(_("A text holds a letter that is kept nowhere."))
    here: Any = F(column.column)
    there: Any = Value(column.fold(wanted) if column.fold else wanted, output_field=CharField())
    if not column.exact and column.fold is None:
        here, there = Lower(here), Lower(there)
    length = len(column.fold(wanted) if column.fold else wanted)
    return Q(_expression(op, here, there, length))


def _expression(op: CompareOperator, here: Any, there: Any, length: int) -> Func:
    if op == CompareOperator.eq:
        return _test(here, "=", there)
    if op in ORDERING:
        sign = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}[ORDERING[op]]
        return _test(here, sign, there)
    if length == 0:
        return _test(Value(1), "=", Value(1))
    if op == CompareOperator.co:
        return _test(StrIndex(here, there), ">", Value(0))
    cut = Substr(here, 1, length) if op == CompareOperator.sw else Right(here, length)
    return _test(cut, "=", there)


def _test(left: Any, sign: str, right: Any) -> Func:
    """A comparison as an expression; the sign is one of this module's own."""
    return Func(left, right, template="(%(expressions)s)", arg_joiner=f" {sign} ", output_field=BooleanField())
