"""What an item is bound to, as the rules of reading ask it. What it follows from stands in `inputs`."""

from collections.abc import Iterable

from kith.knowledge.models import Item, Release

Released = frozenset[tuple[int, int]]  # pairs of ids: an item, and the organisation to which it is released


def released(items: Iterable[Item]) -> Released:
    """Which of the items are released to which organisations now; nothing is asked where none is bound."""
    bound = [item.pk for item in items if item.bound_to is not None]
    if not bound:
        return frozenset()
    return frozenset(Release.objects.standing().filter(item__in=bound).values_list("item_id", "organisation_id"))


def admits(item: Item, organisation_id: int | None, given: Released) -> bool:
    """Whether what an item is bound to lets outsiders of an organisation see it, where something else opens it."""
    return item.bound_to in (None, organisation_id) or (item.pk, organisation_id) in given
