"""What faults are called, for a reader: by what she may see herself. What she may not see is counted, never named."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access.models import ContainerKind, Grant
from kith.agreements.policy import agreements
from kith.agreements.queries.doors import subject_words
from kith.assurance.outcome import Fault
from kith.audit.models import Exposure
from kith.backups import policy as backups
from kith.claims import policy as claims
from kith.core.actor import Actor
from kith.deadlines.sources import SOURCES
from kith.exposures.policy import disclosures
from kith.identity.models import ApiToken, Person
from kith.knowledge import policy as knowledge
from kith.knowledge.models import AccessRequest
from kith.policies import policy as policies
from kith.register.policy import assets


@dataclass(frozen=True)
class Line:
    """One fault as its reader sees it."""

    words: str
    href: str
    day: date | None


Named = dict[int, tuple[str, str]]  # by key: what it is called, and the way there
Ids = list[int]


def lines(faults: Iterable[Fault], by: Actor) -> tuple[list[Line], int]:
    """The faults whose things the reader may see, in their order, and how many others there are."""
    rows = list(faults)
    of_kind: dict[str, Ids] = defaultdict(list)
    for row in rows:
        of_kind[row.kind].append(row.pk)
    named = {kind: _named(kind, ids, by) for kind, ids in of_kind.items()}
    found = [Line(*name, row.day) for row in rows if (name := named[row.kind].get(row.pk))]
    return found, len(rows) - len(found)


def _named(kind: str, ids: Ids, by: Actor) -> Named:
    if kind.startswith("due:"):
        source = SOURCES[kind.removeprefix("due:")]
        return {pk: (line.words, line.href) for pk, line in source.lines(by, ids).items()}
    return NAMES[kind](ids, by)


def _items(ids: Ids, by: Actor) -> Named:
    rows = knowledge.items.scope(by).filter(pk__in=ids, organisation=by.organisation_id)
    return {row.pk: (row.title, reverse("item", args=[row.uid])) for row in rows.only("pk", "uid", "title")}


def _assets(ids: Ids, by: Actor) -> Named:
    return {row.pk: (row.title, reverse("asset", args=[row.uid])) for row in assets.scope(by).filter(pk__in=ids)}


def _agreements(ids: Ids, by: Actor) -> Named:
    rows = agreements.scope(by).filter(pk__in=ids)
    return {row.pk: (row.title, reverse("agreement", args=[row.uid])) for row in rows}


def _covers(ids: Ids, by: Actor) -> Named:
    rows = claims.covers.scope(by).filter(pk__in=ids)
    return {row.pk: (row.called, reverse("cover", args=[row.uid])) for row in rows}


def _claims(ids: Ids, by: Actor) -> Named:
    return {row.pk: (row.title, reverse("claim", args=[row.uid])) for row in claims.claims.scope(by).filter(pk__in=ids)}


def _disclosures(ids: Ids, by: Actor) -> Named:
    rows = disclosures.scope(by).filter(pk__in=ids)
    return {row.pk: (row.about[:100], reverse("disclosure", args=[row.uid])) for row in rows}


def _backups(ids: Ids, by: Actor) -> Named:
    words = _("The newest backup, or its trial")
    return {pk: (words, reverse("backups")) for pk in ids} if backups.reads(by) else {}


def _requirements(ids: Ids, by: Actor) -> Named:
    rows = list(policies.requirements.scope(by, "run").filter(pk__in=ids))
    pages = _items([row.item_id for row in rows if row.item_id], by)
    called = {row.pk: pages.get(row.item_id or 0, ("", ""))[0] or row.name for row in rows}
    return {row.pk: (called[row.pk], reverse("requirement", args=[row.uid])) for row in rows if called[row.pk]}


def _spaces(ids: Ids, by: Actor) -> Named:
    rows = knowledge.spaces.scope(by).filter(pk__in=ids, organisation=by.organisation_id)
    return {row.pk: (row.name, reverse("space", args=[row.uid])) for row in rows}


def _grants(ids: Ids, by: Actor) -> Named:
    """Doors: to whom, and to what, as far as she may see that."""
    rows = list(
        Grant.objects.filter(pk__in=ids, owner=by.organisation_id).select_related("organisation", "team", "person")
    )
    spaces = _spaces([row.container_id for row in rows if row.container_kind == ContainerKind.SPACE], by)
    pages = _items([row.container_id for row in rows if row.container_kind != ContainerKind.SPACE], by)
    words = _("%(who)s: %(what)s")
    found: Named = {}
    for row in rows:
        thing = (spaces if row.container_kind == ContainerKind.SPACE else pages).get(row.container_id)
        if thing:
            found[row.pk] = (words % {"who": subject_words(row), "what": thing[0]}, thing[1])
    return found


def _exposures(ids: Ids, by: Actor) -> Named:
    rows = list(Exposure.objects.filter(pk__in=ids, owner_id=by.organisation))
    people = dict(Person.objects.filter(pk__in={row.person_id for row in rows}).values_list("pk", "name"))
    pages = _items([row.item_id for row in rows], by)
    words = _("%(who)s: %(what)s")
    return {
        row.pk: (words % {"who": people.get(row.person_id, ""), "what": pages[row.item_id][0]}, pages[row.item_id][1])
        for row in rows
        if row.item_id in pages
    }


def _tokens(ids: Ids, by: Actor) -> Named:
    rows = ApiToken.objects.filter(pk__in=ids, membership__organisation=by.organisation_id)
    words = _("A program’s key of %(who)s")
    return {
        row.pk: (words % {"who": row.membership.person.name}, reverse("people"))
        for row in rows.select_related("membership__person")
    }


def _requests(ids: Ids, by: Actor) -> Named:
    rows = list(AccessRequest.objects.filter(pk__in=ids).select_related("person"))
    pages = _items([row.item_id for row in rows if row.item_id], by)
    spaces = _spaces([row.space_id for row in rows if row.space_id], by)
    words = _("%(who)s: %(what)s")
    found: Named = {}
    for row in rows:
        thing = pages.get(row.item_id or 0) or spaces.get(row.space_id or 0)
        if thing:
            found[row.pk] = (words % {"who": row.person.name, "what": thing[0]}, reverse("access_requests"))
    return found


def _ledger(ids: Ids, by: Actor) -> Named:
    words = _("The ledger at link %(seq)s. Ask whoever runs Kith for “kith check”.")
    return {pk: (words % {"seq": pk}, reverse("trail")) for pk in ids}


NAMES: dict[str, Callable[[Ids, Actor], Named]] = {
    "item": _items,
    "asset": _assets,
    "agreement": _agreements,
    "cover": _covers,
    "claim": _claims,
    "disclosure": _disclosures,
    "requirement": _requirements,
    "grant": _grants,
    "exposure": _exposures,
    "token": _tokens,
    "access_request": _requests,
    "ledger": _ledger,
    "backup": _backups,
}
