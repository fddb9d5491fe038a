"""The secrets with which posts are signed, read and written here only; as the Standard Webhooks convention has it."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from kith.webhooks.models import Hook, Secret

PREFIX = "whsec_"
BYTES = 32
OVERLAP = timedelta(hours=24)  # for which the secret before signs too


def draw(hook: Hook, at: datetime) -> str:
    """Draw a secret for a webhook, in the caller's transaction; the one before signs for `OVERLAP` more."""
    secret = PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()
    Secret.objects.filter(hook=hook, until__lte=at).delete()
    Secret.objects.filter(hook=hook, until=None).update(until=at + OVERLAP)
    Secret.objects.create(hook=hook, secret=secret, made_at=at)
    return secret


def forget(hook: Hook) -> None:
    """Take all secrets of a webhook away: it has ended."""
    Secret.objects.filter(hook=hook).delete()


def signatures(hook: Hook, message_id: str, at: datetime, body: str) -> str:
    """The header `webhook-signature`: one signature for each secret that holds at that moment, the newest first."""
    held = Secret.objects.filter(hook=hook).order_by("-made_at", "-pk")
    signed = f"{message_id}.{int(at.timestamp())}.{body}".encode()
    return " ".join(_sign(row.secret, signed) for row in held if row.until is None or row.until > at)


def _sign(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
