"""A query whose SQL is worked out once and then asked with other values.

Django spends five to ten times as long on working out the SQL of a question as the database spends on answering it. For
those that a page asks at each turn that is worth saving; all others stay plain querysets.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models import Expression
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)
V = TypeVar("V", int, str)
PLANS = 300  # kept for each question; with more shapes than that the oldest is worked out again


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


def number(name: str) -> Any:
    """A slot for an id or another whole number."""
    return Slot(name, models.BigIntegerField())


def text(name: str) -> Any:
    """A slot for a text."""
    return Slot(name, models.TextField())


def moment(name: str) -> Any:
    """A slot for a date with its time."""
    return Slot(name, models.DateTimeField())


def numbers(name: str, count: int) -> list[Any]:
    """Slots for as many ids as `several` filled in under that name."""
    return [number(f"{name}{n}") for n in range(count)]


def texts(name: str, count: int) -> list[Any]:
    """Slots for as many texts as `several_texts` filled in under that name."""
    return [text(f"{name}{n}") for n in range(count)]


def several(name: str, ids: Iterable[int]) -> tuple[int, dict[str, int]]:
    """How many slots those ids take, and the values for them.

    Their number is rounded up to a power of two, with the last id again, so that lists of all lengths share a few
    plans. No id at all takes one slot, for an id that nothing has.
    """
    return _rounded(name, list(ids) or [0])


def several_texts(name: str, given: Iterable[str]) -> tuple[int, dict[str, str]]:
    """The same for texts, such as the ids of addresses; none at all takes one slot, for the empty one."""
    return _rounded(name, list(given) or [""])


def _rounded(name: str, given: list[V]) -> tuple[int, dict[str, V]]:
    count = 1 << (len(given) - 1).bit_length()
    given += given[-1:] * (count - len(given))
    return count, {f"{name}{n}": value for n, value in enumerate(given)}


@dataclass(frozen=True)
class Plan:
    """A question's SQL with its slots, and how rows become what was asked for."""

    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: Any
    populators: Any
    columns: tuple[int, int, list[str]]
    annotations: dict[str, int]  # where each stands


class Prepared:
    """A question, built by `build` with slots for values.

    `build` is called once for each database and each `shape`: what changes the SQL itself, as the length of a list.
    """

    def __init__(self, build: Callable[[Any], models.QuerySet[Any, Any]]) -> None:
        self.build = build
        self.plans: dict[tuple[str, Hashable], Plan] = {}

    def rows(self, shape: Hashable, values: dict[str, Any]) -> Iterator[Any]:
        """The rows of a `values_list` for those values, as tuples."""
        return self._found(self._plan(shape), values)

    def _found(self, plan: Plan, values: dict[str, Any]) -> Iterator[Any]:
        filled: list[Any] = [each.filled(values) if isinstance(each, Slot) else each for each in plan.parameters]
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, filled)
            found = cursor.fetchall()
        if not plan.converters:
            return iter(found)
        return map(tuple, plan.compiler.apply_converters(found, plan.converters))

    def _plan(self, shape: Hashable) -> Plan:
        key = (connection.vendor, shape)
        plan = self.plans.get(key)
        if plan is None:
            while len(self.plans) >= PLANS:
                self.plans.pop(next(iter(self.plans)), None)
            plan = self.plans[key] = _planned(self.build(shape))
        return plan


class PreparedObjects(Prepared, Generic[M]):
    """A question whose rows are objects, with those that `select_related` names and with annotations."""

    def __init__(self, build: Callable[[Any], models.QuerySet[M, M]]) -> None:
        super().__init__(build)

    def all(self, shape: Hashable, values: dict[str, Any]) -> list[M]:
        """The objects for those values."""
        plan = self._plan(shape)
        first, after, names = plan.columns
        model: type[M] = plan.compiler.klass_info["model"]
        found = []
        for row in self._found(plan, values):
            thing = model.from_db("default", names, row[first:after])
            for populator in plan.populators:
                populator.populate(row, thing)
            for name, at in plan.annotations.items():
                setattr(thing, name, row[at])
            found.append(thing)
        return found

    def first(self, shape: Hashable, values: dict[str, Any]) -> M | None:
        """The first object for those values, if there is one."""
        return next(iter(self.all(shape, values)), None)


def _planned(question: Any) -> Plan:
    compiler = question.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    info = compiler.klass_info
    columns: tuple[int, int, list[str]] = (0, 0, [])
    populators: Any = ()
    if info is not None:
        fields = info["select_fields"]
        own = compiler.select[fields[0] : fields[-1] + 1]
        columns = (fields[0], fields[-1] + 1, [column.target.attname for column, _sql, _alias in own])
        populators = get_related_populators(info, compiler.select, "default")  # type: ignore[call-arg]  # Django 5.2
    annotations = dict(compiler.annotation_col_map or {})
    return Plan(sql, tuple(parameters), compiler, converters, populators, columns, annotations)
