"""Questions about partnerships."""

from dataclasses import dataclass

from django.db.models import Q

from kith.core.actor import Actor, Role
from kith.core.errors import Unseen
from kith.identity import steps
from kith.identity.models import Invitation, Organisation
from kith.partnerships import policy
from kith.partnerships.models import Aim, Partnership, Proposal


@dataclass(frozen=True)
class Side:
    """One side of a partnership: who it is, its people who run things, and its aims."""

    organisation: Organisation
    gain: list[Aim]
    give: list[Aim]


@dataclass(frozen=True)
class PartnershipPage:
    """A partnership as one side sees it: ours, and theirs."""

    partnership: Partnership
    ours: Side
    theirs: Side
    can_run: bool
    can_ask: bool = False  # whether she says of whom a second step is asked
    step_asked: bool = False  # by us, of their people
    step_missing: int = 0  # how many of theirs have none
    step_owed: bool = False  # by them, of our people

    @property
    def ours_said_compete(self) -> bool:
        """Whether it was our side that said that both compete, and can take it back."""
        return self.partnership.compete_said_by_id == self.ours.organisation.pk


def of(by: Actor) -> list[Partnership]:
    """The actor's partnerships, by partner."""
    rows = policy.partnerships.scope(by).select_related("first", "second")
    return sorted(rows, key=lambda row: (partner_of(row, by).name, row.pk))


def partner_of(partnership: Partnership, by: Actor) -> Organisation:
    """The other side."""
    return partnership.second if partnership.first_id == by.organisation_id else partnership.first


def page(uid: str, by: Actor) -> PartnershipPage:
    """A partnership's page.

    Raises:
        Unseen: there is none for her.
    """
    found = policy.partnerships.scope(by).select_related("first", "second").filter(uid=uid).first()
    if found is None:
        raise Unseen("Partnership")
    aims = list(found.aims.filter(withdrawn_at=None).order_by("pk"))
    other = partner_of(found, by)
    mine = found.first if other.pk == found.second_id else found.second
    asked = steps.asked_of_partner(mine.pk, other.pk).exists()
    return PartnershipPage(
        found,
        _side(mine, aims),
        _side(other, aims),
        by.keeps,
        can_ask=by.role is Role.OWNER,
        step_asked=asked,
        step_missing=steps.without(other.pk).count() if asked else 0,
        step_owed=steps.asked_of_partner(other.pk, mine.pk).exists(),
    )


def _side(organisation: Organisation, aims: list[Aim]) -> Side:
    own = [aim for aim in aims if aim.organisation_id == organisation.pk]
    return Side(
        organisation,
        gain=[aim for aim in own if aim.direction == Aim.Direction.GAIN],
        give=[aim for aim in own if aim.direction == Aim.Direction.GIVE],
    )


def proposals(by: Actor) -> list[Proposal]:
    """Partnerships that the actor's organisation proposed and that nobody has taken up yet."""
    if not by.keeps:
        return []
    return list(
        Proposal.objects.filter(
            Q(proposer=by.organisation_id),
            partnership=None,
            invitation__withdrawn_at=None,
        )
        .select_related("invitation")
        .order_by("-pk")
    )


def proposal_of(invitation: Invitation) -> Proposal | None:
    """The partnership that an invitation proposes, if it proposes one."""
    return Proposal.objects.filter(invitation=invitation).select_related("proposer").first()
