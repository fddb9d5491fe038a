"""Items that a text refers to: a title and a way there for whoever may see the item, and neither for anybody else."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kith.audit.models import Exposure
from kith.core.prepared import PreparedObjects, text
from kith.knowledge import policy
from kith.knowledge.models import Item
from kith.knowledge.queries import showing
from kith.knowledge.sight import Sight
from kith.prose.html import REFERENCED
from kith.prose.schema import identity

MOST = 200  # that one page shows by their titles


def shown(html: str, view: Sight) -> SafeString:
    """The HTML of a body with its references as this reader may see them; what it tells outside is recorded first."""
    known = titles(dict.fromkeys(REFERENCED.findall(html)), view)
    return mark_safe(REFERENCED.sub(lambda found: _way(known.get(found[1])), html))  # noqa: S308 - escaped by prose


def titles(uids: Iterable[str], view: Sight) -> dict[str, Item]:
    """Those of the items that this reader may see, by id; their titles are recorded as shown before they are."""
    asked = [uid for uid in uids if identity(uid)][:MOST]
    if not asked:
        return {}
    names = {f"uid{n}": uid for n, uid in enumerate(asked)}
    found = _NAMED.all((view.outline, len(names)), view.outline.values | names)
    showing.record(view, Exposure.Channel.TITLE, found)
    return {item.uid: item for item in found}


def _way(item: Item | None) -> SafeString:
    if item is None:
        return format_html('<span class="closed" data-reference>{}</span>', _("a page that is not open to you"))
    return format_html('<a href="{}" data-reference><bdi>{}</bdi></a>', reverse("item", args=[item.uid]), item.title)


_NAMED = PreparedObjects(
    lambda shape: Item.objects.filter(
        policy.seen(shape[0]) | policy.editable(shape[0]), uid__in=[text(f"uid{n}") for n in range(shape[1])]
    ).only("uid", "title", "organisation_id", "current_id", "classification", "space_id", "path")
)
