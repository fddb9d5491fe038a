"""Sums of money: read as people type them, and shown as they are used to."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.formats import get_format, number_format
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Refused

CURRENCIES = (
    "EUR",
    "GBP",
    "USD",
    "CHF",
    "DKK",
    "NOK",
    "SEK",
    "PLN",
    "CZK",
    "HUF",
    "RON",
    "CAD",
    "AUD",
    "NZD",
)  # ISO 4217
MOST = Decimal("999999999999.99")
DIGITS, PLACES = 14, 2
SPACES = re.compile(r"[\s'’]")


@dataclass(frozen=True)
class Money:
    """A sum in a currency."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """`GBP 2,000,000`, in the reader's own spelling of numbers."""
        places = 0 if self.amount == self.amount.to_integral_value() else PLACES
        return f"{self.currency}\u00a0{number_format(self.amount, places, use_l10n=True, force_grouping=True)}"


def of(amount: Decimal | None, currency: str) -> Money | None:
    """A sum, where one is known."""
    return None if amount is None else Money(amount, currency)


def parse(said: str) -> Decimal:
    """A sum as somebody types it, with her own signs between thousands and before the pence.

    Raises:
        ValueError: it is none.
    """
    plain = SPACES.sub("", said)
    thousands, point = (str(get_format(name)) for name in ("THOUSAND_SEPARATOR", "DECIMAL_SEPARATOR"))
    if thousands.strip():
        plain = re.sub(rf"{re.escape(thousands)}(?=\d{{3}}(?!\d))", "", plain)
    plain = plain.replace(point, ".")
    if not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,6})?", plain):
        raise ValueError(said)
    return Decimal(plain)


def check(amount: Decimal | None, currency: str, field: str, *, nothing: bool = False) -> Decimal | None:
    """A sum that can be kept: above zero, in whole pence, in a currency that is known.

    Args:
        field: beside which a refusal stands.
        nothing: zero is a sum too.

    Raises:
        Refused: it is no such sum.
    """
    if amount is None:
        return None
    if currency not in CURRENCIES:
        raise Refused(_("Choose a currency of the list."), "currency")
    try:
        kept = amount.quantize(Decimal(1).scaleb(-PLACES))
    except InvalidOperation as error:
        raise Refused(_("That is no sum that can be kept."), field) from error
    if kept != amount:
        raise Refused(_("At most two places after the point."), field)
    if amount < 0 or (amount == 0 and not nothing):
        raise Refused(_("A sum is more than nothing."), field)
    if amount > MOST:
        raise Refused(_("That is more than can be kept here."), field)
    return kept


def plain(amount: Decimal | None) -> str:
    """A sum as it stands in a form, in the signs that `parse` reads; nothing where none is known."""
    return "" if amount is None else number_format(amount.normalize() if amount % 1 else int(amount), use_l10n=True)
