"""Checkpoints go to every organisation's owners, so that whoever runs the server cannot rewrite the past unseen."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from kith.audit import chain, keys
from kith.audit.models import Checkpoint
from kith.core.actor import Role
from kith.identity.models import Membership


def issue() -> Checkpoint | None:
    """Sign the ledger's state and mail it to all owners; None when nothing happened since the last one."""
    mark = chain.checkpoint()
    if mark is None:
        return None
    body = _(
        "This is the state of the ledger at %(url)s. Keep it: together with the ledger it proves that no row up to "
        "here was changed, added or removed later.\n\n"
        "Link: %(seq)s\nHash: %(hash)s\nSigned: %(signature)s\nKey: %(key)s\n\n%(pem)s"
    ) % {
        "url": settings.KITH_URL,
        "seq": mark.seq,
        "hash": mark.hash,
        "signature": mark.signature,
        "key": mark.key_id,
        "pem": keys.public_pem(),
    }
    owners = Membership.objects.filter(role=Role.OWNER.value, ended_at=None, person__is_active=True)
    for mail in owners.values_list("person__email", flat=True).distinct():
        send_mail(_("Kith: state of the ledger"), body, None, [mail])
    return mark
