"""Cursors: where a list goes on, as opaque text. A cursor survives new rows; a page number does not."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Refused


def write(moment: datetime, uid: str) -> str:
    """The cursor behind the row with that moment and opaque id."""
    return urlsafe_b64encode(f"{moment.isoformat()}|{uid}".encode()).decode()


def read(cursor: str) -> tuple[datetime, str]:
    """The moment and opaque id that a cursor stands for.

    Raises:
        Refused: it is not one of ours.
    """
    try:
        moment, _sep, uid = urlsafe_b64decode(cursor.encode()).decode().partition("|")
        return datetime.fromisoformat(moment), uid
    except ValueError as error:
        raise Refused(_("This cursor is not one of ours. Begin without one."), "cursor") from error
