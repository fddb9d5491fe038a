"""Items and files that a text names: a title and a way there for whoever may see them, and neither for anybody else."""

from collections.abc import Iterable
from typing import TypeVar

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kith.audit.models import Exposure
from kith.core.prepared import PreparedObjects, several_texts, texts
from kith.knowledge import policy
from kith.knowledge.models import Attachment, Item
from kith.knowledge.queries import showing
from kith.knowledge.sight import Sight
from kith.prose.html import ATTACHED, REFERENCED
from kith.prose.schema import identity
from kith.ui import icons

M = TypeVar("M", Item, Attachment)
MOST = 200  # that one page shows by their titles


def shown(html: str, view: Sight, item: Item | None = None) -> SafeString:
    """The HTML of a body with what it names as this reader may see it; what it tells outside is recorded first.

    Args:
        item: the one whose page it is, which is recorded apart.
    """
    known = titles(dict.fromkeys(REFERENCED.findall(html)), view)
    attached = files(dict.fromkeys(ATTACHED.findall(html)), view, item)
    html = REFERENCED.sub(lambda found: _way(known.get(found[1])), html)
    return mark_safe(ATTACHED.sub(lambda found: _card(attached.get(found[1])), html))  # noqa: S308 - escaped by prose


def titles(uids: Iterable[str], view: Sight) -> dict[str, Item]:
    """Those of the items that this reader may see, by id; their titles are recorded as shown before they are."""
    found = _found(_NAMED, uids, view)
    showing.record(view, Exposure.Channel.TITLE, found)
    return {item.uid: item for item in found}


def files(uids: Iterable[str], view: Sight, item: Item | None = None) -> dict[str, Attachment]:
    """Those of the files that this reader may have, by id; their items are recorded as shown before they are."""
    found = _found(_FILES, uids, view)
    showing.record(view, Exposure.Channel.TITLE, {row.item for row in found} - {item})
    return {row.uid: row for row in found}


def _found(question: PreparedObjects[M], uids: Iterable[str], view: Sight) -> list[M]:
    asked = [uid for uid in uids if identity(uid)][:MOST]
    if not asked:
        return []
    count, values = several_texts("uid", asked)
    return question.all((view.outline, count), view.outline.values | values)


def _way(item: Item | None) -> SafeString:
    if item is None:
        return format_html('<span class="closed" data-reference>{}</span>', _("a page that is not open to you"))
    return format_html('<a href="{}" data-reference><bdi>{}</bdi></a>', reverse("item", args=[item.uid]), item.title)


def _card(file: Attachment | None) -> SafeString:
    if file is None:
        return format_html('<span class="closed" data-reference>{}</span>', _("a file that is not open to you"))
    return format_html(
        '<a class="embed" href="{}" data-reference>{} <bdi>{}</bdi> <span class="t2">{}</span></a>',
        reverse("file", args=[file.uid]),
        icons.draw("paperclip"),
        file.name,
        filesizeformat(file.size),
    )


_NAMED = PreparedObjects(
    lambda shape: Item.objects.filter(policy.open_to(shape[0]), uid__in=texts("uid", shape[1])).only(*showing.NEEDED)
)
_FILES = PreparedObjects(
    lambda shape: (
        Attachment.objects.filter(
            item__in=Item.objects.filter(policy.open_to(shape[0])),
            uid__in=texts("uid", shape[1]),
            removed_at=None,
        )
        .select_related("item")
        .defer("text")
    )
)
