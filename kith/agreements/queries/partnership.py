"""A partnership's page with its agreements, and who can be named in a new one."""

from dataclasses import dataclass

from kith.agreements.queries import agreements
from kith.agreements.queries.agreements import Listed
from kith.core.actor import Actor
from kith.identity import queries as identity
from kith.identity.models import Membership, Organisation, Team
from kith.partnerships import queries as partnerships
from kith.partnerships.queries import PartnershipPage


@dataclass(frozen=True)
class Relation:
    """A partnership and the agreements between its sides."""

    page: PartnershipPage
    agreements: list[Listed]


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
