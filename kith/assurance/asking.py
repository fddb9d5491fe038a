"""Asking checks: all of an organisation at once, or one."""

from collections.abc import Iterable

from kith.assurance import checks
from kith.assurance.checks.base import Check
from kith.assurance.outcome import Outcome
from kith.assurance.records import Records


def computed() -> list[Check]:
    """The checks that the records answer, in order."""
    return [check for check in checks.ALL.values() if check.ask is not None]


def ask(organisation_id: int, keys: Iterable[str] | None = None) -> dict[str, Outcome]:
    """What the checks of these keys come to now, all of them by default; those by hand are left out."""
    records = Records(organisation_id)
    wanted = None if keys is None else set(keys)
    return {
        check.key: check.ask(records)
        for check in computed()
        if check.ask is not None and (wanted is None or check.key in wanted)
    }
