"""Sign-in events in the ledger."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction

from kith.audit import ledger
from kith.core.actor import Actor
from kith.identity import events, queries
from kith.identity.models import Person


def listen() -> None:
    """Record whoever signs in, signs out, or gives a wrong password."""
    user_logged_in.connect(came, dispatch_uid="kith.came")
    user_logged_out.connect(went, dispatch_uid="kith.went")
    user_login_failed.connect(failed, dispatch_uid="kith.failed")


def _actor(person: Person) -> Actor:
    return queries.actor_for(person) or Actor(person.pk, None)


def came(sender: object, user: Any, **_rest: object) -> None:
    """Somebody signed in."""
    if isinstance(user, Person):
        with transaction.atomic():
            by = _actor(user)
            ledger.record(events.SignedIn(by=by, owner_id=by.organisation_id, person_id=user.pk))


def went(sender: object, user: Any, **_rest: object) -> None:
    """Somebody signed out."""
    if isinstance(user, Person):
        with transaction.atomic():
            by = _actor(user)
            ledger.record(events.SignedOut(by=by, owner_id=by.organisation_id, person_id=user.pk))


def failed(sender: object, credentials: dict[str, Any], **_rest: object) -> None:
    """A wrong password for somebody who exists is recorded; for nobody, only counted."""
    mail = credentials.get("email") or credentials.get("username") or ""
    person = Person.objects.filter(email__iexact=mail).first()
    if person is None:
        ledger.miss()
        return
    with transaction.atomic():
        by = Actor(person.pk, None, via="failed")
        ledger.record(events.SignInFailed(by=by, person_id=person.pk))
