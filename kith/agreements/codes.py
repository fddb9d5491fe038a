"""Codes that confirm by mail who signs. Their digits are reckoned from a row and a secret, and kept nowhere."""

import hmac
import secrets
import unicodedata
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.agreements import events, locks
from kith.agreements.models import Agreement, SigningCode
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Refused, Stale
from kith.identity.models import Person

DIGITS = 6
LASTS = timedelta(minutes=20)
TRIES = 5
MOST_AN_HOUR = 5


class TextChanged(Stale):
    """The text is no longer the one that was shown."""


@transaction.atomic
def ask(uid: str, *, by: Actor, shown_sha256: str) -> SigningCode:
    """Ask for a code by mail, with which the actor can sign the text that was shown to her. A worker sends it.

    Raises:
        TextChanged: the text is no longer the one that was shown.
        Refused: she asked too often within the hour.
    """
    agreement = locks.agreement(uid, by, "sign")
    if agreement.text_sha256 != shown_sha256:
        raise TextChanged(agreement.uid)
    now = clock.now()
    lately = SigningCode.objects.filter(agreement=agreement, person=by.person, asked_at__gt=now - timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        raise Refused(_("You have asked for many codes within the hour. Use the newest, or wait a while."), "code")
    code = SigningCode.objects.create(
        agreement=agreement,
        person_id=by.person,
        text_sha256=shown_sha256,
        nonce=secrets.token_hex(16),
        address=Person.objects.values_list("email", flat=True).get(pk=by.person),
        asked_at=now,
    )
    ledger.record(
        events.SigningCodeAsked(
            by=by, owner_id=by.organisation, agreement_id=agreement.pk, text_sha256=shown_sha256, code_id=code.pk
        )
    )
    return code


def digits(code: SigningCode) -> str:
    """The digits of a code."""
    message = f"{code.pk}:{code.nonce}:{code.agreement_id}:{code.person_id}:{code.text_sha256}"
    number = int.from_bytes(
        hmac.digest(settings.SECRET_KEY.encode(), b"signing code " + message.encode(), sha256), "big"
    )
    return str(number % 10**DIGITS).zfill(DIGITS)


def newest(agreement: Agreement, person_id: int) -> SigningCode | None:
    """The newest code that somebody has for the present text; it may be too old."""
    found = SigningCode.objects.filter(agreement=agreement, person=person_id, text_sha256=agreement.text_sha256)
    return found.filter(used_at=None).order_by("-pk").first()


def waiting(agreement: Agreement, person_id: int | None) -> SigningCode | None:
    """The code with which somebody can sign now, if she asked for one and it still works."""
    code = newest(agreement, person_id) if person_id else None
    return code if code and _works(code) else None


def _works(code: SigningCode) -> bool:
    return code.asked_at > clock.now() - LASTS and code.tries < TRIES


def take(agreement: Agreement, given: str, *, by: Actor) -> SigningCode:
    """The newest code, if these are its digits, in a transaction of its own: a wrong try counts whatever follows.

    Raises:
        Refused: there is none, it is too old, was tried too often, or has other digits.
    """
    with transaction.atomic():
        code = newest(agreement, by.person)
        if code is None:
            raise Refused(_("Ask for the code first; it comes by mail."), "code")
        code = SigningCode.objects.select_for_update().get(pk=code.pk)
        fresh = _works(code)
        right = hmac.compare_digest(digits(code).encode(), _plain(given).encode())
        SigningCode.objects.filter(pk=code.pk).update(tries=F("tries") + 1)
        if fresh and right:
            return code
        ledger.record(events.SigningCodeRefused(by=by, owner_id=by.organisation, agreement_id=agreement.pk))
    if not fresh:
        raise Refused(_("This code does not work any more. Ask for another one."), "code")
    raise Refused(_("These are not the digits of the newest code in your mailbox."), "code")


def _plain(given: str) -> str:
    """Digits as typed: without spaces, and full-width ones as ours."""
    return "".join(unicodedata.normalize("NFKC", given).split())


def mail(code_id: int) -> None:
    """Send a code, once; nothing when it is too old by now.

    Raises:
        OSError: the mail server did not take it.
    """
    code = SigningCode.objects.select_related("person", "agreement").get(pk=code_id)
    if code.mailed_at or code.used_at or code.asked_at < clock.now() - LASTS:
        return
    with override(code.person.locale):
        subject = _("Your code to sign: %(digits)s") % {"digits": digits(code)}
        body = _(
            "With this code you sign an agreement in Kith:\n\n%(digits)s\n\n"
            "It works for %(minutes)s minutes. If you did not ask for it, somebody else is at your account: "
            "change your password.\n"
        ) % {"digits": digits(code), "minutes": int(LASTS.total_seconds() // 60)}
    send_mail(subject, body, None, [code.address])
    SigningCode.objects.filter(pk=code.pk).update(mailed_at=clock.now())
