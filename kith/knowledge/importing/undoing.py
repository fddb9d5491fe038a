"""Undoing an import: what nobody has touched since goes, what was there before is there again, the rest stays."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge import indexing, locks
from kith.knowledge.actions import arranging, attaching, writing
from kith.knowledge.importing.way import Made
from kith.knowledge.models import Attachment, Draft, Item, Thread, Version

TOGETHER = 5_000  # rows of one question


@dataclass
class Undone:
    """What was undone: how many pages went into the bin, how many have their earlier text; which stay, and why."""

    binned: int = 0
    restored: int = 0
    stays: list[tuple[str, str]] = field(default_factory=list)  # a title, and why


def undo(made: Made, *, by: Actor) -> Undone:
    """Undo an import, as far as it is hers to do; done again it changes nothing more."""
    done = Undone()
    rows = {row.pk: row for row in _items(list(made.items)) if row.binned_at is None}
    kept = _kept(rows, made, done)
    for row in rows.values():
        if row.pk not in kept and (row.parent_id not in rows or row.parent_id in kept):
            try:
                done.binned += arranging.bin_item(row.uid, by=by)
            except (Refused, Denied, Unseen) as error:
                done.stays.append((row.title, str(error) or _("It is not yours to bin.")))
    _take_back_files(made, by)
    for item in _items(list(made.versions)):
        _restore(item, *made.versions[item.pk], done, by)
    return done


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    coming = iter(ids)
    while some := list(islice(coming, TOGETHER)):
        yield some


def _items(ids: list[int]) -> Iterator[Item]:
    for some in _batches(ids):
        yield from Item.objects.filter(pk__in=some).order_by("path")


def _kept(rows: dict[int, Item], made: Made, done: Undone) -> set[int]:
    """The pages that stay: what somebody has worked on since, and what stands above it or above what is not of it."""
    kept: set[int] = set()
    worked = _worked_on(list(rows))
    for row in rows.values():
        if (row.current_id or 0) != made.items[row.pk] or row.pk in worked:
            done.stays.append((row.title, _("Somebody has worked on it since.")))
            kept.add(row.pk)
    for some in _batches(rows):
        below = Item.objects.filter(parent__in=some, binned_at=None)
        strangers = {above for pk, above in below.values_list("pk", "parent") if above and pk not in rows}
        done.stays += [(rows[pk].title, _("Something else stands below it now.")) for pk in strangers - kept]
        kept |= strangers
    for pk in list(kept):
        above = rows[pk].parent_id
        while above in rows and above not in kept:
            kept.add(above)
            above = rows[above].parent_id
    return kept


def _worked_on(ids: list[int]) -> set[int]:
    found: set[int] = set()
    for some in _batches(ids):
        found |= set(Draft.objects.filter(item__in=some).values_list("item", flat=True))
        said_here = Q(source_key="") | Q(comments__said_by="")  # not with the archive that is being undone
        found |= set(Thread.objects.filter(said_here, item__in=some).values_list("item", flat=True))
    return found


def _take_back_files(made: Made, by: Actor) -> None:
    rows = Attachment.objects.in_bulk({pk for pair in made.files for pk in pair if pk})
    for new, old in made.files:
        row, before = rows.get(new), rows.get(old)
        if row is None or row.removed_at is not None:
            continue
        with transaction.atomic():
            item = locks.item(row.item.uid, by, "edit")
            attaching.retire(item, row, by=by)
            if before is not None:
                attaching.bring_back(item, before, by=by)
            indexing.put(item)


def _restore(item: Item, new: int, before: int, done: Undone, by: Actor) -> None:
    """Give an item the text again that it had, unless somebody has worked on it since."""
    if item.current_id != new or item.binned_at is not None:
        if item.binned_at is None and not item.versions.filter(restores=before).exists():
            done.stays.append((item.title, _("Somebody has worked on it since.")))
        return
    try:
        writing.restore(item.uid, Version.objects.get(pk=before).uid, by=by)
        done.restored += 1
    except (Refused, Denied, Unseen) as error:
        done.stays.append((item.title, str(error) or _("It is not yours to change.")))
