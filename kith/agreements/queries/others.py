"""The other party of an agreement, or the other parties: one name for pages, rows for those who need them."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.agreements.models import Agreement
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity.models import Organisation
from kith.partnerships import policy


@dataclass(frozen=True)
class Others:
    """The parties besides one's own, in the order of their names."""

    rows: tuple[Organisation, ...]

    @property
    def name(self) -> str:
        """Their names in a row."""
        return _(" and ").join(row.name for row in self.rows)

    @property
    def first(self) -> Organisation:
        """One of them, where one stands for all."""
        return self.rows[0]

    @property
    def several(self) -> bool:
        """Whether there is more than one."""
        return len(self.rows) > 1


def of(agreement: Agreement, organisation_id: int | None) -> Others:
    """The parties besides an organisation. Fetch `parties__organisation` ahead where there are many agreements."""
    rows = [party.organisation for party in agreement.parties.all() if party.organisation_id != organisation_id]
    return Others(tuple(sorted(rows, key=lambda row: (row.name, row.pk))))


def relation_uid(agreement: Agreement, by: Actor) -> str:
    """The partnership to which an agreement belongs or, for a further party, the one it has with who drafted it.

    Raises:
        Unseen: she has neither.
    """
    home, drafter = agreement.partnership, agreement.drafted_for_id
    if by.organisation_id in (home.first_id, home.second_id):
        return home.uid
    found = policy.partnerships.scope(by).filter(Q(first=drafter) | Q(second=drafter)).order_by("pk").first()
    if found is None:
        raise Unseen("Partnership")
    return found.uid
