"""Mails to whoever has not looked: that something waits, never what."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kith.core import clock
from kith.identity.models import Person
from kith.notices.models import Notice, Quiet

log = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=10)  # in which she may look by herself
PAUSE = timedelta(hours=1)  # between two mails to one person
MANY = 500


def due() -> list[int]:
    """Whom to mail now: people with notices that have waited, of whom nobody was mailed lately or wants quiet."""
    now = clock.now()
    waiting = Notice.objects.filter(read_at=None, mailed_at=None, at__lte=now - PATIENCE)
    lately = Notice.objects.filter(person=OuterRef("person"), mailed_at__gt=now - PAUSE)
    quiet = Quiet.objects.filter(person=OuterRef("person"))
    found = waiting.exclude(Exists(lately)).exclude(Exists(quiet)).filter(person__is_active=True)
    return sorted(set(found.values_list("person_id", flat=True)[:MANY]))


def mail(person_id: int) -> int:
    """Mail one person about all that waits for her; of how many notices she was told.

    Raises:
        OSError: the mail server did not take it; she is mailed at the next turn.
    """
    waiting = Notice.objects.filter(person=person_id, read_at=None, mailed_at=None)
    count = waiting.count()
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if not count or person is None:
        return 0
    with override(person.locale):
        subject = ngettext("%(n)s thing waits for you in Kith", "%(n)s things wait for you in Kith", count)
        body = _("Sign in to see what it is:\n\n%(url)s/inbox\n\nYou can switch these mails off there.\n")
        send_mail(subject % {"n": count}, body % {"url": settings.KITH_URL}, None, [person.email])
    waiting.update(mailed_at=clock.now())
    return count
