"""Who at a provider is who here: connected by herself, disconnected by herself, and found when she comes."""

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.identity import queries as identity
from kith.identity import sessions
from kith.identity.actions import inviting
from kith.identity.actions.inviting import Vouched
from kith.identity.models import Person
from kith.signons import events, policy
from kith.signons.models import Link, Provider
from kith.signons.oidc.answers import Claims


@transaction.atomic
def link(provider: Provider, claims: Claims, person: Person) -> Link:
    """Connect somebody's account with who she is at her firm's provider. The caller knows that both are she.

    Raises:
        Unseen: she does not belong to the organisation, or the provider was ended meanwhile.
        Refused: one of the two is connected already.
    """
    if _held(provider) is None:
        raise Unseen("Provider")
    if not policy.belongs(person.pk, provider):
        raise Unseen("Provider")
    if Link.objects.filter(provider=provider, person=person).exists():
        raise Refused(_("Your account is connected already."))
    return _join(provider, claims, person)


def _held(provider: Provider) -> Provider | None:
    """The provider, held until the transaction is over so that it does not end meanwhile; none where it has."""
    return Provider.objects.open().select_for_update().filter(pk=provider.pk).first()


def stands(uid: str, person: Person) -> bool:
    """Whether somebody may still come in by a provider, which is held with her link in the caller's transaction.

    Between the provider's answer and the end of the sign-in a second step may have been asked for.
    """
    provider = Provider.objects.open().select_for_update().filter(uid=uid).first()
    if provider is None or not policy.belongs(person.pk, provider):
        return False
    return Link.objects.select_for_update().filter(provider=provider, person=person).first() is not None


def _join(provider: Provider, claims: Claims, person: Person) -> Link:
    try:
        with transaction.atomic():
            made = Link.objects.create(provider=provider, subject=claims.subject, person=person, linked_at=clock.now())
    except IntegrityError as taken:
        sentence = _("Who you are there is connected with another account here. Sign in there as yourself.")
        raise Refused(sentence) from taken
    by = identity.actor_for(person, provider.organisation_id) or Actor(person.pk, None)
    ledger.record(
        events.SignOnLinked(by=by, owner_id=provider.organisation_id, person_id=person.pk, provider_id=provider.pk)
    )
    return made


@transaction.atomic
def unlink(uid: str, person: Person) -> None:
    """Sign in through a firm no more. Her sessions that were begun so are over.

    Raises:
        Unseen: it is not hers.
        Refused: it is the only way in that she has.
    """
    found = Link.objects.select_for_update().select_related("provider").filter(uid=uid, person=person).first()
    if found is None:
        raise Unseen("Link")
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    if not person.has_usable_password() and not passkeys.exists():
        raise Refused(_("It is the only way in that you have. Set a password or a passkey first."))
    provider = found.provider
    found.delete()
    sessions.end_through(provider.uid, [person.pk])
    by = identity.actor_for(person, provider.organisation_id) or Actor(person.pk, None)
    ledger.record(
        events.SignOnUnlinked(by=by, owner_id=provider.organisation_id, person_id=person.pk, provider_id=provider.pk)
    )


@transaction.atomic
def arrive(provider: Provider, claims: Claims, invitation: str = "") -> Person | None:
    """Who has come: whoever is connected with this subject and belongs to the organisation, or whom it has invited.

    Nobody is ever found by her address: an account is connected only by who is in it.

    Args:
        invitation: the one whose link was opened in the browser in which she comes.
    """
    if _held(provider) is None:
        return None
    held = Link.objects.select_related("person").filter(provider=provider, subject=claims.subject).first()
    if held is None:
        return _invited(provider, claims, invitation)
    if not policy.belongs(held.person_id, provider):
        return None
    Link.objects.filter(pk=held.pk).update(last_used_at=clock.now())
    return held.person


def _invited(provider: Provider, claims: Claims, invitation: str) -> Person | None:
    if not claims.email or not invitation:
        return None
    person = inviting.accept_vouched(Vouched(claims.email, claims.name, invitation), provider.organisation)
    if person is not None:
        made = _join(provider, claims, person)
        Link.objects.filter(pk=made.pk).update(last_used_at=clock.now())
    return person


def is_hers(provider: Provider, claims: Claims, person: Person) -> bool:
    """Whether who came back is who somebody is connected with."""
    found = Link.objects.filter(provider=provider, subject=claims.subject, person=person)
    return found.exists() and policy.belongs(person.pk, provider)
