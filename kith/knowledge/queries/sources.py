"""Whose knowledge an item holds, and the text that a source is asked about."""

from dataclasses import dataclass

from django.db.models import QuerySet

from kith.audit.models import Exposure
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.knowledge import sight
from kith.knowledge.actions import sourcing
from kith.knowledge.models import Item, Source
from kith.knowledge.queries import references, showing


@dataclass(frozen=True)
class MeantPage:
    """A text with whose knowledge it is."""

    item: Item
    source: Source
    title: str
    html: str
    sha256: str

    @property
    def confirmed(self) -> bool:
        """Whether she has said of this very text that it is what she meant."""
        return self.source.confirmed_at is not None and self.source.sha256 == self.sha256


def page(uid: str, by: Actor) -> MeantPage:
    """What a source reads before she confirms it; people of another organisation as far as they write there.

    Raises:
        Unseen: nobody asked her, or it is closed to her by now.
    """
    rows = sourcing.asked(by).select_related("item__organisation", "item__current", "item__space", "asked_by")
    source = rows.filter(item__uid=uid).first()
    if source is None or not sourcing.askable(source.item, by):
        raise Unseen("Source")
    view = sight.of(by)
    title, body = sourcing.text_of(source.item)
    showing.record(view, Exposure.Channel.READ, [source.item])
    return MeantPage(source.item, source, title, references.shown(body.html, view, source.item), body.sha256)


def of(item: Item) -> QuerySet[Source]:
    """Whose knowledge an item holds, for its writers."""
    return Source.objects.filter(item=item).select_related("person").order_by("pk")
