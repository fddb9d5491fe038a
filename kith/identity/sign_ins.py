"""Sign-in events in the ledger."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction

from kith.audit import ledger
from kith.core.actor import Actor
from kith.identity import events, proof, queries, sessions, steps, through
from kith.identity.models import Person


def listen() -> None:
    """Record whoever signs in, signs out or gives a wrong password, and who changes how she does it."""
    user_logged_in.connect(came, dispatch_uid="kith.came")
    user_logged_out.connect(went, dispatch_uid="kith.went")
    user_login_failed.connect(failed, dispatch_uid="kith.failed")
    for changed in (password_changed, password_reset, password_set):
        changed.connect(new_password, dispatch_uid="kith.new_password")
    authenticator_reset.connect(codes_made, dispatch_uid="kith.codes_made")


def _actor(person: Person, request: Any = None) -> Actor:
    """As whom she came or went: in a bound session for its organisation, so that no other one's ledger tells of it."""
    bound = through.bound(getattr(request, "session", {}))
    return queries.actor_for(person, bound) or Actor(person.pk, None)


def came(sender: object, request: Any, user: Any, **_rest: object) -> None:
    """Somebody signed in, which also proves that it is she."""
    if request is not None and hasattr(request, "session"):
        proof.renew(request)
    if isinstance(user, Person):
        if request is not None and hasattr(request, "session"):
            through.settle(request, user)
            sessions.begin(request.session, user)
        with transaction.atomic():
            by = _actor(user, request)
            ledger.record(events.SignedIn(by=by, owner_id=by.organisation_id, person_id=user.pk))


def went(sender: object, user: Any, request: Any = None, **_rest: object) -> None:
    """Somebody signed out."""
    if isinstance(user, Person):
        with transaction.atomic():
            by = _actor(user, request)
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


def new_password(sender: object, user: Person, **_rest: object) -> None:
    """Somebody has another password."""
    with transaction.atomic():
        by = _actor(user)
        ledger.record(events.PasswordChanged(by=by, owner_id=by.organisation_id, person_id=user.pk))


def steps_of(person: object) -> dict[int, str]:
    """Somebody's second steps now: the kind of each, by its key."""
    return dict(steps.held(person).values_list("pk", "type")) if isinstance(person, Person) else {}


def note_steps(request: Any, before: dict[int, str]) -> None:
    """Record the second steps that somebody has more or fewer than before, in the caller's transaction.

    Her other sessions end: they were begun without the new one, or one went because a device was lost. The sign-in
    library tells of a new app only after the commit; a row of the ledger must not be lost in between.
    """
    person, after = request.user, steps_of(request.user)
    if after == before:
        return
    by = _actor(person)
    facts = ((events.SecondStepAdded, after, before), (events.SecondStepRemoved, before, after))
    for fact, some, others in facts:
        for pk in sorted(some.keys() - others.keys()):
            ledger.record(fact(by=by, owner_id=by.organisation_id, person_id=person.pk, way=some[pk]))
    sessions.end_all(person, but=request.session.session_key)


def codes_made(sender: object, user: Person, **_rest: object) -> None:
    """Somebody made new recovery codes; the old ones are void."""
    with transaction.atomic():
        by = _actor(user)
        ledger.record(events.RecoveryCodesMade(by=by, owner_id=by.organisation_id, person_id=user.pk))
