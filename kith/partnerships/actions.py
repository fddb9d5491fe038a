"""Beginning partnerships and saying what each side wants of them."""

from dataclasses import dataclass
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Refused, Unseen
from kith.identity.actions import inviting
from kith.identity.actions.inviting import Guest, NewAccount, Sent
from kith.identity.models import Membership, Person
from kith.partnerships import events, policy
from kith.partnerships.models import Aim, Partnership, Proposal


@dataclass(frozen=True)
class Outline:
    """A partnership as one side proposes it: what both do together, what it hopes to learn and can give."""

    title: str
    gain: str = ""
    give: str = ""


@transaction.atomic
def propose(guest: Guest, organisation_name: str, outline: Outline, *, by: Actor) -> Sent:
    """Invite another organisation into a partnership; it begins when the invitation is accepted."""
    if not outline.title.strip():
        raise Refused(_("Say in a few words what you do together."), "title")
    sent = inviting.invite_partner(guest, organisation_name, by=by)
    proposal = Proposal.objects.create(
        invitation=sent.invitation,
        proposer_id=by.organisation,
        title=outline.title.strip()[:300],
        gain=outline.gain.strip()[:500],
        give=outline.give.strip()[:500],
    )
    ledger.record(events.PartnershipProposed(by=by, owner_id=by.organisation, proposal_id=proposal.pk))
    return sent


@transaction.atomic
def accept(
    token: str, *, person: Person | None = None, account: NewAccount | None = None, organisation_name: str = ""
) -> tuple[Person, Membership, Partnership | None]:
    """Take up an invitation; when it proposes a partnership, that begins."""
    proposal = Proposal.objects.filter(invitation__token_sha256=inviting.fingerprint(token)).first()
    who, membership = inviting.accept(token, person=person, account=account, organisation_name=organisation_name)
    if proposal is None:
        return who, membership, None
    by = Actor(who.pk, membership.organisation_id, Role(membership.role))
    partnership = _begin(proposal, by)
    proposal.partnership = partnership
    proposal.save(update_fields=["partnership"])
    return who, membership, partnership


def _begin(proposal: Proposal, by: Actor) -> Partnership:
    if proposal.proposer_id == by.organisation_id:
        raise Refused(_("This invitation was sent by your own organisation."))
    partnership = Partnership.objects.create(
        title=proposal.title,
        first_id=proposal.proposer_id,
        second_id=by.organisation,
        began_at=clock.now(),
        began_by_id=by.person,
    )
    inviter = proposal.invitation.invited_by_id or by.person
    for direction, text in ((Aim.Direction.GAIN, proposal.gain), (Aim.Direction.GIVE, proposal.give)):
        if text:
            _write(partnership, proposal.proposer_id, direction, text, inviter)
    ledger.record(
        events.PartnershipBegan(
            by=by, owner_id=proposal.proposer_id, partnership_id=partnership.pk, partner_id=by.organisation or 0
        )
    )
    return partnership


def _write(partnership: Partnership, organisation_id: int, direction: str, text: str, person_id: int) -> Aim:
    return Aim.objects.create(
        partnership=partnership,
        organisation_id=organisation_id,
        direction=direction,
        text=text.strip()[:500],
        written_at=clock.now(),
        written_by_id=person_id,
    )


def acquaint(organisations: list[int], title: str, *, by: Actor) -> list[Partnership]:
    """Let organisations that agreed with each other be partners, in the caller's transaction; those that became so."""
    began = []
    for first, second in combinations(organisations, 2):
        if Partnership.objects.filter(first__in=[first, second], second__in=[first, second]).exists():
            continue
        partnership = Partnership.objects.create(
            title=title, first_id=first, second_id=second, began_at=clock.now(), began_by_id=by.person
        )
        ledger.record(events.PartnershipBegan(by=by, owner_id=first, partnership_id=partnership.pk, partner_id=second))
        began.append(partnership)
    return began


@transaction.atomic
def write_aim(uid: str, direction: str, text: str, *, by: Actor) -> Aim:
    """Say what the actor's side wants to gain or to give."""
    partnership = held(uid, by)
    if not text.strip():
        raise Refused(_("Write the aim in a sentence."), "text")
    aim = _write(partnership, by.organisation, Aim.Direction(direction), text, by.person)
    ledger.record(events.AimWritten(by=by, owner_id=by.organisation, partnership_id=partnership.pk, aim_id=aim.pk))
    return aim


@transaction.atomic
def withdraw_aim(uid: str, aim_id: int, *, by: Actor) -> None:
    """Take one of the actor's side's aims back."""
    partnership = held(uid, by)
    aim = partnership.aims.filter(pk=aim_id, organisation=by.organisation_id, withdrawn_at=None).first()
    if aim is None:
        raise Unseen("Aim")
    aim.withdrawn_at = clock.now()
    aim.save(update_fields=["withdrawn_at"])
    ledger.record(events.AimWithdrawn(by=by, owner_id=by.organisation, partnership_id=partnership.pk, aim_id=aim.pk))


@transaction.atomic
def say_competition(uid: str, *, compete: bool, by: Actor) -> Partnership:
    """Say that both sides compete in a market, which their agreements then heed; or that they do not any more.

    Raises:
        Refused: the other side said so, and only it can take that back.
    """
    partnership = held(uid, by)
    said_by = partnership.compete_said_by_id
    if compete == (said_by is not None):
        return partnership
    if said_by not in (None, by.organisation_id):
        raise Refused(_("The other side said that you compete. Only it can take that back."))
    partnership.compete_said_by_id = by.organisation if compete else None
    partnership.save(update_fields=["compete_said_by"])
    ledger.record(
        events.CompetitionSaid(by=by, owner_id=by.organisation, partnership_id=partnership.pk, compete=compete)
    )
    return partnership


def held(uid: str, by: Actor) -> Partnership:
    """The partnership, locked until the transaction ends, if the actor may run it.

    Raises:
        Unseen: there is none for her.
        Denied: she may see it, but not run it.
    """
    partnership = Partnership.objects.select_for_update().filter(uid=uid).first()
    if partnership is None:
        raise Unseen("Partnership")
    policy.partnerships.require(by, "run", partnership)
    return partnership
