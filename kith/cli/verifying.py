"""`kith verify`: check a receipt, or the signed copy of an agreement, without the installation that it comes from."""

import argparse
import hashlib
import io
import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pypdf

from kith.agreements.papers import sealing
from kith.audit import keys
from kith.core.errors import Refused


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "file", type=Path, help="a receipt or certificate (.json or .pdf), or the signed copy of an agreement (.pdf)"
    )
    parser.add_argument("--key", type=Path, help="the public key (PEM) that you noted of the installation")


def run(given: argparse.Namespace) -> int:
    """Check one file; 1 when anything is wrong with it.

    Raises:
        Refused: it cannot be read, or is neither.
    """
    try:
        content = given.file.read_bytes()
        noted = given.key.read_text() if given.key else None
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{error}") from error
    whole = True
    for right, sentence in _paper(content, noted) if content.startswith(b"%PDF-") else _receipt(content, noted):
        print(f"{'ok   ' if right else 'WRONG'} {sentence}")
        whole = whole and right
    if whole and noted is None:
        print("note  The key comes from the file itself. Compare its fingerprint with one you noted, or give --key.")
    return 0 if whole else 1


def _receipt(content: bytes, noted: str | None) -> Iterator[tuple[bool, str]]:
    body = yield from _signed(content, noted)
    if body and body.get("kith") == "receipt":
        yield True, f"Receipt of {body['closed_at']}: {body['agreement']['title']}, {body['deed']}."
    elif body:
        yield False, "This is signed, but it is no receipt."


def _signed(content: bytes, noted: str | None) -> Generator[tuple[bool, str], None, dict[str, Any] | None]:
    """Whether a signed body holds; the generator returns what it says, or None."""
    try:
        whole: dict[str, Any] = json.loads(content)
        body, signature, pem = str(whole["body"]), str(whole["signature"]), str(whole["public_key"])
        right = keys.verify(body.encode(), signature, noted or pem)
        fingerprint = keys.fingerprint(noted or pem)
    except (ValueError, KeyError, TypeError):
        yield False, "This is no file that Kith has signed."
        return None
    whose = "the key you noted" if noted else "the key in the file"
    yield right, f"The signature fits what it says and {whose}, {fingerprint}."
    found: dict[str, Any] | None = json.loads(body) if right else None
    return found


def _paper(content: bytes, noted: str | None) -> Iterator[tuple[bool, str]]:
    seal = sealing.look(content)
    if seal is None:
        yield False, "There is no seal on this PDF, or it cannot be read."
        return
    yield seal.whole, f"Nothing was changed since it was sealed (certificate {seal.certificate_sha256[:16]})."
    files = _files(content)
    if "receipt.json" in files:
        yield from _receipt(files["receipt.json"], noted)
        return
    body = yield from _signed(files.get("evidence.json", b""), noted)
    if body is None:
        return
    text = hashlib.sha256(files.get("agreement.txt", b"")).hexdigest()
    yield text == body["agreement"]["text_sha256"], f"The text in it is the one that was signed ({text[:16]})."
    hashes = {hashlib.sha256(one).hexdigest() for one in files.values()}
    for row in body["signatures"]:
        sentence = f"{row['name']}, {row['organisation']}, {row['recorded_at']}"
        scan = row.get("scan_sha256")
        yield scan is None or scan in hashes, f"{sentence}, on paper, scan {scan[:16]}" if scan else sentence


def _files(content: bytes) -> dict[str, bytes]:
    try:
        attached = pypdf.PdfReader(io.BytesIO(content)).attachments
        return {name: b"".join(parts) for name, parts in attached.items()}
    except Exception:  # as with its seal: what cannot be read is not there
        return {}
