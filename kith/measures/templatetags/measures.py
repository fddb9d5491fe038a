"""How figures are written."""

from django import template
from django.utils import formats

register = template.Library()


@register.filter
def percent(share: float | None, places: int = 0) -> str:
    """A share from 0 to 1 as a percentage, with a space that does not break; empty for None."""
    return "" if share is None else f"{formats.number_format(share * 100, places)} %"


@register.filter
def percentage(share: float | None) -> str:
    """A share from 0 to 1 as the figure of a percentage to one place, without its sign."""
    return "" if share is None else formats.number_format(share * 100, 1)
