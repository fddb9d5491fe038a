"""Opening and closing doors. Called by the domains inside their own transaction, which also writes the ledger row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kith.access.models import (
    Ability,
    Basis,
    BasisParty,
    BasisPurpose,
    BasisRecipient,
    ContainerKind,
    Grant,
    SubjectKind,
)
from kith.core import clock


@dataclass(frozen=True)
class Subject:
    """To whom: everyone of an organisation, one of its teams, or one of its people."""

    organisation_id: int
    team_id: int | None = None
    person_id: int | None = None

    @property
    def kind(self) -> SubjectKind:
        """Which of the three."""
        if self.person_id:
            return SubjectKind.PERSON
        return SubjectKind.TEAM if self.team_id else SubjectKind.ORGANISATION


@dataclass(frozen=True)
class Container:
    """What is opened."""

    kind: ContainerKind
    id: int
    owner_id: int


@dataclass(frozen=True)
class Terms:
    """What a basis says."""

    title: str
    ceiling: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    parties: tuple[int, ...]
    purposes: tuple[str, ...]
    recipients: tuple[Subject, ...]


def lay(terms: Terms) -> Basis:
    """Write the basis that an agreement, signed by all, stands for."""
    basis = Basis.objects.create(
        title=terms.title,
        ceiling=terms.ceiling,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        zone=terms.zone,
    )
    BasisParty.objects.bulk_create([BasisParty(basis=basis, organisation_id=pk) for pk in terms.parties])
    BasisPurpose.objects.bulk_create([BasisPurpose(basis=basis, text=text) for text in terms.purposes])
    BasisRecipient.objects.bulk_create(
        [
            BasisRecipient(
                basis=basis,
                organisation_id=who.organisation_id,
                kind=who.kind,
                team_id=who.team_id,
                person_id=who.person_id,
            )
            for who in terms.recipients
        ]
    )
    return basis


def close_basis(basis: Basis, at: datetime) -> None:
    """End a basis at a moment: one row is updated, and every door under it is shut from then on."""
    Basis.objects.filter(pk=basis.pk).update(ended_at=at)
    basis.ended_at = at


def open_inside(container: Container, subject: Subject, ability: Ability, *, by_person: int | None) -> Grant:
    """Open something to people of its own organisation."""
    return Grant.objects.create(
        owner_id=container.owner_id,
        container_kind=container.kind,
        container_id=container.id,
        subject_kind=subject.kind,
        organisation_id=subject.organisation_id,
        team_id=subject.team_id,
        person_id=subject.person_id,
        ability=ability,
        granted_at=clock.now(),
        granted_by_id=by_person,
    )


def open_outside(
    container: Container,
    subject: Subject,
    purpose: BasisPurpose,
    *,
    by_person: int | None,
    use_by: date | None = None,
    until: datetime | None = None,
) -> Grant:
    """Open something for reading to people of another organisation, for one of a basis's purposes."""
    return Grant.objects.create(
        owner_id=container.owner_id,
        container_kind=container.kind,
        container_id=container.id,
        subject_kind=subject.kind,
        organisation_id=subject.organisation_id,
        team_id=subject.team_id,
        person_id=subject.person_id,
        ability=Ability.READ,
        basis_id=purpose.basis_id,
        purpose=purpose,
        use_by=use_by,
        until=until,
        granted_at=clock.now(),
        granted_by_id=by_person,
    )


def stop(grants: Iterable[Grant], *, by_person: int | None) -> int:
    """Shut doors at once; how many were open."""
    ids = [grant.pk for grant in grants]
    return Grant.objects.filter(pk__in=ids, stopped_at=None).update(stopped_at=clock.now(), stopped_by=by_person)
