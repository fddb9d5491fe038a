"""Mails across the border between firms: that something waits, never what. No title, no text, no name of an item."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.agreements.models import Told
from kith.core import clock
from kith.identity.models import Person

QUIET = timedelta(hours=1)


def something_waits(people: Iterable[Person], firm: str) -> int:
    """Tell people that something of a partner waits for them; how many were told."""
    told = 0
    for person in people:
        if _was_told(person):
            continue
        with override(person.locale):
            subject = _("Something waits for you in Kith")
            body = _("%(firm)s has something for you in Kith. Sign in to see it:\n\n%(url)s/\n") % {
                "firm": " ".join(firm.split()),
                "url": settings.KITH_URL,
            }
        told += send_mail(subject, body, None, [person.email])
        Told.objects.update_or_create(person=person, defaults={"at": clock.now()})
    return told


def _was_told(person: Person) -> bool:
    """Whether the same mail reached her within the hour: one is enough, however much waits."""
    return Told.objects.filter(person=person, at__gt=clock.now() - QUIET).exists()
