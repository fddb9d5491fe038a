"""Erasing an account: who she was goes; that somebody was there, and what she did, stays."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.identity import events, sessions
from kith.identity.models import ApiToken, Invitation, Person

NOWHERE = "erased.invalid"  # RFC 2606: nothing can be sent there


@transaction.atomic
def erase(person_id: int, *, by: Actor, owner_id: int | None = None) -> bool:
    """Take away who somebody was: name, address, ways to sign in; whether there was something to take.

    What points at her goes on doing so, and the ledger, which holds ids only, stays as it is.

    Args:
        owner_id: the organisation in whose trail it stands.

    Raises:
        Refused: she belongs to an organisation still.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.erased_at is not None:
        return False
    if person.memberships.filter(ended_at=None).exists():
        raise Refused(_("She belongs to an organisation here still. Her membership ends first."))
    sessions.end_all(person)
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    ApiToken.objects.filter(membership__person=person).delete()
    hers = Invitation.objects.filter(Q(accepted_by=person) | Q(email__iexact=person.email))
    open_ = Q(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())
    firms = list(person.memberships.values_list("organisation", flat=True))
    hers.filter(open_, inviting__in=firms).update(withdrawn_at=clock.now())  # another firm's is its own dealing
    forget(hers.exclude(open_))
    _blank(person)
    ledger.record(events.PersonErased(by=by, owner_id=owner_id, person_id=person.pk))
    return True


def forget(invitations: "QuerySet[Invitation]") -> int:
    """Take names and addresses out of invitations that are over; how many had some left."""
    known = invitations.exclude(email=f"invitation@{NOWHERE}")
    return known.update(email=f"invitation@{NOWHERE}", name="")


def _blank(person: Person) -> None:
    with override(settings.LANGUAGE_CODE):  # one name for all readers, told apart by a piece of her id
        person.name = _("Somebody who left (%(id)s)") % {"id": person.uid[:4]}
    person.email = f"{person.uid}@{NOWHERE}"
    person.locale = Person._meta.get_field("locale").default
    person.zone = Person._meta.get_field("zone").default
    person.last_login, person.is_active, person.erased_at = None, False, clock.now()
    person.set_unusable_password()
    person.save()
