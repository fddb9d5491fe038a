"""The five levels, from open to closed. Their order is the rule: a ceiling admits its own level and those below."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Classification(models.IntegerChoices):
    """How closely an item is held. Public opens nothing by itself; a grant does."""

    PUBLIC = 0, _("Public")
    INTERNAL = 1, _("Inside our company")
    PARTNER = 2, _("In confidence, named partners")
    RESTRICTED = 3, _("Restricted, named people")
    TRADE_SECRET = 4, _("Trade secret, view only")


HIGHEST_OUTSIDE = Classification.RESTRICTED  # trade secrets cannot be shared outside until view-only exists
