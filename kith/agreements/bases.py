"""From signed terms to a basis, and from one basis to the next: an amendment takes effect when all have signed it."""

from dataclasses import dataclass

from kith.access import actions as access
from kith.access.actions import Carried, Subject, Terms
from kith.access.models import Basis, SubjectKind
from kith.agreements import heeds
from kith.agreements.models import Agreement
from kith.agreements.queries.changes import Change, compare, picture
from kith.core import clock


@dataclass(frozen=True)
class Replaced:
    """What an amendment did: the new basis, what became of the doors, and who sees what else than before."""

    basis: Basis
    carried: Carried
    changes: list[Change]


def lay(agreement: Agreement) -> Basis:
    """Lay the basis that an agreement stands for. An amendment's begins when it is signed, not in hindsight."""
    starts_at = agreement.starts_at()
    return access.lay(
        Terms(
            title=agreement.title,
            ceiling=agreement.ceiling,
            starts_at=max(starts_at, clock.now()) if agreement.amends_id else starts_at,
            ends_at=agreement.ends_at(),
            zone=agreement.zone,
            duties_first=bool(agreement.further.get("duties_first")),
            receivers=heeds.receivers(agreement),
            stays=agreement.end_rule == Agreement.EndRule.KEEP,
            parties=tuple(agreement.parties.order_by("pk").values_list("organisation_id", flat=True)),
            purposes=tuple(agreement.purposes.order_by("pk").values_list("text", flat=True)),
            recipients=tuple(
                Subject(
                    row.organisation_id,
                    team_id=row.team_id if row.kind == SubjectKind.TEAM else None,
                    person_id=row.person_id if row.kind == SubjectKind.PERSON else None,
                )
                for row in agreement.recipients.order_by("pk")
            ),
        )
    )


def replace(agreement: Agreement, amended: Agreement, *, by_person: int | None) -> Replaced:
    """Lay an amendment's basis in the place of the one it amends.

    The comparison asks the very rule that decides every read, before and after.
    """
    assert amended.basis is not None
    organisations = list(agreement.parties.order_by("pk").values_list("organisation_id", flat=True))
    before = picture(organisations)
    basis = lay(agreement)
    carried = access.replace(amended.basis, basis, by_person=by_person)
    return Replaced(basis, carried, compare(before, picture(organisations), organisations, carried, basis))
