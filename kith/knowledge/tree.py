"""Where items stand: the path of each is the path of its parent and its own segment."""

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Refused
from kith.knowledge.models import DEEPEST, SEGMENT, Item, segment
from kith.knowledge.sight import LAST


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
        raise Refused(_("Pages can stand at most %(levels)s levels deep.") % {"levels": DEEPEST})
    return path


def relocate(item: Item, *, parent: Item | None, space_id: int) -> int:
    """Put an item and all below it under another parent or space, in one update; how many rows moved.

    Raises:
        Refused: it would stand below itself, or too deep.
    """
    if parent is not None and parent.path.startswith(item.path):
        raise Refused(_("A page cannot stand below itself."))
    old, new = item.path, path_under(parent, item.pk)
    subtree = Item.objects.filter(**below(item))
    if new != old:
        deepest = subtree.order_by(Func(F("path"), function="LENGTH").desc()).first()
        if deepest and len(deepest.path) - len(old) + len(new) > SEGMENT * DEEPEST:
            raise Refused(_("Pages can stand at most %(levels)s levels deep.") % {"levels": DEEPEST})
    moved = subtree.update(
        space_id=space_id,
        path=Concat(Value(new), Substr("path", len(old) + 1), output_field=CharField()),
    )
    Item.objects.filter(pk=item.pk).update(parent=parent)
    item.path, item.parent, item.space_id = new, parent, space_id
    return moved
