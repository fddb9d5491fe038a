"""Opening and closing doors. Called by the domains inside their own transaction, which also writes the ledger row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F

from kith.access.models import (
    Ability,
    Acknowledgement,
    Basis,
    BasisParty,
    BasisPurpose,
    BasisRecipient,
    ContainerKind,
    Grant,
    Requirement,
    SubjectKind,
)
from kith.access.reach import ceiling_of, opened_at
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
    stays: bool = False  # what both write together stays readable to both at the end, and frozen
    duties_first: bool = False  # nobody reads under it before she has taken note of her duties
    receivers: tuple[int, ...] = ()  # those of the parties that only receive


def lay(terms: Terms) -> Basis:
    """Write the basis that an agreement, signed by all, stands for."""
    basis = Basis.objects.create(
        title=terms.title,
        ceiling=terms.ceiling,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        zone=terms.zone,
        stays=terms.stays,
        duties_first=terms.duties_first,
    )
    BasisParty.objects.bulk_create(
        [BasisParty(basis=basis, organisation_id=pk, discloses=pk not in terms.receivers) for pk in terms.parties]
    )
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


def acknowledge(basis: Basis, person_id: int, organisation_id: int) -> bool:
    """Note that a person has taken note of her duties under a basis; whether she had not before."""
    _row, fresh = Acknowledgement.objects.get_or_create(
        basis=basis, person_id=person_id, organisation_id=organisation_id, defaults={"at": clock.now()}
    )
    return fresh


def renew(item_id: int, version_id: int) -> Requirement | None:
    """A policy has a new version: whoever took note of the one before has to do so again. None if nobody is asked to.

    Called with the publication, in its transaction.
    """
    row = Requirement.objects.select_for_update().filter(item_id=item_id, ended_at=None).first()
    if row is not None:
        row.version_id, row.waits_from = version_id, clock.now() + timedelta(days=row.grace)
        row.save(update_fields=["version_id", "waits_from"])
    return row


def extend_basis(basis: Basis, ends_at: datetime) -> None:
    """Let a basis run longer: one row is updated, and every door under it stays open until then."""
    Basis.objects.filter(pk=basis.pk).update(ends_at=ends_at)
    basis.ends_at = ends_at


def open_inside(
    container: Container,
    subject: Subject,
    ability: Ability,
    *,
    by_person: int | None,
    until: datetime | None = None,
) -> Grant:
    """Open something to people of its own organisation; until a moment, if one is given."""
    grant = _grant(container, subject, ability, by_person)
    grant.until = until
    _let_go(grant)
    grant.save(force_insert=True)
    return grant


def open_outside(
    container: Container,
    subject: Subject,
    purpose: BasisPurpose,
    *,
    by_person: int | None,
    use_by: date | None = None,
    until: datetime | None = None,
    joint: bool = False,
) -> Grant:
    """Open something for reading to people of another organisation, for one of a basis's purposes.

    Args:
        joint: they write in it as well; of a whole space only.
    """
    grant = _grant(container, subject, Ability.WRITE if joint else Ability.READ, by_person)
    grant.joint, grant.basis_id, grant.purpose = joint, purpose.basis_id, purpose
    grant.use_by, grant.until = use_by, until
    _let_go(grant)
    grant.save(force_insert=True)
    return grant


def _let_go(grant: Grant) -> None:
    """Stop doors like this one that have run out, so that it can be opened again."""
    alike = ("container_kind", "container_id", "organisation_id", "team_id", "person_id", "basis_id", "purpose_id")
    same = {name: getattr(grant, name) for name in (*alike, "ability")}
    Grant.objects.filter(**same, stopped_at=None, until__lte=clock.now()).update(stopped_at=F("until"))


def confirm(grants: Iterable[Grant], *, by_person: int | None) -> int:
    """Note that doors are still needed; how many there were."""
    ids = [grant.pk for grant in grants]
    return Grant.objects.filter(pk__in=ids, stopped_at=None).update(confirmed_at=clock.now(), confirmed_by=by_person)


def _grant(container: Container, subject: Subject, ability: Ability, by_person: int | None) -> Grant:
    return Grant(
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


def stop(grants: Iterable[Grant], *, by_person: int | None) -> int:
    """Shut doors at once; how many were open."""
    ids = [grant.pk for grant in grants]
    return Grant.objects.filter(pk__in=ids, stopped_at=None).update(stopped_at=clock.now(), stopped_by=by_person)


CARRIED = {
    *("owner", "container_kind", "container_id", "subject_kind", "organisation", "team", "person"),
    *("ability", "joint", "use_by", "until", "granted_at", "granted_by"),
    *("confirmed_at", "confirmed_by", "reminded_at"),
}


@dataclass(frozen=True)
class Carried:
    """What became of the doors under a basis when another took its place."""

    kept: tuple[Grant, ...]  # the new grants
    dropped: tuple[Grant, ...]  # the old ones that the new terms do not allow any more


def replace(old: Basis, new: Basis, *, by_person: int | None) -> Carried:
    """Put one basis in the place of another, now: the old one closes and its doors are carried over.

    A door is kept where the new basis has its purpose, in the same words, admits its subject and lets its owner
    disclose. Where the new basis opens no more than the old one did, the versions that were open stay open. Who had
    taken note of her duties has.
    """
    now = clock.now()
    noted = old.acknowledgements.order_by("pk").values_list("person", "organisation", "at")
    Acknowledgement.objects.bulk_create(
        [Acknowledgement(basis=new, person_id=who, organisation_id=firm, at=at) for who, firm, at in noted]
    )
    purposes = {row.text: row for row in new.purposes.all()}
    recipients = list(new.recipients.all())
    disclosers = set(new.parties.filter(discloses=True).values_list("organisation", flat=True))
    kept, dropped = [], []
    for grant in Grant.objects.live(now).filter(basis=old).select_related("basis", "purpose").order_by("pk"):
        purpose = purposes.get(grant.purpose.text) if grant.purpose else None
        if purpose and grant.owner_id in disclosers and _admits(recipients, grant):
            kept.append(_under(new, grant, purpose, now))
        else:
            dropped.append(grant)
    Grant.objects.live(now).filter(basis=old).update(stopped_at=now, stopped_by=by_person)
    close_basis(old, now)
    return Carried(tuple(Grant.objects.bulk_create(kept)), tuple(dropped))


def _admits(recipients: list[BasisRecipient], grant: Grant) -> bool:
    """Whether somebody whom the grant names can be among the recipients. Teams change: who is in one is not asked."""
    return any(
        row.organisation_id == grant.organisation_id
        and (row.person_id is None or grant.person_id is None or row.person_id == grant.person_id)
        for row in recipients
    )


def _under(basis: Basis, grant: Grant, purpose: BasisPurpose, now: datetime) -> Grant:
    """The grant as it stands under another basis."""
    same = {
        field.attname: getattr(grant, field.attname) for field in Grant._meta.concrete_fields if field.name in CARRIED
    }
    carried = Grant(**same, basis=basis, purpose=purpose)
    carried.since = opened_at(grant) if ceiling_of(carried) <= ceiling_of(grant) else now
    return carried
