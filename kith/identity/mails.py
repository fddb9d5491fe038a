"""Mails about accounts. They name nobody's knowledge: only who invites, where a link leads, and how sign-in changed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from kith.audit.facts import Fact
from kith.identity import events
from kith.identity.actions.inviting import Sent
from kith.identity.models import Person

# What is said of a change in how somebody signs in, by its fact.
CHANGES: dict[type[Fact], str] = {
    events.PasswordChanged: gettext_noop("Your password for Kith is another one now"),
    events.SecondStepAdded: gettext_noop("Your account at Kith has a new second step"),
    events.SecondStepRemoved: gettext_noop("Your account at Kith has a second step less"),
    events.RecoveryCodesMade: gettext_noop("Your account at Kith has new recovery codes"),
}


def send_invitation(sent: Sent) -> None:
    """Send an invitation's link.

    Raises:
        OSError: the mail server did not take it.
    """
    row = sent.invitation
    host = row.inviting.name if row.inviting else "Kith"
    subject = _("%(name)s invites you to Kith") % {"name": " ".join(host.split())[:80]}
    body = _(
        "%(host)s invites you to Kith, where firms share what they know under an agreement.\n\n"
        "Open this link to begin. It is for you alone and works until %(day)s:\n\n%(url)s\n\n"
        "Accepting opens nothing of yours to anybody. If you did not expect this, do nothing.\n"
    ) % {"host": host, "day": formats.date_format(row.expires_at, "j F Y"), "url": sent.url}
    send_mail(subject, body, None, [row.email])


def send_change(person: Person, name: str, at: datetime) -> None:
    """Tell somebody, in her language, what changed in how she signs in, and what to do if it was not she.

    Raises:
        OSError: the mail server did not take it.
    """
    said = next(words for fact, words in CHANGES.items() if fact.name() == name)
    with override(person.locale):
        body = _(
            "%(what)s, since %(moment)s.\n\n"
            "If that was you, there is nothing to do.\n\n"
            "If it was not, choose a new password at once, then look at your second step and your sessions:\n\n"
            "%(url)s/account/password/reset\n%(url)s/account\n\n"
            "And tell the owner of your organisation.\n"
        ) % {
            "what": _(said),
            "moment": formats.date_format(at.astimezone(ZoneInfo(person.zone)), "j F Y, H:i T"),
            "url": settings.KITH_URL,
        }
        send_mail(_(said), body, None, [person.email])
