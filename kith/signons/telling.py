"""Mails about how somebody signs in: the same as for her password and second step."""

from django.utils.translation import gettext_noop

from kith.audit import outbox
from kith.identity import mails, reactions
from kith.signons import events


def listen() -> None:
    """Register with the outbox."""
    mails.CHANGES[events.SignOnLinked] = gettext_noop("You can sign in to Kith through your firm now")
    mails.CHANGES[events.SignOnUnlinked] = gettext_noop("You cannot sign in to Kith through your firm any more")
    for fact in (events.SignOnLinked, events.SignOnUnlinked):
        outbox.on(fact, reactions.mail_change)
