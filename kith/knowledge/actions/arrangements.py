"""Moving many pages, binning them or taking them back: asked for here, done by a worker in one transaction."""

from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.audit import ledger
from kith.core import clock, progress
from kith.core.actor import SYSTEM, Actor
from kith.core.errors import Refused
from kith.identity import behalf
from kith.knowledge import events, locks, tree
from kith.knowledge.actions import arranging
from kith.knowledge.indexing import Tick
from kith.knowledge.models import Arrangement, Item
from kith.knowledge.tree import Target
from kith.notices import actions as notices

ARRANGED = "arranged"  # the kind of notices
FEW = 200  # pages up to which nobody has to wait for a worker: a fifth of a second
Deed = Arrangement.Deed


def ask(deed: Deed, uid: str, *, by: Actor, to: Target | None = None) -> Arrangement | None:
    """Do it now where it touches few pages; otherwise a worker will.

    Returns:
        What was asked for, or None when it is done.

    Raises:
        Unseen, Denied: as `arranging` says.
        Refused: as there, or somebody asked for something of the kind already.
    """
    locks.check_item(uid, by, "arrange")
    item = Item.objects.select_related("space", "parent").get(uid=uid)
    pages = Item.objects.filter(**tree.below(item)).count()
    if pages <= FEW:
        _do(deed, item, to, by)
        return None
    return _ask(deed, item, pages, to, by)


def _ask(deed: Deed, item: Item, pages: int, to: Target | None, by: Actor) -> Arrangement:
    if deed == Deed.MOVE and to is not None and to.parent is not None and to.parent.path.startswith(item.path):
        raise Refused(tree.BELOW_ITSELF)
    row = Arrangement(
        deed=deed,
        item=item,
        person_id=by.person,
        organisation_id=by.organisation,
        space=to.space if to else None,
        parent=to.parent if to else None,
        from_space=item.space,
        from_parent=item.parent,
        pages=pages,
        asked_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save()
            asked = events.ArrangementAsked(
                by=by, owner_id=item.organisation_id, arrangement_id=row.pk, item_id=item.pk, deed=deed
            )
            ledger.record(asked)
    except IntegrityError:
        raise Refused(_("It is being moved already. Wait until that is done.")) from None
    return row


def work(pk: int) -> bool:
    """Do what was asked for, all of it or nothing; whether it is done. What stops it is said in its row.

    It is done for whoever asked, as far as she may at this moment. Cut off, it may be begun again:
    nothing has happened.
    """
    rows = Arrangement.objects.select_related("person", "item", "space", "parent")
    row = rows.filter(pk=pk, finished_at=None).first()
    if row is None:
        return False
    try:
        return behalf.do(
            row.person,
            row.organisation_id,
            partial(_work, row),
            partial(_fail, row),
            not_hers=gettext_lazy("It is not yours to move any more, or its new place is not yours to write in."),
            broken=gettext_lazy(
                "It went wrong, and nothing was moved. Ask whoever runs this Kith to look into its log."
            ),
        )
    finally:
        progress.end(row.uid)


def _work(row: Arrangement, by: Actor) -> bool:
    to = Target(row.space, row.parent) if row.space else None
    with transaction.atomic():
        _do(Deed(row.deed), row.item, to, by, lambda done: progress.say(row.uid, done))
        row.finished_at = clock.now()
        row.save(update_fields=["finished_at"])
        notices.tell(ARRANGED, row.pk, [(row.person_id, row.organisation_id)], by=SYSTEM)
    return True


def _do(deed: Deed, item: Item, to: Target | None, by: Actor, tick: Tick = lambda _done: None) -> None:
    if deed == Deed.BIN:
        arranging.bin_item(item.uid, by=by, tick=tick)
    elif deed == Deed.TAKE_BACK:
        arranging.take_back(item.uid, by=by, tick=tick)
    elif to is None:
        raise Refused(_("Choose where it shall stand."))
    else:
        parent_uid = to.parent.uid if to.parent else None
        arranging.move(item.uid, by=by, space_uid=to.space.uid, parent_uid=parent_uid, tick=tick)


def _fail(row: Arrangement, sentence: str) -> bool:
    with transaction.atomic():
        row.failed, row.finished_at = sentence[:300], clock.now()
        row.save(update_fields=["failed", "finished_at"])
        notices.tell(ARRANGED, row.pk, [(row.person_id, row.organisation_id)], by=SYSTEM)
    return False
