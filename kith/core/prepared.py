"""A query whose SQL is worked out once and then asked with other values.

Django spends five times as long on working out the SQL of a question with several subqueries as the database spends on
answering it. For the one that every page asks that is worth saving; others stay plain querysets.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

from django.db import connection, models
from django.db.models import Expression, QuerySet

Plan = tuple[str, tuple[Any, ...], Any, Any]


class Slot(Expression):
    """The place of a value that is given when the question is asked."""

    def __init__(self, name: str, output_field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: object, connection: object) -> tuple[str, Any]:
        """A place for one value; the slot stands in for it."""
        return "%s", [self]

    def filled(self, values: dict[str, Any]) -> object:
        """The value, as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection, prepared=False)


class Prepared:
    """A question, built by `build` with slots for values, as `values_list` rows.

    `build` is called once for each database and each `shape`: what changes the SQL itself, as the length of a list.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]]) -> None:
        self.build = build
        self.plans: dict[tuple[str, Hashable], Plan] = {}

    def rows(self, shape: Hashable, values: dict[str, Any]) -> Iterator[Any]:
        """The rows for those values, as tuples."""
        key = (connection.vendor, shape)
        plan = self.plans.get(key) or self.plans.setdefault(key, self._plan(shape))
        sql, parameters, compiler, converters = plan
        filled: list[Any] = [each.filled(values) if isinstance(each, Slot) else each for each in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            found = cursor.fetchall()
        return map(tuple, compiler.apply_converters(found, converters)) if converters else iter(found)

    def _plan(self, shape: Hashable) -> Plan:
        compiler = self.build(shape).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return sql, tuple(parameters), compiler, converters
