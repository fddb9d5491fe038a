"""The register's nouns."""

from kith.register.models.assets import INVENTED, REGISTERED, Asset, Holding, Kind, Maker, Step
from kith.register.models.licences import Invention, Licence
from kith.register.models.rights import Fee, Right, Schedule

__all__ = [
    "INVENTED",
    "REGISTERED",
    "Asset",
    "Fee",
    "Holding",
    "Invention",
    "Kind",
    "Licence",
    "Maker",
    "Right",
    "Schedule",
    "Step",
]
