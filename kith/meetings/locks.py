"""Taking hold of committees, meetings and questions for a change, in the actor's sight; and reading what she typed."""

from django.utils.translation import gettext_lazy as _

from kith.core.actor import Actor
from kith.core.errors import Refused, Unseen
from kith.meetings import policy
from kith.meetings.models import Ballot, Committee, Meeting


def committee(uid: str, by: Actor, ability: str) -> Committee:
    """The committee, locked until the transaction ends, if the actor may do this with it.

    Raises:
        Unseen: there is none for her.
        Denied: she may see it, but not do this.
    """
    row = Committee.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Unseen("Committee")
    policy.committees.require(by, ability, row)
    return row


def meeting(uid: str, by: Actor, ability: str) -> Meeting:
    """The meeting, locked until the transaction ends, if the actor may do this with it.

    Raises:
        Unseen, Denied: as `committee`.
    """
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("committee")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Meeting")
    policy.meetings.require(by, ability, row)
    return row


def ballot(uid: str, by: Actor, ability: str) -> Ballot:
    """The question, locked until the transaction ends, if the actor may do this with it.

    Raises:
        Unseen, Denied: as `committee`.
    """
    rows = Ballot.objects.select_for_update(of=("self",)).select_related("committee", "meeting")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Ballot")
    policy.ballots.require(by, ability, row)
    return row


def said(words: str, most: int, field: str) -> str:
    """What was typed, where something has to be.

    Raises:
        Refused: nothing was, or too much.
    """
    found = maybe(words, most, field)
    if not found:
        raise Refused(_("Say it in a few words."), field)
    return found


def maybe(words: str, most: int, field: str) -> str:
    """What was typed, if anything was.

    Raises:
        Refused: it is too much.
    """
    found = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(found) > most:
        raise Refused(_("At most %(n)s characters.") % {"n": most}, field)
    return found
