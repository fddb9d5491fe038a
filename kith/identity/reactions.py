"""What follows when somebody was invited: the mail, sent after the commit and tried again until it is taken."""

from kith.audit import outbox
from kith.audit.models import Event
from kith.core import clock
from kith.identity import events, mails
from kith.identity.actions.inviting import Sent
from kith.identity.models import Invitation


def mail_invitation(event: Event) -> None:
    """Send the link, unless the invitation was withdrawn, used or has run out in between."""
    invitation = Invitation.objects.select_related("inviting").filter(pk=event.object_id or 0).first()
    if invitation is None or not invitation.is_open(clock.now()):
        return
    mails.send_invitation(Sent(invitation))
    invitation.mailed_at = clock.now()
    invitation.save(update_fields=["mailed_at"])


def listen() -> None:
    """Register with the outbox."""
    outbox.on(events.InvitationSent, mail_invitation)
