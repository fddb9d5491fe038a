"""What happened to people and organisations."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrganisationFounded(Fact):
    about = "organisation"
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationRenamed(Fact):
    about = "organisation"
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Fact):
    about = "membership"
    membership_id: int
    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberDeactivated(Fact):
    about = "membership"
    moves_access = True
    membership_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationSent(Fact):
    about = "invitation"
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationChanged(Fact):
    """An open invitation is one to this role now."""

    about = "invitation"
    invitation_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Fact):
    about = "invitation"
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Fact):
    about = "invitation"
    invitation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Fact):
    about = "team"
    moves_access = True
    team_id: int
    membership_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class SignedIn(Fact):
    about = "person"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SignedOut(Fact):
    about = "person"
    moves_access = True
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SignInFailed(Fact):
    """Somebody gave a wrong password for a person who exists."""

    about = "person"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact):
    """Somebody changed her password, or set one by a link. Her other sessions are over."""

    about = "person"
    moves_access = True
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SecondStepAdded(Fact):
    """Somebody set up a second step: `totp`, an app that shows codes, or `webauthn`, a passkey."""

    about = "person"
    person_id: int
    way: str


@dataclass(frozen=True, kw_only=True)
class SecondStepRemoved(Fact):
    about = "person"
    moves_access = True
    person_id: int
    way: str


@dataclass(frozen=True, kw_only=True)
class SecondStepAsked(Fact):
    """An organisation asks a second step: of its own people in a role, or, without one, of a partner's people."""

    about = "organisation"
    moves_access = True
    organisation_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class SecondStepAskedNoMore(Fact):
    about = "organisation"
    organisation_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesMade(Fact):
    about = "person"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ActedFor(Fact):
    """A person of several organisations chose for which she acts."""

    about = "organisation"
    moves_access = True
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact):
    about = "person"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonErased(Fact):
    """Name, address and ways to sign in were taken away; all rows that point at her go on doing so."""

    about = "person"
    moves_access = True
    person_id: int


@dataclass(frozen=True, kw_only=True)
class TokenMade(Fact):
    about = "token"
    token_id: int


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact):
    about = "token"
    token_id: int


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Fact):
    about = "membership"
    moves_access = True
    membership_id: int
    person_id: int
    role: str
