"""Setting the signed copy: the text, and the page that says who signed it and how it is checked."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.agreements.models import Agreement, Signature
from kith.agreements.texts import LANGUAGE
from kith.audit import keys
from kith.ui.reporting import pdfs

TEMPLATE = Path(__file__).parent / "paper.typ"


def document(agreement: Agreement, proof: dict[str, Any]) -> bytes:
    """The PDF before it is sealed.

    Raises:
        Refused: what sets it is not there yet, or letters are missing on this machine.
    """
    with translation.override(LANGUAGE):
        head, *paragraphs = agreement.text.strip().split("\n\n")
        title, _sep, kind = head.partition("\n")
        return pdfs.typeset(
            TEMPLATE,
            {
                "title": title,
                "kind": kind,
                "language": "en",
                "demo": _("DEMO. Nobody has agreed to this.") if proof["demo"] else "",
                "paragraphs": [paragraph.split("\n") for paragraph in paragraphs],
                "evidence": _("Evidence of the signatures"),
                "about": _about(agreement, proof),
                "signatures": [
                    {"name": row["name"], "lines": [line for line in _lines(row) if line]}
                    for row in proof["signatures"]
                ],
                "checking": _("How this is checked"),
                "how": [
                    _("This copy lies under the seal of the installation named above: a change to it shows."),
                    _(
                        "In it lie agreement.txt, the text that was signed, byte for byte, and evidence.json, what "
                        "stands on this page under the installation’s signature. The command “kith verify” checks all "
                        "of it, without the installation."
                    ),
                    _("Compare the key’s fingerprint with the one you noted earlier: %(key)s.")
                    % {"key": keys.key_id()},
                    _("These are simple electronic signatures. A signature on paper stands as its side attested it."),
                ],
            },
        )


def _about(agreement: Agreement, proof: dict[str, Any]) -> list[str]:
    return [
        _("Agreement %(uid)s at %(installation)s") % {"uid": agreement.uid, "installation": proof["installation"]},
        _("SHA-256 of the text: %(sha)s") % {"sha": agreement.text_sha256},
        _("The text was fixed %(moment)s.") % {"moment": _moment(agreement.sent_at)},
    ]


def _lines(row: dict[str, Any]) -> list[str]:
    who = ", ".join(part for part in (row["capacity"], row["organisation"]) if part)
    if row["means"] == Signature.Means.PAPER:
        return [
            who,
            _("Signed on paper on %(day)s, as %(name)s attests.")
            % {"day": date_format(row["paper_day"], "j F Y"), "name": row["attested_by"]},
            _("Attested %(moment)s. SHA-256 of the scan: %(sha)s")
            % {"moment": _moment(row["recorded_at"]), "sha": row["scan_sha256"]},
        ]
    return [
        who,
        _("Name typed and confirmed %(moment)s") % {"moment": _moment(row["recorded_at"])},
        _("with a code that was mailed to %(address)s.") % {"address": row["code_mailed_to"]}
        if row["code_mailed_to"]
        else "",
    ]


def _moment(moment: Any) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "–"
