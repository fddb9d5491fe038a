"""The evidence of an agreement's signatures: who signed which text, when and how. The installation signs it."""

import json
from typing import Any

from django.conf import settings

from kith.agreements.models import Agreement, Signature
from kith.audit import keys, ledger
from kith.audit.facts import canonical
from kith.core import clock
from kith.files import store

FORMAT = 1
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def of(agreement: Agreement) -> dict[str, Any]:
    """What is known of the signatures under an agreement's text."""
    signatures = agreement.signatures.filter(text_sha256=agreement.text_sha256)
    rows = signatures.select_related("organisation", "signer", "attested_by").order_by("signed_at", "pk")
    capacities = dict(agreement.parties.values_list("organisation_id", "authority"))
    return {
        "kith": "signatures",
        "format": FORMAT,
        "demo": ledger.is_demo(),
        "installation": settings.KITH_URL,
        "made_at": clock.now(),
        "agreement": {
            "id": agreement.uid,
            "title": agreement.title,
            "type": agreement.kind,
            "text_sha256": agreement.text_sha256,
            "text_fixed_at": agreement.sent_at,
        },
        "signatures": [_signature(row, capacities[row.organisation_id]) for row in rows],
    }


def _signature(row: Signature, capacity: str) -> dict[str, Any]:
    known: dict[str, Any] = {
        "organisation": row.organisation.name,
        "name": row.typed_name,
        "capacity": capacity,
        "means": row.means,
        "recorded_at": row.signed_at,
    }
    if row.means == Signature.Means.PAPER:
        attested = row.attested_by.name if row.attested_by else ""
        return known | {"paper_day": row.paper_day, "scan_sha256": row.scan_sha256, "attested_by": attested}
    return known | {"code_mailed_to": masked(row.address)}


def masked(address: str) -> str:
    """A mail address that its owner knows again and nobody else can write to."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}" if host else ""


def attachments(agreement: Agreement, proof: dict[str, Any]) -> dict[str, tuple[bytes, str]]:
    """What lies in the PDF, by file name, each with its media type: the exact text, the signed evidence, the scans."""
    body = canonical(proof)
    signed = {
        "body": body,
        "signature": keys.sign(body.encode()),
        "algorithm": keys.ALGORITHM,
        "key_id": keys.key_id(),
        "public_key": keys.public_pem(),
    }
    found = {
        "agreement.txt": (agreement.text.encode(), "text/plain"),
        "evidence.json": (json.dumps(signed, indent=1, ensure_ascii=False).encode(), "application/json"),
    }
    for row in agreement.signatures.filter(text_sha256=agreement.text_sha256).exclude(scan_sha256="").order_by("pk"):
        name = f"scan-{row.scan_sha256[:12]}.{ENDINGS[row.scan_type]}"
        found[name] = (store.read(row.scan_sha256), row.scan_type)
    return found
