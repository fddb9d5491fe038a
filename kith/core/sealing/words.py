"""Short texts under a seal: secrets that have to be read again, in the database."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kith.core.sealing import ring

MARK = "sealed:"
NONCE, SALT = 12, 16  # bytes


class Broken(ValueError):
    """It was changed, or belongs elsewhere."""


def seal(words: str, place: str) -> str:
    """The words, sealed for one place: a sealed text that is moved to another place cannot be opened there."""
    key, salt, nonce = ring.current(), secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    box = AESGCM(key.derived(salt, b"kith words")).encrypt(nonce, words.encode(), place.encode())
    return f"{MARK}{key.id}:{base64.b64encode(salt + nonce + box).decode()}"


def unseal(kept: str, place: str) -> str:
    """The words again; what was kept before there were seals is returned as it is.

    Raises:
        KeyMissing: the key is not here.
        Broken: it was changed, or sealed for another place.
    """
    if not kept.startswith(MARK):
        return kept
    key_id, _colon, coded = kept.removeprefix(MARK).partition(":")
    raw = base64.b64decode(coded)
    salt, nonce, box = raw[:SALT], raw[SALT : SALT + NONCE], raw[SALT + NONCE :]
    try:
        return AESGCM(ring.by_id(key_id).derived(salt, b"kith words")).decrypt(nonce, box, place.encode()).decode()
    except InvalidTag as error:
        raise Broken(place) from error


def key_of(kept: str) -> str:
    """The id of the key a kept text is sealed with; empty when it is not sealed."""
    return kept.removeprefix(MARK).partition(":")[0] if kept.startswith(MARK) else ""


def current_id() -> str:
    """The id of the key with which new texts are sealed."""
    return ring.current().id
