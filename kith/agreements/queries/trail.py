"""The audit trail of one's own organisation."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.audit.facts import KINDS
from kith.audit.models import Event
from kith.core.actor import DIRECTORY, Actor, Role
from kith.core.errors import Denied
from kith.identity.models import Organisation, Person
from kith.knowledge import policy
from kith.knowledge.models import Item

PAGE = 100
CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Entry:
    """One row of the trail."""

    number: int
    at: datetime
    who: str
    firm: str
    what: str
    title: str  # of the item it is about, where the reader may see it
    item_uid: str
    via: str


@dataclass(frozen=True)
class Trail:
    """A page of the trail, the newest first; `before` is where the next page begins."""

    entries: list[Entry]
    before: int | None


def page(by: Actor, before: int | None = None) -> Trail:
    """What happened to the actor's organisation's things, and what its people did.

    Raises:
        Denied: she is neither owner, steward nor auditor.
    """
    _require(by)
    events = Event.objects.filter(Q(owner_id=by.organisation) | Q(organisation_id=by.organisation)).order_by("-id")
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events[: PAGE + 1])
    shown = found[:PAGE]
    people, firms = _names(shown)
    visible = {
        item.pk: item
        for item in Item.objects.filter(
            policy.items.may_see(by), pk__in=[event.object_id for event in shown if event.kind == "item"]
        )
    }
    return Trail(
        [_entry(event, people, firms, visible) for event in shown],
        shown[-1].pk if len(found) > PAGE else None,
    )


def _require(by: Actor) -> None:
    if not (by.keeps or by.role is Role.AUDITOR):
        raise Denied(
            _("Owners, stewards and auditors read the trail."),
            ability="read",
            kind="trail",
            object_id=by.organisation_id,
        )


def _names(events: list[Event]) -> tuple[dict[int, str], dict[int, str]]:
    people = Person.objects.filter(pk__in={event.person_id for event in events if event.person_id})
    firms = Organisation.objects.filter(pk__in={event.organisation_id for event in events if event.organisation_id})
    return dict(people.values_list("pk", "name")), dict(firms.values_list("pk", "name"))


def _entry(event: Event, people: dict[int, str], firms: dict[int, str], visible: dict[int, Item]) -> Entry:
    item = visible.get(event.object_id or 0) if event.kind == "item" else None
    return Entry(
        number=event.pk,
        at=event.at,
        who=people.get(event.person_id or 0, _("The directory") if event.via == DIRECTORY else _("Kith itself")),
        firm=firms.get(event.organisation_id or 0, ""),
        what=words_of(event.name),
        title=item.title if item else "",
        item_uid=item.uid if item else "",
        via=event.via,
    )


def words_of(name: str) -> str:
    """A fact's name in words: `knowledge.ItemPublished` is "Item published"."""
    kind = KINDS.get(name)
    last = kind.__name__ if kind else name.rsplit(".", 1)[-1]
    return CAPITALS.sub(" ", last.removesuffix("Fact")).capitalize()
