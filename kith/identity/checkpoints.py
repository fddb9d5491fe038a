"""Checkpoints go to every organisation's owners, so that whoever runs the server cannot rewrite the past unseen."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from kith.audit import keys
from kith.audit.models import Checkpoint
from kith.core.actor import Role
from kith.identity.models import Membership


def owners() -> list[int]:
    """Whom a checkpoint is sent to: everybody who owns an organisation, each once."""
    found = Membership.objects.filter(role=Role.OWNER.value, ended_at=None, person__is_active=True)
    return sorted(set(found.values_list("person", flat=True)))


def mail(checkpoint_id: int, person_id: int) -> None:
    """Send a checkpoint to one owner, unless she owns nothing any more."""
    mark = Checkpoint.objects.get(pk=checkpoint_id)
    owned = Membership.objects.filter(person=person_id, role=Role.OWNER.value, ended_at=None, person__is_active=True)
    address = owned.values_list("person__email", flat=True).first()
    if address:
        send_mail(_("Kith: state of the ledger"), _body(mark), None, [address])


def _body(mark: Checkpoint) -> str:
    return _(
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
