"""What notices about directories tell, for their reader, when she looks."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.core.actor import Actor, Role
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice
from kith.scim.models import Directory

ENDS_SOON = "directory_ends_soon"  # about a directory: its token ends within 14 days


def listen() -> None:
    """Let these notices be told."""
    kinds.register(ENDS_SOON, _lines)


def _lines(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    if by.role is not Role.OWNER:
        return {}
    asked = {notice.about_id for notice in notices}
    held = set(
        Directory.objects.filter(pk__in=asked, organisation=by.organisation_id, ended_at=None).values_list(
            "pk", flat=True
        )
    )
    words = _("The token of your directory ends soon. Draw a new one")
    return {notice.pk: Line(words, reverse("directory")) for notice in notices if notice.about_id in held}
