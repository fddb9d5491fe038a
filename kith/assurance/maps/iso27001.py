"""ISO/IEC 27001:2022, Annex A: the controls that concern sharing with partners."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.maps import iso27001_others, iso27001_partners, iso27001_rules
from kith.assurance.maps.base import Map

MAP = Map(
    key="iso27001",
    standard="ISO/IEC 27001",
    edition="2022",
    about=_("Keeping information safe."),
    scope=_("The controls of Annex A that concern sharing with partners. The standard has more controls than these."),
    unit=_("Control %(clause)s"),
    rows=iso27001_rules.ROWS + iso27001_partners.ROWS + iso27001_others.ROWS,
)
