"""A partnership's page with its agreements, and who can be named in a new one."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Exists, QuerySet

from kith.agreements import policy
from kith.agreements.models import Agreement, Party
from kith.agreements.queries import agreements, others
from kith.agreements.queries.agreements import Listed
from kith.core.actor import Actor
from kith.core.prepared import Prepared, Slot
from kith.identity import queries as identity
from kith.identity.models import Membership, Organisation, Team
from kith.partnerships import policy as partnership_policy
from kith.partnerships import queries as partnerships
from kith.partnerships.models import Partnership
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
    """The actor's partners by name. One query; one more when something may wait for her signature."""
    rows = list(_PARTNERS.rows(None, {"organisation": by.organisation_id, "person": by.person_id}))
    waiting: Counter[str] = Counter()
    ours = by.organisation_id
    if any(named for *_names, named in rows):
        known = {uid for uid, *_rest in rows}
        through = {first_id if second_id == ours else second_id: uid for uid, first_id, second_id, *_rest in rows}
        for home, drafter in policy.agreements.scope(by, "sign").values_list("partnership__uid", "drafted_for"):
            waiting[home if home in known else through.get(drafter, "")] += 1
    return sorted(
        (
            Partner(second if first_id == ours else first, uid, waiting[uid])
            for uid, first_id, _second_id, first, second, _named in rows
        ),
        key=lambda row: (row.name, row.uid),
    )


def _partners(_shape: object) -> "QuerySet[Partnership, tuple[Any, ...]]":
    """Somebody's partnerships, and whether she is a signatory of any agreement that is not signed by all."""
    who: Any = Slot("person", BigIntegerField())
    firm: Any = Slot("organisation", BigIntegerField())
    named = Party.objects.filter(agreement__basis=None, organisation=firm, signatory=who)
    return (
        partnership_policy.partnerships.scope(Actor(who, firm))
        .annotate(named=Exists(named))
        .values_list("uid", "first_id", "second_id", "first__name", "second__name", "named")
    )


_PARTNERS = Prepared(_partners)


def page(uid: str, by: Actor) -> Relation:
    """The page of one partnership for the actor."""
    shown = partnerships.page(uid, by)
    theirs = shown.theirs.organisation
    between = [row for row in agreements.of(by) if theirs in row.partner.rows]
    return Relation(shown, between)


def between(agreement: Agreement, by: Actor) -> Relation:
    """The partnership to which an agreement belongs or, for a further party, the one it has with who drafted it.

    Raises:
        Unseen: she has none of both.
    """
    return page(others.relation_uid(agreement, by), by)


def nameable(organisation: Organisation) -> tuple[Organisation, list[Membership], list[Team]]:
    """Who of an organisation can be named in an agreement."""
    return (
        organisation,
        list(identity.colleagues(organisation.pk)),
        list(identity.teams(organisation.pk)),
    )
