"""A partnership's page with its agreements, and who can be named in a new one."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from kith.agreements import policy
from kith.agreements.models import Agreement
from kith.agreements.queries import agreements
from kith.agreements.queries.agreements import Listed
from kith.core.actor import Actor
from kith.identity import queries as identity
from kith.identity.models import Membership, Organisation, Team
from kith.partnerships import policy as partnership_policy
from kith.partnerships import queries as partnerships
from kith.partnerships.queries import PartnershipPage


@dataclass(frozen=True)
class Relation:
    """A partnership and the agreements between its sides."""

    page: PartnershipPage
    agreements: list[Listed]


@dataclass(frozen=True)
class Partner:
    """A partner in the frame around every page: its name, the partnership's id, how many agreements she can sign."""

    name: str
    uid: str
    to_sign: int


def partners(by: Actor) -> list[Partner]:
    """The actor's partners by name, in one query."""
    mine = policy.agreements.scope(by, "sign", Agreement.objects.filter(partnership=OuterRef("pk")))
    waiting = mine.order_by().values("partnership").annotate(n=Count("pk")).values("n")
    rows = (
        partnership_policy.partnerships.scope(by)
        .annotate(to_sign=Subquery(waiting))
        .values_list("uid", "first_id", "first__name", "second__name", "to_sign")
    )
    ours = by.organisation_id
    return sorted(
        (Partner(second if first_id == ours else first, uid, n or 0) for uid, first_id, first, second, n in rows),
        key=lambda row: (row.name, row.uid),
    )


def page(uid: str, by: Actor) -> Relation:
    """The page of one partnership for the actor."""
    shown = partnerships.page(uid, by)
    between = [row for row in agreements.of(by) if row.agreement.partnership_id == shown.partnership.pk]
    return Relation(shown, between)


def nameable(organisation: Organisation) -> tuple[Organisation, list[Membership], list[Team]]:
    """Who of an organisation can be named in an agreement."""
    return (
        organisation,
        list(identity.colleagues(organisation.pk)),
        list(identity.teams(organisation.pk)),
    )
