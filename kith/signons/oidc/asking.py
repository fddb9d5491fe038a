"""Sending somebody to a provider: what is asked there, and what is kept in her session until she comes back."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from kith.core import clock
from kith.signons.models import Provider
from kith.signons.oidc import Failed

KEY = "signons"  # in the session
LASTS = 600  # seconds
MOST = 5  # in several windows


class Purpose(StrEnum):
    """What somebody is sent for."""

    COME = "come"  # to sign in
    LINK = "link"  # to connect it with the account in which she is
    AGAIN = "again"  # to show that it is still she
    TRY = "try"  # to see whether it works


@dataclass(frozen=True)
class Try:
    """One way out to a provider, until she is back."""

    provider: str
    purpose: str
    next: str
    person: int | None  # who was signed in
    nonce: str
    verifier: str
    at: float
    invitation: str = ""  # whose link was opened in this browser


def back(uid: str) -> str:
    """Where the provider of that id sends people back to: another address for each, so that none answers for another
    one."""
    return settings.KITH_URL + reverse("sign_in_back", args=[uid])


def leave(
    session: Any,
    provider: Provider,
    purpose: Purpose,
    *,
    person: int | None = None,
    then: str = "",
    invitation: str = "",
) -> str:
    """Keep a try in the session; the address at the provider to which it leads."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
    made = Try(provider.uid, purpose.value, then, person, nonce, verifier, clock.now().timestamp(), invitation)
    held = list(session.get(KEY, {}).items())[-(MOST - 1) :]
    session[KEY] = dict([*held, (state, asdict(made))])
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back(provider.uid),
        "scope": "openid email profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if purpose in {Purpose.AGAIN, Purpose.LINK}:  # whoever sits there says herself who she is
        asked |= {"prompt": "login", "max_age": "0"}
    joint = "&" if "?" in provider.authorization_endpoint else "?"
    return provider.authorization_endpoint + joint + urlencode(asked)


def take(session: Any, provider_uid: str, state: str) -> Try:
    """The try of a state, which is gone with this.

    Raises:
        Failed: this session knows none, it was for another provider, or it is too old.
    """
    held = dict(session.get(KEY, {}))
    known = next((each for each in held if hmac.compare_digest(each.encode(), state.encode())), None)
    if known is None:
        raise Failed("a state that this session does not know")
    made = Try(**held.pop(known))
    session[KEY] = held
    if made.provider != provider_uid:
        raise Failed("the state of another provider")
    if not 0 <= clock.now().timestamp() - made.at <= LASTS:
        raise Failed("too late")
    return made
