"""Checking what was given: words within bounds, people and firms that may be named, shares that add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kith.core import plain
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.identity import queries as identity
from kith.identity.models import Organisation
from kith.partnerships import queries as partnerships
from kith.partnerships.models import Partnership

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Share:
    """A share of an asset: of us, of a partner, or of a name."""

    holder: str  # an organisation's uid, or a name
    percent: Decimal


def colleague(person_id: int | None, field: str, by: Actor) -> int | None:
    """The id of one of our people, or None.

    Raises:
        Refused: she is none.
    """
    if person_id is not None and not identity.belongs(person_id, by.organisation):
        raise Refused(_("Choose one of your own people."), field)
    return person_id


def partnership(uid: str, by: Actor) -> Partnership | None:
    """One of our partnerships, or None.

    Raises:
        Refused: it is none of ours.
    """
    if not uid:
        return None
    found = next((row for row in partnerships.of(by) if row.uid == uid), None)
    if found is None:
        raise Refused(_("Choose one of your partnerships."), "partnership")
    return found


def firms(by: Actor) -> dict[str, Organisation]:
    """Our partners, by their uid."""
    found = (partnerships.partner_of(row, by) for row in partnerships.of(by))
    return {firm.uid: firm for firm in found}


def firm_or_name(given: str, field: str, by: Actor) -> tuple[Organisation | None, str]:
    """A partner of ours whose uid or name was given, else the name.

    Raises:
        Refused: nothing was given, or it is too long.
    """
    said = plain.words(given, field, 300, _("Say who."))
    known = firms(by)
    by_name = {plain.folded(firm.name): firm for firm in known.values()}
    firm = known.get(said) or by_name.get(plain.folded(said))
    return (firm, "") if firm else (None, said)


def shares(given: Sequence[Share], by: Actor) -> None:
    """See that shares make sense together.

    Raises:
        Refused: one is nothing or more than all, or they are more than all together.
    """
    for share in given:
        if not 0 < share.percent <= WHOLE or share.percent != share.percent.quantize(Decimal("0.01")):
            raise Refused(_("A share is more than 0 and at most 100 per cent, with two decimals."), "holdings")
    if sum((share.percent for share in given), Decimal(0)) > WHOLE:
        raise Refused(_("These shares are more than 100 per cent together."), "holdings")
