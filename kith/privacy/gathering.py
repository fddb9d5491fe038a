"""A person's own data: every row that points at her, by kind, without the words of others.

A row is told by its table, its id, in which part she stands there, and its moment. What she wrote belongs to the page
it stands in, which may be another firm's confidence; it goes out with that page, as far as it is open to her.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Field, Model

from kith.identity.models import Membership, Person
from kith.privacy.kinds import KINDS, OF_OTHERS, Kind

IDS = {"person_id"}  # of tables that hold ids without foreign keys
DATES = (models.DateTimeField, models.DateField)


@dataclass(frozen=True)
class Row:
    """One row that points at her: the table, its id, as what she stands there, and when."""

    table: str
    id: str
    part: str
    at: str


@dataclass(frozen=True)
class Counted:
    """How much there is of a kind."""

    kind: Kind
    rows: int


def parts_of(model: type[Model]) -> list[str]:
    """The fields of a table that point at a person, or at her membership."""
    found = []
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if field.related_model in (Person, Membership) or (field.name in IDS and not field.is_relation):
            found.append(field.name)
    return found


def counts(person: Person) -> list[Counted]:
    """How many rows of each kind point at her; one question for each part of a table."""
    return [
        Counted(kind, sum(standing(model, part, person).count() for model, part in _tables(kind))) for kind in KINDS
    ]


def rows(kind: Kind, person: Person) -> Iterator[Row]:
    """The rows of a kind that point at her, table by table, the oldest first."""
    for model, part in _tables(kind):
        names = ["uid" if _has(model, "uid") else "pk"]
        when = _moment(model)
        for found in (
            standing(model, part, person).order_by("pk").values_list(*names, *([when] if when else [])).iterator()
        ):
            yield Row(model._meta.label, str(found[0]), part, _said(found[1]) if when else "")


def _tables(kind: Kind) -> Iterator[tuple[type[Model], str]]:
    for label in kind.tables:
        model = apps.get_model(label)
        for part in parts_of(model):
            if (label, part) not in OF_OTHERS:
                yield model, part


def standing(model: type[Model], part: str, person: Person) -> Any:
    """The rows of a table in which somebody stands in a part: she herself, or by her membership."""
    field: Field[Any, Any] = model._meta.get_field(part)  # type: ignore[assignment]
    if field.related_model is Membership:
        return model._default_manager.filter(**{f"{part}__person": person})
    return model._default_manager.filter(**{part: person.pk})


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _moment(model: type[Model]) -> str:
    """The first moment of a row that is always there: when it came about."""
    dated = [field for field in model._meta.concrete_fields if isinstance(field, DATES) and not field.null]
    return dated[0].name if dated else ""


def _said(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else ""
