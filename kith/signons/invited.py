"""An invitation's link that was opened in a browser, and going on from it through the firm's provider."""

from typing import Any

from kith.core.actor import Role
from kith.identity.models import Invitation
from kith.signons.models import Provider

KEY = "invited"  # in the session: whoever could open the link has the mailbox to which it was sent


def way(session: Any, invitation: Invitation) -> Provider | None:
    """The provider through which an invitation can be taken up, now that its link was opened in this browser.

    None where its organisation has none, or where it invites an owner, who takes a password or a passkey.
    """
    if invitation.organisation_id is None or invitation.role == Role.OWNER.value:
        return None
    found = Provider.objects.open().filter(organisation=invitation.organisation_id).first()
    if found is not None:
        session[KEY] = invitation.uid
    return found


def opened(session: Any, uid: str) -> str:
    """The invitation of this id, if its link was opened in this browser last; empty otherwise."""
    return uid if uid and session.get(KEY) == uid else ""
