"""Cleaning what people typed, for the actions. Each refusal names its field."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.claims.models import Adviser
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.errors import Refused, Sentence
from kith.identity import queries as identity
from kith.identity.models import Person

PHONE = re.compile(r"\+?[0-9 ()./-]{4,40}")
YEARS = range(1970, 2101)


def line(said: str, longest: int, field: str, missing: Sentence = "") -> str:
    """A text as it is kept, not too long; where `missing` is given, not empty either."""
    return plain.words(said, field, longest, missing or None)


def mail(said: str) -> str:
    """A mail address, or nothing."""
    clean = line(said, 254, "mail")
    try:
        if clean:
            validate_email(clean)
    except ValidationError as error:
        raise Refused(_("That is no mail address."), "mail") from error
    return clean


def phone(said: str) -> str:
    """A telephone number, or nothing."""
    clean = line(said, 40, "phone")
    if clean and not (PHONE.fullmatch(clean) and sum(each.isdigit() for each in clean) >= 4):
        raise Refused(_("That is no telephone number. Figures, spaces and + will do."), "phone")
    return clean


def choice(said: str, choices: type[models.TextChoices], field: str) -> str:
    """One of the choices."""
    if said not in choices.values:
        raise Refused(_("Choose one of the list."), field)
    return said


def day(given: date, field: str) -> date:
    """A day of a year that makes sense."""
    if given.year not in YEARS:
        raise Refused(_("Look at the year again."), field)
    return given


def past(given: date, field: str, zone: str) -> date:
    """A day that is not to come."""
    if day(given, field) > today(zone):
        raise Refused(_("That day is still to come."), field)
    return given


def today(zone: str) -> date:
    """The day it is in a zone."""
    return clock.day_of(clock.now(), zone)


def zone_of(by: Actor) -> str:
    """The time zone of whoever writes: her days are meant in it."""
    return Person.objects.values_list("zone", flat=True).get(pk=by.person)


def colleague(pk: int | None, by: Actor, kept: int | None = None) -> int | None:
    """One of our own people, or whoever it was already."""
    if pk is None or pk == kept or identity.belongs(pk, by.organisation):
        return pk
    raise Refused(_("Choose one of your own people."), "responsible")


def adviser(uid: str, by: Actor, kept: int | None = None) -> int | None:
    """Somebody who advises us, or whoever it was already."""
    if not uid:
        return None
    found = Adviser.objects.filter(uid=uid, organisation=by.organisation_id).first()
    if found is None or (found.ended_at is not None and found.pk != kept):
        raise Refused(_("Choose one of your advisers."), "adviser")
    return found.pk


def put(row: models.Model, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Put values into a row and save it; which of them are new."""
    fields = tuple(sorted(name for name, value in values.items() if getattr(row, name) != value))
    for name in fields:
        setattr(row, name, values[name])
    if fields:
        row.save()
    return fields
