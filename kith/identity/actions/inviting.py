"""Invitations: a link by mail, for one address, until a day."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity import events
from kith.identity.actions import joining
from kith.identity.models import Invitation, Membership, Organisation, Person

LASTS = timedelta(days=14)


def fingerprint(token: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Sent:
    """An invitation and its link."""

    invitation: Invitation

    @property
    def token(self) -> str:
        """The secret of the link.

        It is worked out from the installation's own secret whenever the mail is sent, so that no row holds it.
        """
        digest = salted_hmac("kith.identity.invitation", self.invitation.uid, algorithm="sha256").digest()
        return base64.urlsafe_b64encode(digest[:24]).decode()

    @property
    def url(self) -> str:
        """The link to send."""
        return f"{settings.KITH_URL}/invitations/{self.token}"


@dataclass(frozen=True)
class Guest:
    """Whom to invite."""

    email: str
    name: str = ""


@transaction.atomic
def invite_colleague(guest: Guest, role: Role, *, by: Actor) -> Sent:
    """Invite somebody to the actor's own organisation."""
    if not by.keeps or (role is Role.OWNER and by.role is not Role.OWNER):
        raise Denied(
            _("Owners and stewards invite colleagues; only owners invite owners."),
            ability="invite",
            kind="organisation",
            object_id=by.organisation,
        )
    return _send(guest, by, organisation_id=by.organisation, role=role)


@transaction.atomic
def invite_partner(guest: Guest, organisation_name: str, *, by: Actor) -> Sent:
    """Invite somebody of another organisation, which she will found or already keeps here.

    The answer is the same whether or not the address has an account: nobody learns who is here.
    """
    if not by.keeps:
        raise Denied(
            _("Owners and stewards invite partners."),
            ability="invite",
            kind="organisation",
            object_id=by.organisation,
        )
    if not organisation_name.strip():
        raise Refused(_("Say what the partner is called."), "organisation_name")
    return _send(guest, by, organisation_name=organisation_name.strip()[:300], role=Role.OWNER)


def _send(
    guest: Guest, by: Actor, *, role: Role, organisation_id: int | None = None, organisation_name: str = ""
) -> Sent:
    validate_email(guest.email)
    moment = clock.now()
    invitation = Invitation(
        email=guest.email.strip().lower(),
        name=guest.name.strip()[:300],
        invited_by_id=by.person_id,  # None: the organisation's directory
        inviting_id=by.organisation,
        organisation_id=organisation_id,
        organisation_name=organisation_name,
        role=role.value,
        sent_at=moment,
        expires_at=moment + LASTS,
    )
    sent = Sent(invitation)
    invitation.token_sha256 = fingerprint(sent.token)
    invitation.save()
    ledger.record(events.InvitationSent(by=by, owner_id=by.organisation, invitation_id=invitation.pk))
    return sent


def find(token: str) -> Invitation:
    """The open invitation of a link.

    Raises:
        Unseen: there is none, or it has expired, was withdrawn or was used.
    """
    found = (
        Invitation.objects.select_related("inviting", "organisation", "invited_by")
        .filter(token_sha256=fingerprint(token))
        .first()
    )
    if found is None or not found.is_open(clock.now()):
        raise Unseen("Invitation")
    return found


@dataclass(frozen=True)
class NewAccount:
    """What somebody says of herself who has no account yet."""

    name: str
    password: str
    zone: str = "Europe/London"


@transaction.atomic
def accept(
    token: str, *, person: Person | None = None, account: NewAccount | None = None, organisation_name: str = ""
) -> tuple[Person, Membership]:
    """Take up an invitation: as the signed-in person to whom it was sent, or with a new account.

    A partner's invitation founds the organisation it names, unless she already owns one.

    Raises:
        Refused: it was sent to somebody else, or the address has an account and she is not signed in.
    """
    invitation = Invitation.objects.select_for_update().get(pk=find(token).pk)
    who = _person(invitation, person, account)
    if invitation.organisation is not None:
        by = Actor(who.pk, invitation.organisation_id, Role(invitation.role))
        membership = joining.join(who, invitation.organisation, Role(invitation.role), by=by)
    else:
        membership = _partner_side(who, organisation_name or invitation.organisation_name)
    _taken_up(invitation, who, Actor(who.pk, membership.organisation_id, Role(membership.role)))
    return who, membership


