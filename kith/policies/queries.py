"""What is asked of somebody, and who of an organisation has done what is asked of all."""

from dataclasses import dataclass

from django.db.models import Q

from kith.access.models import Fulfilment, Requirement
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity import queries as identity
from kith.identity.models import Membership
from kith.knowledge import policy as knowledge
from kith.knowledge.models import Item
from kith.policies import policy


@dataclass(frozen=True)
class Asked:
    """One thing that is asked, as its reader sees it."""

    requirement: Requirement
    item: Item | None  # the policy, where she may see it

    @property
    def title(self) -> str:
        """What it is called."""
        return self.item.title if self.item else self.requirement.name

    @property
    def is_policy(self) -> bool:
        """Whether it is a policy; else a training."""
        return self.requirement.item_id is not None

    @property
    def waits(self) -> bool:
        """Whether what partners share is closed because of it to whoever has not done it."""
        return self.requirement.waits_from <= clock.now()


@dataclass(frozen=True)
class Standing:
    """Whether one person has done what is asked, and until when it holds."""

    member: Membership
    done: Fulfilment | None


@dataclass(frozen=True)
class Listed:
    """What is asked of all, with how many have done it."""

    asked: Asked
    done: int
    of: int


@dataclass(frozen=True)
class RequirementPage:
    """One thing that is asked, and everybody's standing, those who have not done it in front."""

    asked: Asked
    standings: list[Standing]
    can: set[str]

    @property
    def missing(self) -> int:
        """How many have not done it."""
        return sum(row.done is None for row in self.standings)


def waiting(by: Actor) -> list[Asked]:
    """What is asked of somebody and she has not done, what waits for it first: two questions."""
    if not by.present:
        return []
    rows = Requirement.objects.unmet(by.organisation, by.person, clock.now()).order_by("waits_from", "pk")
    return _asked(list(rows), by)


def every(by: Actor) -> list[Listed]:
    """What is asked of all in the actor's organisation, the newest first.

    Raises:
        Unseen: she keeps nothing.
    """
    if not by.keeps:
        raise Unseen("Requirement")
    rows = _asked(list(policy.requirements.scope(by, "run").order_by("-asked_at", "-pk")), by)
    counted = _counted([row.requirement for row in rows], by.organisation)
    return [Listed(row, *counted[row.requirement.pk]) for row in rows]


def _counted(rows: list[Requirement], organisation_id: int) -> dict[int, tuple[int, int]]:
    """By requirement, how many of an organisation's people have done it, and how many there are."""
    people = set(identity.colleagues(organisation_id).values_list("person_id", flat=True))
    done: dict[int, set[int]] = {row.pk: set() for row in rows}
    for asked, person_id in _done(rows):
        done[asked].add(person_id)
    return {asked: (len(who & people), len(people)) for asked, who in done.items()}


@dataclass(frozen=True)
class Stand:
    """One thing that an organisation asks of all, and how many of its people have not done it."""

    requirement: Requirement
    missing: int
    of: int


def standing(organisation_id: int) -> list[Stand]:
    """What an organisation asks of all now, whoever looks: for rules, not for readers."""
    now = clock.now()
    unended = Q(ended_at=None) | Q(ended_at__gt=now)
    rows = list(Requirement.objects.filter(unended, organisation=organisation_id, asked_at__lte=now).order_by("pk"))
    counted = _counted(rows, organisation_id)
    return [Stand(row, counted[row.pk][1] - counted[row.pk][0], counted[row.pk][1]) for row in rows]


def to_ask(by: Actor) -> list[tuple[str, str]]:
    """The published policies of which nobody is asked to take note yet, as choices."""
    asked = policy.requirements.scope(by, "run").filter(item_id__isnull=False).values("item_id")
    rows = knowledge.items.scope(by).filter(organisation=by.organisation_id, kind=Item.Kind.POLICY)
    return list(rows.exclude(pk__in=asked).order_by("title", "pk").values_list("uid", "title"))


def page(uid: str, by: Actor) -> RequirementPage:
    """The page of one requirement, for keepers.

    Raises:
        Unseen: there is none for her.
    """
    row = policy.requirements.scope(by, "run").filter(uid=uid).first()
    if row is None:
        raise Unseen("Requirement")
    done = _done([row])
    standings = [
        Standing(member, done.get((row.pk, member.person_id))) for member in identity.colleagues(by.organisation)
    ]
    return RequirementPage(
        asked=_asked([row], by)[0],
        standings=sorted(standings, key=lambda each: each.done is not None),
        can=policy.requirements.abilities_of(by, row),
    )


def _asked(rows: list[Requirement], by: Actor) -> list[Asked]:
    ids = [row.item_id for row in rows if row.item_id]
    items = knowledge.items.scope(by).filter(organisation=by.organisation_id).in_bulk(ids) if ids else {}
    return [Asked(row, items.get(row.item_id or 0)) for row in rows]


def _done(rows: list[Requirement]) -> dict[tuple[int, int], Fulfilment]:
    """By requirement and person, what holds now."""
    now = clock.now()
    versions = {row.pk: row.version_id for row in rows}
    found = Fulfilment.objects.filter(requirement__in=rows).exclude(until__lte=now).order_by("at", "pk")
    return {(row.requirement_id, row.person_id): row for row in found if row.version_id == versions[row.requirement_id]}
