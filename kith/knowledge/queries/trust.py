"""What can be trusted in a space, and what its keepers have to see to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kith.audit.models import Exposure
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity.models import Membership
from kith.knowledge import policy, sight
from kith.knowledge.models import Item, Space, Verification
from kith.knowledge.queries import rows
from kith.knowledge.queries.rows import Row

SHOWN = 100
OLD = timedelta(days=365)  # without a change or a check
QUIET = timedelta(days=30)  # after which one would expect that what was lent is read


@dataclass(frozen=True)
class Trust:
    """How much of what somebody sees in a space is vouched for just now."""

    verified: int
    lapsed: int
    total: int

    @property
    def never(self) -> int:
        """How many nobody vouches for in the text that they have now."""
        return self.total - self.verified - self.lapsed

    @property
    def share(self) -> int | None:
        """Per cent of it that is vouched for; None for an empty space."""
        return round(100 * self.verified / self.total) if self.total else None


@dataclass(frozen=True)
class TrustPage:
    """A space's trust, with the pages that need somebody, each list with what it is for."""

    space: Space
    trust: Trust
    lapsed: list[Row]
    never: list[Row]
    verified: list[Row]
    may_withdraw: bool


def page(uid: str, by: Actor) -> TrustPage:
    """The trust page of a space, for the people of its organisation.

    Raises:
        Unseen: there is no such space of hers.
    """
    space = policy.spaces.scope(by).select_related("organisation").filter(uid=uid).first()
    if space is None or space.organisation_id != by.organisation_id:
        raise Unseen("Space")
    view = sight.of(by)
    seen = Item.objects.filter(policy.seen(view), space=space)
    ok, due = _standing(True), _standing(False)

    def listed(found: QuerySet[Item]) -> list[Row]:
        return rows.of(view, found.order_by("path")[:SHOWN])

    return TrustPage(
        space=space,
        trust=_count(seen),
        lapsed=listed(seen.filter(due)),
        never=listed(seen.exclude(due | ok)),
        verified=listed(seen.filter(ok)),
        may_withdraw=policy.spaces.can(by, "write", space),
    )


def of_space(space: Space, by: Actor) -> Trust:
    """How much of a space is vouched for, of what somebody sees in it."""
    return _count(Item.objects.filter(policy.seen(sight.of(by)), space=space))


def _count(seen: QuerySet[Item]) -> Trust:
    return Trust(seen.filter(_standing(True)).count(), seen.filter(_standing(False)).count(), seen.count())


def _standing(holds: bool) -> Q:
    """The items whose present text somebody vouches for until a day that has not passed, or has."""
    today = clock.now().date()
    row = Verification.objects.filter(item=OuterRef("pk"), version=OuterRef("current"), withdrawn_at=None)
    return Q(Exists(row.filter(until__gte=today) if holds else row.filter(until__lt=today)))


@dataclass(frozen=True)
class Tending:
    """What the keepers of an organisation have to see to."""

    orphaned: list[Row]
    stale: list[Row]
    unread: list[Row]
    duplicates: list[list[Row]]


def tending(by: Actor) -> Tending:
    """The lists for keepers: what belongs to nobody who is still there, is old, is not read by those it is lent to, or
    seems to stand there twice.

    Raises:
        Unseen: she is no keeper.
    """
    if not by.keeps:
        raise Unseen("Tending")
    view = sight.of(by)
    own = Item.objects.filter(policy.seen(view), organisation=by.organisation_id)
    here = Membership.objects.filter(
        person=OuterRef("owner"), organisation=by.organisation_id, ended_at=None, person__is_active=True
    )
    orphaned = own.filter(~Q(Exists(here)))
    now = clock.now()
    checked = Verification.objects.filter(item=OuterRef("pk"), withdrawn_at=None, until__gte=now.date())
    stale = own.filter(~Q(Exists(checked)), changed_at__lt=now - OLD)
    return Tending(
        orphaned=rows.of(view, orphaned.order_by("-changed_at")[:SHOWN]),
        stale=rows.of(view, stale.order_by("changed_at")[:SHOWN]),
        unread=rows.of(view, _unread(own)),
        duplicates=_twins(own, view),
    )


def _unread(own: QuerySet[Item]) -> list[Item]:
    """What has been shown to partners by its title for a month and was opened by nobody of them."""
    shown = Exposure.objects.filter(item_id=OuterRef("pk"))
    long_ago = shown.filter(at__lt=clock.now() - QUIET)
    opened = shown.exclude(channel=Exposure.Channel.TITLE)
    return list(own.filter(Exists(long_ago), ~Exists(opened)).order_by("-changed_at")[:SHOWN])


def _twins(own: QuerySet[Item], view: sight.Sight) -> list[list[Row]]:
    """Pages that have the same text, or the same words in their titles."""
    groups: dict[str, list[int]] = defaultdict(list)
    for pk, title, sha in own.order_by("pk").values_list("pk", "title", F("current__sha256")):
        groups[f"text {sha}"].append(pk)
        groups[f"title {_words(title)}"].append(pk)
    empty = _empty(own)
    found = {tuple(pks) for key, pks in groups.items() if len(pks) > 1 and key not in empty}
    wanted = sorted(found)[: SHOWN // 4]
    listed = {row.item.pk: row for row in rows.of(view, own.filter(pk__in={pk for pks in wanted for pk in pks}))}
    return [[listed[pk] for pk in pks] for pks in wanted]


def _empty(own: QuerySet[Item]) -> set[str]:
    """The keys of texts that say nothing: many pages may have them."""
    return {f"text {sha}" for sha in own.filter(current__text="").values_list("current__sha256", flat=True).distinct()}


def _words(title: str) -> str:
    """A title by its words, whatever their order, case and marks."""
    letters = (letter if letter.isalnum() else " " for letter in title.casefold())
    return " ".join(sorted("".join(letters).split()))
