"""A slow, independent reading of the access rules, in the words of the product.

It shares no code with `access` or `knowledge.sight`: it walks parents instead of paths and loops instead of asking SQL.
When the two disagree, one of them is wrong.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator

from kith.access.models import Basis, BasisRecipient, Grant, Requirement
from kith.identity.models import Membership, Person, StepDemand, Team
from kith.knowledge.models import Item

PARTNER, RESTRICTED, TRADE_SECRET = 2, 3, 4


def may_read(person: Person, organisation_id: int, item: Item, at: datetime) -> bool:
    """Whether `person`, acting for that organisation, may read the item's current text at that moment."""
    if item.current_id is None or item.binned_at is not None:
        return False
    return reaches(person, organisation_id, item, at)


def belonging(person: Person, organisation_id: int) -> Membership | None:
    """Her membership of that organisation, while she has one and is active."""
    rows = (m for m in Membership.objects.all() if m.person_id == person.pk and m.organisation_id == organisation_id)
    found = next((m for m in rows if m.ended_at is None), None)
    return found if person.is_active else None


def reaches(person: Person, organisation_id: int, item: Item, at: datetime) -> bool:
    membership = belonging(person, organisation_id)
    if membership is None:
        return False
    if item.space.organisation_id == organisation_id:
        if item.owner_id == person.pk:
            return True
        if membership.role in ("owner", "steward"):
            return True
    return any(opens(grant, membership, item, at) for grant in Grant.objects.all())


def may_write(person: Person, organisation_id: int, item: Item, at: datetime) -> bool:
    """Whether `person`, acting for that organisation, may change the item at that moment, published or not."""
    membership = belonging(person, organisation_id)
    if membership is None or frozen(item, at):
        return False
    if item.space.organisation_id == organisation_id:
        if item.owner_id == person.pk or membership.role in ("owner", "steward"):
            return True
    elif item.binned_at is not None:
        return False
    return any(
        grant.ability == "write" and (grant.basis is None or in_force(grant.basis, at))
        for grant in Grant.objects.all()
        if opens(grant, membership, item, at)
    )


def frozen(item: Item, at: datetime) -> bool:
    """Whether both sides wrote in the item's space under something that is over and leaves it open to both."""
    return any(
        grant.joint and grant.container_id == item.space_id and given(grant, at) and outlived(grant.basis, at)
        for grant in Grant.objects.all()
    )


def outlived(basis: Basis | None, at: datetime) -> bool:
    """Whether a basis was in force, is over, and leaves open what was written together under it."""
    if basis is None or not basis.stays:
        return False
    end = basis.ends_at if basis.ended_at is None or basis.ended_at > basis.ends_at else basis.ended_at
    return basis.starts_at < end <= at


def in_force(basis: Basis, at: datetime) -> bool:
    return basis.starts_at <= at < basis.ends_at and (basis.ended_at is None or at < basis.ended_at)


def given(grant: Grant, at: datetime) -> bool:
    """Whether a grant was given, and neither stopped nor run out."""
    if grant.granted_at > at or (grant.stopped_at and grant.stopped_at <= at):
        return False
    return not (grant.until and grant.until <= at)


def opens(grant: Grant, membership: Membership, item: Item, at: datetime) -> bool:
    if grant.owner_id != item.space.organisation_id or not names(grant, membership):
        return False
    if not given(grant, at) or not contains(grant, item):
        return False
    allowed = {"organisation": PARTNER, "team": RESTRICTED, "person": TRADE_SECRET}[grant.subject_kind]
    if item.classification > allowed:
        return False
    if membership.organisation_id == grant.owner_id:
        return grant.basis_id is None
    if grant.basis is None or bars(item, membership.organisation_id):
        return False
    if not in_force(grant.basis, at) and not (grant.joint and outlived(grant.basis, at)):
        return False
    return basis_allows(grant.basis, grant.owner_id, membership, item, at)


def basis_allows(basis: Basis, owner_id: int, membership: Membership, item: Item, at: datetime) -> bool:
    if item.classification > basis.ceiling or item.classification > RESTRICTED:
        return False
    parties = [party.organisation_id for party in basis.parties.all()]
    if owner_id not in parties or membership.organisation_id not in parties:
        return False
    if any(waits(row, membership, at) for row in Requirement.objects.all()):
        return False
    steps = {row.type for row in Authenticator.objects.filter(user=membership.person)} & {"totp", "webauthn"}
    asked = {(row.asking_id, row.asked_id) for row in StepDemand.objects.all()}
    if (owner_id, membership.organisation_id) in asked and not steps:
        return False
    if basis.duties_first:
        noted = {(row.person_id, row.organisation_id) for row in basis.acknowledgements.all()}
        if (membership.person_id, membership.organisation_id) not in noted:
            return False
    return any(names(recipient, membership) for recipient in basis.recipients.all())


def waits(row: Requirement, membership: Membership, at: datetime) -> bool:
    """Whether nothing of others is shown to a member, because she has not met what her organisation asks."""
    if row.organisation_id != membership.organisation_id or at < max(row.asked_at, row.waits_from):
        return False
    if row.ended_at and row.ended_at <= at:
        return False
    return not any(
        each.person_id == membership.person_id
        and each.version_id == row.version_id
        and each.at <= at
        and (each.until is None or at < each.until)
        for each in row.fulfilments.all()
    )


def names(row: Grant | BasisRecipient, membership: Membership) -> bool:
    """Whether a grant or a recipient row means this member."""
    kind = row.subject_kind if isinstance(row, Grant) else row.kind
    if row.organisation_id != membership.organisation_id:
        return False
    if kind == "organisation":
        return True
    if kind == "person":
        return row.person_id == membership.person_id
    return membership in set(Team.objects.get(pk=row.team_id or 0).members.all())


def bars(item: Item, organisation_id: int) -> bool:
    """Whether confidential knowledge of a third organisation in an item keeps outsiders of that one from it."""
    third = {firm for firm in held(item, set()) if firm not in (item.organisation_id, organisation_id)}
    released = [row for row in item.releases.all() if row.organisation_id == organisation_id and row.given]
    return bool(third) and not any(row.ended_at is None for row in released)


def held(item: Item, walked: set[int]) -> set[int]:
    """Whose confidential knowledge stands in an item: walked back page by page, each once."""
    if item.pk in walked:
        return set()
    walked.add(item.pk)
    firms = {source.organisation_id for source in item.sources.all()}
    firms |= {firm.pk for firm in item.contributors.all()}
    for relation in item.relations.all():
        if relation.kind in ("derived_from", "combines", "supersedes", "applies"):
            other = relation.other
            behind = held(other, walked)
            if other.organisation_id == item.organisation_id:
                firms |= behind
            elif other.classification > 0 or behind - {other.organisation_id}:
                firms.add(other.organisation_id)  # what stands behind it, its owner answers for
    return firms


def contains(grant: Grant, item: Item) -> bool:
    if grant.container_kind == "space":
        return item.space_id == grant.container_id
    if grant.container_kind == "item":
        return item.pk == grant.container_id
    node: Item | None = item
    while node is not None:
        if node.pk == grant.container_id:
            return True
        node = node.parent
    return False
