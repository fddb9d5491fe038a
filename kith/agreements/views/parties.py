"""The sides of an agreement in its form: the two of a partnership, and further ones."""

from kith.agreements.forms.fields import Side
from kith.agreements.models import Agreement
from kith.agreements.queries import partnership
from kith.agreements.queries.partnership import Relation
from kith.core.actor import Actor
from kith.identity.models import Organisation
from kith.partnerships import policy
from kith.partnerships import queries as partnerships


def sides(relation: Relation, with_: list[str] | None, by: Actor, agreement: Agreement | None = None) -> list[Side]:
    """The sides, ours first.

    Args:
        with_: the uids of further organisations; None for those that the agreement has.
    """
    two = [relation.page.ours.organisation, relation.page.theirs.organisation]
    present = [party.organisation for party in agreement.parties.all()] if agreement else []
    possible = {row.uid: row for row in [*further(relation, by), *present]}
    wanted = [row.uid for row in present] if with_ is None else with_
    more = [possible[uid] for uid in dict.fromkeys(wanted) if uid in possible and possible[uid] not in two]
    known = set(policy.organisations.scope(by).values_list("pk", flat=True))
    return [_side(row, row.pk in known, agreement) for row in [*two, *more]]


def _side(organisation: Organisation, known: bool, agreement: Agreement | None) -> Side:
    """Whom one can name of an organisation; of one that is no partner yet, only who is named already."""
    _same, members, teams = partnership.nameable(organisation)
    if not known and agreement:
        rows = list(agreement.recipients.filter(organisation=organisation))
        people = {row.person_id for row in rows} | {
            party.signatory_id for party in agreement.parties.all() if party.organisation_id == organisation.pk
        }
        members = [row for row in members if row.person_id in people]
        teams = [team for team in teams if team.pk in {row.team_id for row in rows}]
    return Side(organisation, members, teams)


def names(given: list[Side]) -> dict[int, str]:
    """The sides' names by the ids of their organisations."""
    return {side.organisation.pk: side.organisation.name for side in given}


def further(relation: Relation, by: Actor) -> list[Organisation]:
    """The partners who can be a party too."""
    theirs = relation.page.theirs.organisation
    return [other for row in partnerships.of(by) if (other := partnerships.partner_of(row, by)) != theirs]


def chosen(relation: Relation, agreement: Agreement | None) -> list[Organisation]:
    """The further parties that an agreement has."""
    two = {relation.page.ours.organisation.pk, relation.page.theirs.organisation.pk}
    found = agreement.parties.all() if agreement else []
    return [party.organisation for party in found if party.organisation_id not in two]