@dataclass(frozen=True)
class Vouched:
    """Somebody of whom an organisation's provider says who she is, and whose invitation's link was opened."""

    email: str
    name: str
    invitation: str  # its uid


@transaction.atomic
def accept_vouched(vouched: Vouched, organisation: Organisation) -> Person | None:
    """Take up an organisation's own invitation with an account without a password, as its provider vouches for her.

    What the provider says of an address is its own word. That the address is hers is shown by the link, which only its
    mailbox was sent: so only the invitation whose link was opened counts. None where that is not open, is another
    organisation's or for another address, where it invites an owner, who takes a password or a passkey, or where the
    address has an account: that is never given to whom a provider names.
    """
    rows = Invitation.objects.select_for_update().filter(
        uid=vouched.invitation,
        organisation=organisation,
        email=vouched.email.lower(),
        accepted_at=None,
        withdrawn_at=None,
    )
    found = rows.filter(expires_at__gt=clock.now()).first()
    known = Person.objects.filter(email__iexact=vouched.email).exists()
    if found is None or found.role == Role.OWNER.value or known:
        return None
    name = found.name or " ".join(vouched.name.replace("\x00", "").split())[:300] or found.email
    who = joining.create_person(email=found.email, name=name, password=None)
    by = Actor(who.pk, organisation.pk, Role(found.role))
    joining.join(who, organisation, Role(found.role), by=by)
    _taken_up(found, who, by)
    return who


def _taken_up(invitation: Invitation, who: Person, by: Actor) -> None:
    invitation.accepted_at, invitation.accepted_by = clock.now(), who
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    ledger.record(
        events.InvitationAccepted(by=by, owner_id=invitation.inviting_id, invitation_id=invitation.pk, person_id=who.pk)
    )


def _person(invitation: Invitation, person: Person | None, account: NewAccount | None) -> Person:
    if person is not None:
        if person.email.lower() != invitation.email:
            raise Refused(_("This invitation was sent to another address than the one you are signed in with."))
        return person
    if account is None or Person.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(_("Sign in first, then open the link in your mail again."))
    return joining.create_person(
        email=invitation.email, name=account.name, password=account.password, zone=account.zone
    )


def _partner_side(who: Person, organisation_name: str) -> Membership:
    """The membership with which she takes up a partnership: in the organisation she owns, or in one founded now."""
    own = who.memberships.filter(role=Role.OWNER.value, ended_at=None).order_by("joined_at").first()
    if own is not None:
        return own
    organisation: Organisation = joining.found(organisation_name, founder=who)
    return who.memberships.get(organisation=organisation)


@transaction.atomic
def amend(uid: str, guest: Guest, role: Role, *, by: Actor) -> Invitation:
    """Let an open invitation of the organisation's directory be one to another role or name; no other mail goes out.

    Raises:
        Unseen: there is none that is open, or somebody else asks.
        Denied: the role of an owner.
    """
    rows = Invitation.objects.select_for_update().filter(uid=uid, organisation=by.organisation_id, email=guest.email)
    found = rows.first()
    if found is None or not by.is_directory or not found.is_open(clock.now()):
        raise Unseen("Invitation")
    if role is Role.OWNER:
        raise Denied(_("Only owners invite owners."), ability="invite", kind="invitation", object_id=found.pk)
    found.role, found.name = role.value, guest.name.strip()[:300]
    found.save(update_fields=["role", "name"])
    ledger.record(events.InvitationChanged(by=by, owner_id=by.organisation, invitation_id=found.pk, role=role.value))
    return found


@transaction.atomic
def withdraw(uid: str, *, by: Actor) -> None:
    """Make an invitation's link useless."""
    invitation = Invitation.objects.filter(uid=uid, inviting=by.organisation_id, accepted_at=None).first()
    if invitation is None or not by.keeps:
        raise Unseen("Invitation")
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    ledger.record(events.InvitationWithdrawn(by=by, owner_id=by.organisation, invitation_id=invitation.pk))
