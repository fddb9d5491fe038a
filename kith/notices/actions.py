"""Telling people, and taking note that they have looked."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, QuerySet

from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.notices.models import Notice, Quiet

Recipient = tuple[int, int]  # a person's id and that of the organisation she acts for


@transaction.atomic
def tell(kind: str, about_id: int, to: Iterable[Recipient], *, by: Actor) -> None:
    """Tell people that something happened. Whoever has an unread notice of this kind about it keeps one.

    The one who did it is not told. Whether they may see what it is about is for the caller to know.
    """
    recipients = {recipient for recipient in to if recipient[0] != by.person_id}
    if not recipients:
        return
    now = clock.now()
    waiting = Notice.objects.filter(kind=kind, about_id=about_id, read_at=None)
    known = set(waiting.select_for_update().values_list("person_id", "organisation_id"))
    people = {person for person, _firm in recipients & known}
    waiting.filter(person__in=people).update(times=F("times") + 1, at=now, by=by.person_id)
    Notice.objects.bulk_create(
        [
            Notice(person_id=person, organisation_id=firm, kind=kind, about_id=about_id, by_id=by.person_id, at=now)
            for person, firm in sorted(recipients - known)
        ],
        ignore_conflicts=True,  # told at the same moment by somebody else
    )


def read(uid: str, *, by: Actor) -> Notice:
    """Take note that she has looked at one notice of hers.

    Raises:
        Unseen: it is not hers.
    """
    notice = of(by).filter(uid=uid).first()
    if notice is None:
        raise Unseen("Notice")
    of(by).filter(pk=notice.pk, read_at=None).update(read_at=clock.now())
    return notice


def read_all(*, by: Actor) -> int:
    """Take note that she has looked at all; how many were new."""
    return of(by).filter(read_at=None).update(read_at=clock.now())


def read_about(kind: str, about_ids: Iterable[int], *, by: Actor) -> int:
    """Take note that she has seen what notices of a kind are about, by looking at the things; how many were new."""
    return of(by).filter(kind=kind, about_id__in=about_ids, read_at=None).update(read_at=clock.now())


def of(by: Actor) -> QuerySet[Notice]:
    """The notices of a person in the organisation that she acts for."""
    if not by.present:
        return Notice.objects.none()
    return Notice.objects.filter(Q(person=by.person_id, organisation=by.organisation_id))


def be_quiet(quiet: bool, *, by: Actor) -> None:
    """Switch mails about notices off, or on again."""
    if quiet:
        Quiet.objects.get_or_create(person_id=by.person)
    else:
        Quiet.objects.filter(person=by.person).delete()
