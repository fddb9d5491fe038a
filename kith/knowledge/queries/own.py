"""Pages that somebody names beside something else: her own organisation's, as far as she may see them."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.knowledge import policy
from kith.knowledge.models import Item

MOST = 50


def pages(uids: Collection[str], by: Actor, field: str = "pages") -> list[Item]:
    """The pages of these ids, in a fixed order.

    Raises:
        Refused: there are too many, or one is no page of hers that she may see; the sentence belongs to `field`.
    """
    asked = set(uids)
    if len(asked) > MOST:
        raise Refused(_("Name at most %(n)s pages.") % {"n": MOST}, field)
    found = list(policy.items.scope(by).filter(uid__in=asked, organisation=by.organisation_id).order_by("pk"))
    if len(found) != len(asked):
        raise Refused(_("One of these is no page of yours that you may see."), field)
    return found


def unseen(ids: Collection[int], by: Actor) -> set[int]:
    """Those of some pages that she may not see: what she saves leaves them named."""
    seen = policy.items.scope(by).filter(pk__in=ids).order_by().values_list("pk", flat=True)
    return set(ids) - set(seen)
