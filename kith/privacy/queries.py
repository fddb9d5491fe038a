"""Questions about erasures, rules of retention and what was let go."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.identity import queries as identity
from kith.identity.models import Membership, Person
from kith.knowledge import policy as knowledge
from kith.knowledge.models import Item
from kith.privacy import holds, policy
from kith.privacy.actions import erasing
from kith.privacy.models import Disposal, Erasure, Hold, Retention
from kith.privacy.records import BY_KEY

SHOWN = 50


@dataclass(frozen=True)
class Page:
    """One erasure, as who answers it sees it.

    Attributes:
        belongs: she is a member still; saying yes ends that.
        pages: pages of the organisation's, open to the reader, whose words name her by a mention.
        may_answer: the reader may answer it now.
    """

    row: Erasure
    belongs: bool
    pages: list[Item]
    hold: Hold | None
    may_answer: bool


def page(uid: str, *, by: Actor) -> Page:
    """One erasure.

    Raises:
        Unseen: there is none for her.
    """
    row = policy.erasures.scope(by).select_related("person", "asked_by", "answered_by").filter(uid=uid).first()
    if row is None:
        raise Unseen("Erasure")
    return Page(
        row,
        identity.belongs(row.person_id, row.organisation_id),
        _naming(row.person, by) if row.person.erased_at is None else [],
        holds.standing(row.organisation_id),
        policy.erasures.can(by, "answer", row) and erasing.may_answer(row, by),
    )


def _naming(person: Person, by: Actor) -> list[Item]:
    rows = knowledge.items.scope(by).filter(organisation=by.organisation_id)
    says = Q(current__html__contains=f'data-person="{person.uid}"')
    if " " in person.name.strip():  # a single word is too often another one
        says |= Q(current__text__icontains=person.name.strip())
    named = rows.filter(says)
    return list(named.order_by("title", "pk")[:SHOWN])


def asked_of(person: Person) -> QuerySet[Erasure]:
    """What somebody asked and is not answered yet, by organisation."""
    rows = Erasure.objects.filter(person=person, answered_at=None)
    return rows.select_related("organisation").order_by("organisation__name", "pk")


def listed(by: Actor) -> list[Erasure]:
    """Erasures that the actor may see: what is open in front, then what was answered last."""
    rows = policy.erasures.scope(by).select_related("person")
    waiting = rows.filter(answered_at=None).order_by("due_on", "pk")
    return [*waiting, *rows.filter(answered_at__isnull=False).order_by("-answered_at", "-pk")[:SHOWN]]


@dataclass(frozen=True)
class Left:
    """Somebody who left; the uid of the erasure that waits, if any; and whether the organisation has said yes since."""

    seat: Membership
    asked: str
    granted: bool


def left(by: Actor) -> list[Left]:
    """Who left the actor's organisation and is known by name still."""
    asked = dict(policy.erasures.scope(by).filter(answered_at=None).values_list("person_id", "uid"))
    kept = set(erasing.not_let_go(by.organisation).values_list("pk", flat=True))
    return [Left(seat, asked.get(seat.person_id, ""), seat.pk not in kept) for seat in identity.left(by.organisation)]


def rules(organisation_id: int) -> dict[str, int]:
    """For how many months an organisation keeps which kind of record."""
    return dict(Retention.objects.filter(organisation=organisation_id).values_list("record", "months"))


def titled(found: Mapping[str, int]) -> list[tuple[Sentence, int]]:
    """How many records of each kind, under its title."""
    return [(BY_KEY[key].title, count) for key, count in found.items()]


def seal_of(found: Mapping[str, int]) -> str:
    """What somebody confirms who has seen that so many records go at once."""
    return " ".join(f"{key}:{count}" for key, count in sorted(found.items()))


def disposals(organisation_id: int) -> list[tuple[Sentence, Disposal]]:
    """What was let go last, under the title of its kind."""
    rows = Disposal.objects.filter(organisation=organisation_id).order_by("-at", "-pk")[:SHOWN]
    return [(BY_KEY[row.record].title, row) for row in rows if row.record in BY_KEY]
