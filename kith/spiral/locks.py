"""Taking hold of rows for a change, in the actor's sight."""

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.spiral import policy
from kith.spiral.models import Session


def session(uid: str, by: Actor) -> Session:
    """A session that goes on, locked until the transaction ends.

    Raises:
        Unseen: there is none for her.
        Denied: it is over.
    """
    found = Session.objects.select_for_update(of=("self",)).select_related("space").filter(uid=uid).first()
    return _open(found, by)


def check_session(uid: str, by: Actor) -> None:
    """Stop, without a lock, whoever may not write in the session: before work that a refusal would make useless."""
    _open(Session.objects.filter(uid=uid).first(), by)


def _open(found: Session | None, by: Actor) -> Session:
    if found is None:
        raise Unseen("Session")
    policy.sessions.require(by, "write", found)
    return found
