"""The installation's seal on a PDF, as PAdES describes it, and looking whether one is whole."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

from kith.audit import certificate
from kith.core import later

FIELD = "Kith"


def seal(pdf: bytes, attachments: Mapping[str, tuple[bytes, str]]) -> bytes:
    """The PDF with files in it, by name, each with its media type, and the installation's seal over all of it.

    Raises:
        Refused: the library that seals is not there yet.
    """
    embed, writing, signers, fields = (
        later.fetched(f"pyhanko.{name}")
        for name in ("pdf_utils.embed", "pdf_utils.incremental_writer", "sign.signers", "sign.fields")
    )
    writer = writing.IncrementalPdfFileWriter(io.BytesIO(pdf))
    for name, (content, media_type) in attachments.items():
        embedded = embed.EmbeddedFileObject.from_file_data(writer, data=content, mime_type=media_type)
        embed.embed_file(writer, embed.FileSpec(file_spec_string=name, file_name=name, embedded_data=embedded))
    own = certificate.own()
    signer = signers.SimpleSigner(
        signing_cert=later.fetched("asn1crypto.x509").Certificate.load(own.certificate),
        signing_key=later.fetched("asn1crypto.keys").PrivateKeyInfo.load(own.key),
        cert_registry=None,
    )
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256", certify=True
    )
    sealed: bytes = signers.sign_pdf(writer, about, signer=signer).getvalue()
    return sealed


@dataclass(frozen=True)
class Seal:
    """What a PDF's seal says.

    Attributes:
        whole: nothing was changed since it was sealed, and nothing added.
        certificate_sha256: the fingerprint of who sealed it, hexadecimal.
    """

    whole: bool
    certificate_sha256: str


def look(pdf: bytes) -> Seal | None:
    """The seal on a PDF; None where there is none, or what is given cannot be read as a PDF.

    Raises:
        Refused: the library that reads seals is not there yet.
    """
    reading, validation = (later.fetched(f"pyhanko.{name}") for name in ("pdf_utils.reader", "sign.validation"))
    context = later.fetched("pyhanko_certvalidator").ValidationContext
    try:
        found = reading.PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if not found:
            return None
        signer = found[0].signer_cert
        status = validation.validate_pdf_signature(found[0], context(trust_roots=[signer], allow_fetching=False))
    except Exception:  # bytes that somebody bent break readers in many ways; nothing of it is whole
        return None
    untouched = status.coverage == validation.status.SignatureCoverageLevel.ENTIRE_FILE
    return Seal(bool(status.intact and status.valid and untouched), signer.sha256.hex())
