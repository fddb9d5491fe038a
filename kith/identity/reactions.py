"""Mails that follow an invitation or a change of sign-in: sent after the commit, tried again until they are taken."""

from kith.audit import outbox
from kith.audit.models import Event
from kith.core import clock
from kith.identity import events, mails
from kith.identity.actions.inviting import Sent
from kith.identity.models import Invitation, Person


def mail_invitation(event: Event) -> None:
    """Send the link, unless the invitation was withdrawn, used or has run out in between."""
    invitation = Invitation.objects.select_related("inviting").filter(pk=event.object_id or 0).first()
    if invitation is None or not invitation.is_open(clock.now()):
        return
    mails.send_invitation(Sent(invitation))
    invitation.mailed_at = clock.now()
    invitation.save(update_fields=["mailed_at"])


def mail_change(event: Event) -> None:
    """Tell somebody that how she signs in has changed: if it was not she, she must know."""
    person = Person.objects.get(pk=event.object_id or 0)
    if person.erased_at is None:  # else nobody is there any more
        mails.send_change(person, event.name, event.at)


def listen() -> None:
    """Register with the outbox."""
    outbox.on(events.InvitationSent, mail_invitation)
    for fact in mails.CHANGES:
        outbox.on(fact, mail_change)
