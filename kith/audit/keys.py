"""The installation's signing key (Ed25519). It lies outside KITH_DATA, so that who copies the data cannot sign."""

import hashlib
from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from kith.core import keyfiles

ALGORITHM = "Ed25519 over the UTF-8 bytes of body"


@cache
def _private() -> Ed25519PrivateKey:
    file = Path(settings.KITH_KEYS) / "ledger.key"
    if not file.exists():
        keyfiles.keep_drawn(file, _new())
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{file} is not an Ed25519 key")
    return key


def _new() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_pem() -> str:
    """The public key, as others need it to verify a receipt."""
    return (
        _private()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def key_id() -> str:
    """The first 16 hex digits of the public key's SHA-256."""
    return fingerprint(public_pem())


def fingerprint(pem: str) -> str:
    """The first 16 hex digits of the SHA-256 of a public key's raw bytes.

    Raises:
        ValueError: it is no Ed25519 key.
    """
    key = serialization.load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("no Ed25519 key")
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def sign(message: bytes) -> str:
    """The Ed25519 signature of `message`, in base64."""
    return b64encode(_private().sign(message)).decode()


def verify(message: bytes, signature: str, pem: str | None = None) -> bool:
    """Whether `signature` (base64) fits `message`, under our key or under `pem`."""
    key = serialization.load_pem_public_key(pem.encode()) if pem else _private().public_key()
    if not isinstance(key, Ed25519PublicKey):
        return False
    try:
        key.verify(b64decode(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
