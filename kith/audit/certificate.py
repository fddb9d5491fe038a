"""The installation's certificate, with which PDFs are sealed. It vouches for itself: to those who noted its fingerprint
it says where a paper comes from, and to everybody that the paper was not changed since."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from kith.core import clock, keyfiles

YEARS = 30


@dataclass(frozen=True)
class Own:
    """Key and certificate, in DER."""

    key: bytes
    certificate: bytes


def own() -> Own:
    """The installation's key (P-256) and certificate; they are drawn when there are none."""
    file = Path(settings.KITH_KEYS) / "seal.pem"
    if not file.exists():
        keyfiles.keep_drawn(file, _new())
    pem = file.read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    certificate = x509.load_pem_x509_certificate(pem)
    der = serialization.Encoding.DER
    return Own(
        key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.public_bytes(der),
    )


def _new() -> bytes:
    """A key and its certificate, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = serialization.Encoding.PEM
    whole = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return whole + _certificate(key).public_bytes(pem)


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    host = urlsplit(settings.KITH_URL).hostname or "Kith"
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Kith at {host}"[:64])])
    began = clock.now() - timedelta(days=1)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        **dict.fromkeys(
            (
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ),
            False,
        ),
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=365 * YEARS))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
