"""Mails about accounts. They name nobody's knowledge: only who invites, and where the link leads."""

from django.core.mail import send_mail
from django.utils import formats
from django.utils.translation import gettext as _

from kith.identity.actions.inviting import Sent


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
