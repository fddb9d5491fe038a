"""The evidence maps, in the order in which they are listed."""

from kith.assurance.maps import iso22301, iso27001, iso30401, iso44001
from kith.assurance.maps.base import Map, Row

__all__ = ["ALL", "Map", "Row"]

ALL: dict[str, Map] = {each.MAP.key: each.MAP for each in (iso27001, iso44001, iso30401, iso22301)}
