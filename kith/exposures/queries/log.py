"""Who was shown, told or given what: by us to others, and by others to us. For keepers and auditors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.access.models import Basis
from kith.audit.models import Exposure
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.exposures import policy
from kith.exposures.models import Disclosure, Unusual
from kith.identity.models import Organisation, Person
from kith.knowledge import policy as knowledge
from kith.knowledge import sight
from kith.knowledge.models import Attachment, Item, Version
from kith.knowledge.queries import references

PAGE = 100
EXPORTED = 20_000  # rows of a file at most; it says so when there are more
Channel = Exposure.Channel
CHANNELS: dict[str, Sentence] = {
    Channel.TITLE: gettext_lazy("Title in a list"),
    Channel.SNIPPET: gettext_lazy("Words in search results"),
    Channel.READ: gettext_lazy("Read in Kith"),
    Channel.DOWNLOAD: gettext_lazy("Downloaded a file"),
    Channel.API: gettext_lazy("By a program"),
    Channel.EXPORT: gettext_lazy("In an export"),
    Channel.ORAL: gettext_lazy("By word of mouth"),
    Channel.DEMO: gettext_lazy("In a demonstration"),
    Channel.PHYSICAL: gettext_lazy("As a thing or on paper"),
}
BY_HAND = (Channel.ORAL, Channel.DEMO, Channel.PHYSICAL)
GLANCES = (Channel.TITLE, Channel.SNIPPET)
DAYS = (7, 30, 90, 365)


@dataclass(frozen=True)
class Asked:
    """What of the log is wanted: ids as they stand in the address, empty for all."""

    to_us: bool = False
    partner: str = ""
    person: str = ""
    item: str = ""
    channel: str = ""  # a channel; empty: all but titles and words in lists; "all": those too
    days: int = 90  # 0: ever


@dataclass(frozen=True)
class Entry:
    """One person learned one thing in one way."""

    number: int
    at: datetime
    who: str
    person_id: int
    firm: str
    how: Sentence
    item: Item | None  # None: she who reads this may not see it, or it is no page
    file: str
    version: int | None
    under: str
    disclosure: Disclosure | None


@dataclass(frozen=True)
class Sum:
    """How much one partner's people learned in the time that was asked about."""

    firm: Organisation
    people: int
    items: int
    last: datetime


@dataclass(frozen=True)
class LogPage:
    """A part of the log, the newest first."""

    asked: Asked
    entries: list[Entry]
    before: int | None
    sums: list[Sum]
    partners: list[Organisation]
    people: list[Person]
    item: Item | None
    unusual: list[Unusual]
    may_tell: bool  # she may write down what was told


def page(asked: Asked, by: Actor, before: int | None = None) -> LogPage:
    """A page of the log.

    Raises:
        Denied: she is neither owner, steward nor auditor.
        Unseen: the item, partner or person that is asked about is none that she may ask about.
    """
    item = _item(asked, by)
    policy.require_reader(by)
    rows = _rows(asked, by)
    firms = _partners(asked, by)
    people = _people(asked, by, firms)
    part = rows.filter(pk__lt=before) if before is not None else rows
    found = list(part.order_by("-pk")[: PAGE + 1])
    return LogPage(
        asked=asked,
        entries=entries_of(found[:PAGE], asked, by),
        before=found[PAGE - 1].pk if len(found) > PAGE else None,
        sums=_sums(rows, asked, firms),
        partners=firms,
        people=people,
        item=item,
        unusual=[] if asked.to_us or asked.item else unusual(by),
        may_tell=by.keeps and not asked.to_us,
    )


def check(uid: str, by: Actor) -> None:
    """See that somebody may read who was shown an item.

    Raises:
        Denied, Unseen: as `page`.
    """
    _item(Asked(item=uid), by)
    policy.require_reader(by)


def everything(asked: Asked, by: Actor) -> tuple[list[Entry], bool]:
    """All rows that were asked about, for a file, and whether there were more than fit.

    Raises:
        Denied, Unseen: as `page`.
    """
    _item(asked, by)
    policy.require_reader(by)
    found = list(_rows(asked, by).order_by("-pk")[: EXPORTED + 1])
    return entries_of(found[:EXPORTED], asked, by), len(found) > EXPORTED


def unusual(by: Actor) -> list[Unusual]:
    """What was unusual in the last thirty days, the newest first."""
    since = clock.now() - timedelta(days=30)
    rows = Unusual.objects.filter(owner=by.organisation_id, found_at__gt=since)
    return list(rows.select_related("person", "organisation").order_by("-found_at", "-pk")[:20])


def _rows(asked: Asked, by: Actor) -> QuerySet[Exposure]:
    rows = side(asked, by)
    if asked.days:
        rows = rows.filter(at__gt=clock.now() - timedelta(days=asked.days))
    if asked.channel != "all":
        rows = rows.filter(channel=asked.channel) if asked.channel else rows.exclude(channel__in=GLANCES)
    if asked.partner:
        firm = Organisation.objects.filter(uid=asked.partner).values_list("pk", flat=True).first()
        rows = rows.filter(**{_other(asked): firm or 0})
    if asked.person:
        rows = rows.filter(person_id=int(asked.person) if asked.person.isdigit() else 0)
    if asked.item:
        rows = rows.filter(item_id__in=Item.objects.filter(uid=asked.item).values("pk"))
    return rows


