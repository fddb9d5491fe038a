"""Whether an organisation lets anything go now."""

from django.utils.translation import gettext as _

from kith.core.errors import Refused
from kith.privacy.models import Hold


def standing(organisation_id: int) -> Hold | None:
    """What holds everything, if something does."""
    return Hold.objects.filter(organisation=organisation_id, ended_at=None).select_related("by").first()


def require_none(organisation_id: int) -> None:
    """Stop while nothing may be let go.

    Raises:
        Refused: your organisation holds everything now.
    """
    if standing(organisation_id) is not None:
        raise Refused(
            _("Your organisation holds everything now: a dispute may need it. End the hold first, or say no.")
        )
