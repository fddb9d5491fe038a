"""Reading a rule against a thing at hand, as SQL would read it, without asking the database."""

import operator
from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet


class AsksForMore(Exception):
    """The rule asks for more than the thing's own columns; only the database can say."""


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda own, given: own in given,
}


def holds(rule: Q, thing: Model) -> bool:
    """Whether a rule holds for a thing.

    Raises:
        AsksForMore: it has a subquery, another table's column, a negation (where SQL knows a third answer) or a lookup
            that is not in `COMPARE`.
    """
    if rule.negated or rule.connector not in (Q.AND, Q.OR):
        raise AsksForMore(rule)
    if not rule.children:
        return True
    answers = (_child(child, thing) for child in rule.children)
    return all(answers) if rule.connector == Q.AND else any(answers)


def _child(child: object, thing: Model) -> bool:
    if isinstance(child, Q):
        return holds(child, thing)
    if not isinstance(child, tuple):
        raise AsksForMore(child)
    name, given = child
    column, _sep, lookup = name.partition("__")
    if lookup.startswith("pk__"):  # `space__pk__in` asks for what stands in the thing's own column
        lookup = lookup.removeprefix("pk__")
    return _compare(_own(thing, column), lookup, given)


def _own(thing: Model, column: str) -> Any:
    """What stands in one of the thing's own columns."""
    if column == "pk":
        return thing.pk
    attribute = getattr(thing._meta.get_field(column), "attname", None)
    if attribute is None:  # a relation that another table holds
        raise AsksForMore(column)
    return getattr(thing, attribute)


def _compare(own: Any, lookup: str, given: Any) -> bool:
    if isinstance(given, QuerySet) or hasattr(given, "resolve_expression"):
        raise AsksForMore(lookup)
    if lookup == "isnull" or (lookup in ("", "exact") and given is None):
        return (own is None) == (given is None or given)
    if (lookup or "exact") not in COMPARE:
        raise AsksForMore(lookup)
    if own is None or given is None:
        return False
    return COMPARE[lookup or "exact"](own, given.pk if isinstance(given, Model) else given)