def side(asked: Asked, by: Actor) -> QuerySet[Exposure]:
    """All rows of one direction. What the other side wrote down by hand is its own until it confirms it to us."""
    if not asked.to_us:
        return Exposure.objects.filter(owner_id=by.organisation)
    confirmed = Disclosure.objects.filter(partner=by.organisation_id, confirmed_at__isnull=False)
    unsaid = Q(channel__in=BY_HAND) & ~Q(event_id__in=confirmed.values("event_id"))
    return Exposure.objects.filter(organisation_id=by.organisation).exclude(unsaid)


def _other(asked: Asked) -> str:
    """The column of the organisation on the other side."""
    return "owner_id" if asked.to_us else "organisation_id"


def _item(asked: Asked, by: Actor) -> Item | None:
    if not asked.item:
        return None
    found = knowledge.items.scope(by).filter(uid=asked.item, organisation=by.organisation_id).first()
    if found is None:
        raise Unseen("Item")
    return found


def _partners(asked: Asked, by: Actor) -> list[Organisation]:
    """The organisations that stand in the log at all; of others nothing can be asked."""
    known = side(asked, by).order_by().values(_other(asked)).distinct()
    firms = list(Organisation.objects.filter(pk__in=known).order_by("name", "pk"))
    if asked.partner and asked.partner not in {row.uid for row in firms}:
        raise Unseen("Organisation")
    return firms


def _people(asked: Asked, by: Actor, firms: list[Organisation]) -> list[Person]:
    """Those who stand in the log, of the chosen partner if one is."""
    rows = side(asked, by)
    chosen = [row.pk for row in firms if row.uid == asked.partner]
    if chosen:
        rows = rows.filter(**{_other(asked): chosen[0]})
    people = list(Person.objects.filter(pk__in=rows.order_by().values("person_id").distinct()).order_by("name", "pk"))
    if asked.person and asked.person not in {str(row.pk) for row in people}:
        raise Unseen("Person")
    return people


def _sums(rows: QuerySet[Exposure], asked: Asked, firms: list[Organisation]) -> list[Sum]:
    other = _other(asked)
    names = {row.pk: row for row in firms}
    found = (
        rows.order_by()
        .values(other)
        .annotate(
            people=Count("person_id", distinct=True),
            items=Count("item_id", filter=Q(item_id__gt=0), distinct=True),
            last=Max("at"),
        )
    )
    sums = [Sum(names[row[other]], row["people"], row["items"], row["last"]) for row in found if row[other] in names]
    return sorted(sums, key=lambda row: (row.firm.name, row.firm.pk))


def entries_of(rows: list[Exposure], asked: Asked, by: Actor) -> list[Entry]:
    """Rows of the ledger as this reader sees them, in a fixed number of questions."""
    people = _names(Person, (row.person_id for row in rows))
    firms = _names(Organisation, (getattr(row, _other(asked)) for row in rows))
    bases = dict(Basis.objects.filter(pk__in={row.basis_id for row in rows}).values_list("pk", "title"))
    numbers = dict(Version.objects.filter(pk__in={row.version_id for row in rows}).values_list("pk", "number"))
    files = _names(Attachment, (row.attachment_id or 0 for row in rows))
    told = {row.event_id: row for row in Disclosure.objects.filter(event_id__in={row.event_id for row in rows})}
    items = _items(rows, by)
    return [
        Entry(
            number=row.pk,
            at=row.at,
            who=people.get(row.person_id) or _others(told.get(row.event_id)),
            person_id=row.person_id,
            firm=firms.get(getattr(row, _other(asked)), ""),
            how=CHANNELS[row.channel],
            item=items.get(row.item_id),
            file=files.get(row.attachment_id or 0, "") if row.item_id in items else "",
            version=numbers.get(row.version_id or 0),
            under=bases.get(row.basis_id, ""),
            disclosure=told.get(row.event_id),
        )
        for row in rows
    ]


def _others(row: Disclosure | None) -> str:
    return row.others if row else _("Somebody who is no longer there")


def _names(model: type[Person] | type[Organisation] | type[Attachment], ids: Iterable[int]) -> dict[int, str]:
    return dict(model._default_manager.filter(pk__in=set(ids)).values_list("pk", "name"))


def _items(rows: list[Exposure], by: Actor) -> dict[int, Item]:
    """The items of the rows that she may see, drafts and the bin aside; titles of others are recorded as shown."""
    uids = Item.objects.filter(pk__in={row.item_id for row in rows}).values_list("uid", flat=True)
    view = sight.of(by)
    found: dict[int, Item] = {}
    listed = list(uids)
    for start in range(0, len(listed), references.MOST):
        shown = references.titles(listed[start : start + references.MOST], view)
        found |= {item.pk: item for item in shown.values()}
    return found
