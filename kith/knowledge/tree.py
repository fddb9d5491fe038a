"""Where items stand: the path of each is the path of its parent and its own segment."""

from dataclasses import dataclass

from django.db.models import CharField, Max, QuerySet, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Refused
from kith.knowledge.models import DEEPEST, SEGMENT, Item, Space, segment
from kith.knowledge.sight import LAST

TOO_DEEP = _("Pages can stand at most %(levels)s levels deep.")
BELOW_ITSELF = _("A page cannot stand below itself.")


@dataclass(frozen=True)
class Target:
    """Where to: a space, and the page in it under which to stand."""

    space: Space
    parent: Item | None = None


def below(item: Item) -> dict[str, str]:
    """The filter that finds an item and everything under it."""
    return {"path__gte": item.path, "path__lt": item.path + LAST}


def path_under(parent: Item | None, item_id: int) -> str:
    """The path of an item that stands under `parent`.

    Raises:
        Refused: the tree would be deeper than paths can hold.
    """
    path = (parent.path if parent else "") + segment(item_id)
    if len(path) > SEGMENT * DEEPEST:
        raise Refused(TOO_DEEP % {"levels": DEEPEST})
    return path


def relocate(item: Item, *, parent: Item | None, space_id: int) -> int:
    """Put an item and all below it under another parent or space, in one update; how many rows moved.

    Raises:
        Refused: it would stand below itself, or too deep.
    """
    new = new_path(item, parent)
    moved = shift(Item.objects.filter(**below(item)), item.path, new, space_id)
    Item.objects.filter(pk=item.pk).update(parent=parent)
    item.path, item.parent, item.space_id = new, parent, space_id
    return moved


def new_path(item: Item, parent: Item | None) -> str:
    """The path that an item would have under another parent.

    Raises:
        Refused: it would stand below itself, or what stands below it too deep.
    """
    if parent is not None and parent.path.startswith(item.path):
        raise Refused(BELOW_ITSELF)
    new = path_under(parent, item.pk)
    if len(new) > len(item.path):
        longest = Item.objects.filter(**below(item)).aggregate(longest=Max(Length("path")))["longest"] or 0
        if longest - len(item.path) + len(new) > SEGMENT * DEEPEST:
            raise Refused(TOO_DEEP % {"levels": DEEPEST})
    return new


def shift(rows: QuerySet[Item], old: str, new: str, space_id: int) -> int:
    """Give rows whose paths begin with `old` the paths that begin with `new` instead; how many."""
    path = Concat(Value(new), Substr("path", len(old) + 1), output_field=CharField())
    return rows.update(space_id=space_id, path=path)
