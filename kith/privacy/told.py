"""What owners are told of erasures, and the mails to whom they are about."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.audit import outbox
from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Actor
from kith.identity import events as identity_events
from kith.notices import kinds
from kith.notices.kinds import Line
from kith.notices.models import Notice
from kith.privacy import erased, events, policy
from kith.privacy.actions.erasing import ASKED
from kith.privacy.models import Erasure, Farewell

GIVES_UP = timedelta(days=14)  # for which the mail to somebody who was erased is tried


def listen() -> None:
    """Let notices be told, mails be sent, and the list of those who were erased be kept."""
    kinds.register(ASKED, _asked)
    outbox.on(events.ErasureDeclined, mail_refusal)
    outbox.on(identity_events.PersonErased, note_erased)
    outbox.on(identity_events.PersonErased, mail_farewell)


def _asked(by: Actor, notices: list[Notice]) -> dict[int, Line]:
    ids = [notice.about_id for notice in notices]
    rows = policy.erasures.scope(by).select_related("person").in_bulk(ids)
    words = _("%(who)s asks to be erased")
    return {
        notice.pk: Line(words % {"who": row.person.name}, reverse("erasure", args=[row.uid]))
        for notice in notices
        if (row := rows.get(notice.about_id))
    }


def mail_refusal(event: Event) -> None:
    """Tell somebody why an organisation keeps who she was."""
    row = Erasure.objects.select_related("person", "organisation").filter(pk=event.object_id or 0).first()
    if row is None or row.person.erased_at is not None:
        return
    with override(row.person.locale):
        firm = " ".join(row.organisation.name.split())[:80]
        body = _(
            "You asked to be erased. %(firm)s keeps what it has about you, for this reason:\n\n%(why)s\n\n"
            "You may ask again, and you may complain to the data protection authority of your country.\n"
        ) % {"firm": firm, "why": row.why}
        send_mail(_("%(firm)s has answered") % {"firm": firm}, body, None, [row.person.email])


def mail_farewell(event: Event) -> None:
    """Tell somebody who was erased that she was, and forget where that was sent."""
    row = Farewell.objects.filter(person=event.object_id or 0).first()
    if row is None:
        return
    if clock.now() - event.at > GIVES_UP:  # her mailbox is gone: what is kept of her is not kept for that
        row.delete()
        return
    with override(row.locale):
        body = _(
            "Your account in this Kith is erased. Your name, mail address and ways to sign in are gone; what you did "
            "stays, without your name. What you signed keeps the name and address that you signed with.\n\n"
            "Backups that Kith made before still hold your name until newer ones take their place; Kith keeps %(n)s. "
            "If one of them is restored, you are erased again.\n"
        ) % {"n": settings.KITH_BACKUPS_KEPT}
        send_mail(_("Your account is erased"), body, None, [row.address])
    row.delete()


def note_erased(event: Event) -> None:
    """Note outside of the database who was erased, so that a backup made before does not bring her back."""
    erased.note(event.object_id or 0, event.at)
