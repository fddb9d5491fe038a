"""Founding organisations and joining them."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Refused
from kith.identity import events, kept
from kith.identity.models import Membership, Organisation, Person


@transaction.atomic
def create_person(*, email: str, name: str, password: str | None, zone: str = "Europe/London") -> Person:
    """Make an account; with no password she can sign in only after setting one through a link."""
    person = Person(email=email.strip().lower(), name=name.strip(), zone=zone, joined_at=clock.now())
    if password is None:
        person.set_unusable_password()
    else:
        validate_password(password, person)
        person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save()
    return person


@transaction.atomic
def found(name: str, *, founder: Person) -> Organisation:
    """Make an organisation whose first owner is `founder`."""
    organisation = Organisation(name=name.strip(), created_at=clock.now())
    organisation.full_clean()
    organisation.save()
    by = Actor(founder.pk, organisation.pk, Role.OWNER)
    ledger.record(events.OrganisationFounded(by=by, owner_id=organisation.pk, organisation_id=organisation.pk))
    join(founder, organisation, Role.OWNER, by=by)
    return organisation


@transaction.atomic
def join(person: Person, organisation: Organisation, role: Role, *, by: Actor) -> Membership:
    """Make `person` a member; somebody who left before comes back in the new role, and an account that slept wakes.

    Raises:
        Refused: she is a member, or her account was erased.
    """
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.erased_at is not None:
        raise Refused(_("This account was erased."))
    membership, fresh = Membership.objects.get_or_create(
        person=person,
        organisation=organisation,
        defaults={"role": role.value, "joined_at": clock.now()},
    )
    if not fresh:
        if membership.ended_at is None:
            raise Refused(_("She belongs to your organisation already."))
        membership.role, membership.ended_at, membership.joined_at = role.value, None, clock.now()
        membership.save()
    if not held.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
    ledger.record(
        events.MemberJoined(
            by=by,
            owner_id=organisation.pk,
            membership_id=membership.pk,
            person_id=person.pk,
            role=role.value,
        )
    )
    kept.joined(membership)
    return membership


@transaction.atomic
def wake(email: str, *, by: Actor) -> None:
    """Let somebody who left the actor's organisation sign in again, to take up an invitation back into it.

    It gives her nothing else. Without it an account that slept could not come by its own password, and no other way
    takes up an invitation for an address that has an account.
    """
    Person.objects.filter(
        email__iexact=email, is_active=False, erased_at=None, memberships__organisation=by.organisation
    ).update(is_active=True)
