"""What the share page needs: under which agreements, for what, with whom, and what is shared already."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kith.access.actions import Subject
from kith.access.models import ContainerKind, Grant, SubjectKind
from kith.agreements.models import Agreement
from kith.agreements.queries import agreements, doors
from kith.agreements.queries.others import Others
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Denied, Unseen
from kith.identity import queries as identity
from kith.identity.models import Organisation
from kith.knowledge import bound, policy
from kith.knowledge.models import Draft, Item, Space

DRAFTS = 50  # that the page names


@dataclass(frozen=True)
class SharePage:
    """A thing to share and the ways in which it can be."""

    uid: str
    title: str
    is_space: bool
    level: str | Promise
    agreements: list[Agreement]
    under: Agreement | None
    partner: Others | None
    purposes: list[tuple[str, str]]
    targets: dict[str, Subject]  # by the choice that means it
    subjects: list[tuple[str, str]]  # the choices with their names
    open_doors: list[tuple[Grant, str, Agreement]]
    above: int  # pages of a space or subtree that lie above the agreement's ceiling and stay closed
    bound: list[str] = field(default_factory=list)  # titles that stay closed: a third party's knowledge is in it
    drafts: list[str] = field(default_factory=list)  # of a space: titles that both would go on with if both write

    @property
    def url_name(self) -> str:
        """The page it belongs to."""
        return "space" if self.is_space else "item"

    def subject(self, choice: str) -> Subject:
        """What a choice means."""
        return self.targets[choice]


def of_item(uid: str, by: Actor, under: str | None = None) -> SharePage:
    """The share page of an item.

    Raises:
        Unseen: she cannot see it.
        Denied: she may not share it.
    """
    item = policy.items.scope(by).filter(uid=uid).first()
    if item is None:
        raise Unseen("Item")
    policy.items.require(by, "share", item)
    below = Item.objects.filter(path__startswith=item.path, binned_at=None, current__isnull=False)
    kinds = [ContainerKind.ITEM, ContainerKind.SUBTREE]
    return _page(item, by, under, kinds, below)


def of_space(uid: str, by: Actor, under: str | None = None) -> SharePage:
    """The share page of a space."""
    space = policy.spaces.scope(by).filter(uid=uid).first()
    if space is None:
        raise Unseen("Space")
    policy.spaces.require(by, "share", space)
    return _page(
        space, by, under, [ContainerKind.SPACE], Item.objects.filter(space=space, binned_at=None, current__isnull=False)
    )


def _page(
    thing: Item | Space, by: Actor, under: str | None, kinds: list[ContainerKind], pages: QuerySet[Item]
) -> SharePage:
    if not by.keeps:
        raise Denied(
            _("Owners and stewards share with partners. Ask one of yours."),
            ability="share",
            kind="item",
            object_id=thing.pk,
        )
    possible = agreements.shareable(by)
    chosen = next((row for row in possible if row.uid == under), possible[0] if possible else None)
    partner = agreements.partner_of(chosen, by) if chosen else None
    found = [row for other in partner.rows for row in _subjects(chosen, other, partner.several)] if partner else []
    return SharePage(
        uid=thing.uid,
        title=str(thing),
        is_space=isinstance(thing, Space),
        level=Classification(thing.classification).label if isinstance(thing, Item) else "",
        agreements=possible,
        under=chosen,
        partner=partner,
        purposes=_purposes(chosen),
        targets={choice: subject for choice, _name, subject in found},
        subjects=[(choice, name) for choice, name, _subject in found],
        open_doors=_open_doors(thing, by, kinds),
        above=pages.filter(classification__gt=chosen.ceiling).count() if chosen else 0,
        bound=_bound(pages, partner) if partner else [],
        drafts=_drafts(thing, chosen) if isinstance(thing, Space) and chosen else [],
    )


def _bound(pages: QuerySet[Item], partner: Others) -> list[str]:
    """The titles of the pages that stay closed to all or some of the others, because of what went into them."""
    rows = list(pages.exclude(bound_to=None).order_by("path"))
    given = bound.released(rows)
    return [row.title for row in rows if not all(bound.admits(row, other.pk, given) for other in partner.rows)]


def _drafts(space: Space, under: Agreement) -> list[str]:
    """The drafts of a space that people of the other side would see too if both wrote in it."""
    found = Draft.objects.filter(item__space=space, item__binned_at=None, item__classification__lte=under.ceiling)
    return list(found.order_by("item__path").values_list("title", flat=True)[:DRAFTS])


def _purposes(agreement: Agreement | None) -> list[tuple[str, str]]:
    if agreement is None or agreement.basis is None:
        return []
    return [(row.uid, row.text) for row in agreement.basis.purposes.order_by("pk")]


def _subjects(agreement: Agreement | None, partner: Organisation, several: bool) -> list[tuple[str, str, Subject]]:
    """Whom the agreement lets in at another party: everyone, its teams, its people; choice, name, and what it means."""
    if agreement is None:
        return []
    rows = agreement.recipients.filter(organisation=partner).select_related("team", "person").order_by("pk")
    found = [("organisation", _("Everyone there whom the agreement names"), Subject(partner.pk))]
    found += [
        (f"team:{row.team.pk}", row.team.name, Subject(partner.pk, team_id=row.team.pk)) for row in rows if row.team
    ]
    if any(row.kind == SubjectKind.ORGANISATION for row in rows):
        people = [member.person for member in identity.colleagues(partner.pk)]
    else:
        people = [row.person for row in rows if row.person]
    found += [(f"person:{who.pk}", who.name, Subject(partner.pk, person_id=who.pk)) for who in people]
    if not several:
        return found
    return [(f"{choice}@{partner.pk}", f"{name}, {partner.name}", subject) for choice, name, subject in found]


def _open_doors(thing: Item | Space, by: Actor, kinds: list[ContainerKind]) -> list[tuple[Grant, str, Agreement]]:
    """The doors that stand open to this very thing now."""
    moment = clock.now()
    grants = (
        Grant.objects.live(moment)
        .filter(owner=by.organisation_id, container_kind__in=kinds, container_id=thing.pk, basis__isnull=False)
        .select_related("basis__agreement", "organisation", "team", "person", "purpose")
        .order_by("pk")
    )
    return [
        (grant, doors.subject_words(grant), grant.basis.agreement)
        for grant in grants
        if grant.basis and grant.holds(moment)
    ]
