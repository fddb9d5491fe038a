"""A receipt or certificate as a sealed PDF to hand to somebody; the signed body lies in it as it was signed."""

import json
from typing import Any

from django.utils.translation import gettext as _

from kith.agreements.models import Receipt
from kith.agreements.papers import sealing
from kith.agreements.queries import endings
from kith.ui import times
from kith.ui.reporting import Cell, Report, Table, pdfs

NAME = "receipt.json"  # of the signed body in the PDF; `kith verify` looks for it


def document(receipt: Receipt) -> bytes:
    """The sealed PDF of a receipt.

    Raises:
        Refused: what sets or seals it is not there yet, or letters are missing on this machine.
    """
    signed = json.dumps(endings.signed(receipt), indent=1, ensure_ascii=False).encode()
    return sealing.seal(pdfs.document(report(receipt)), {NAME: (signed, "application/json")})


def report(receipt: Receipt) -> Report:
    """What a receipt says, as tables."""
    body = endings.readable(receipt)
    about = [
        *([_("DEMO. Nothing in this receipt is real.")] if body["demo"] else []),
        _("Agreement: %(title)s") % {"title": body["agreement"]["title"]},
        _("Between: %(names)s") % {"names": ", ".join(body["agreement"]["parties"])},
        _("SHA-256 of its text: %(hash)s") % {"hash": body["agreement"]["text_sha256"]},
        _("Closed: %(at)s") % {"at": times.stamp(body["closed_at"])},
        _("This copy belongs to %(name)s.") % {"name": receipt.organisation.name},
        *(_duty(duty) for duty in body["duties"]),
        body["cannot"],
        _("Signed with key %(key)s, Ed25519: %(signature)s") % {"key": receipt.key_id, "signature": receipt.signature},
        _("The signed body lies in this PDF as %(name)s. “kith verify” checks both without the installation.")
        % {"name": NAME},
    ]
    tables = [table for closing in body["closings"] for table in _closing(closing)]
    if "certificate" in body:
        tables += _certificate(body["certificate"])
        about.insert(0, _certified(body["certificate"]))
    return Report(str(receipt.get_deed_display()), tables, about)


def _duty(duty: dict[str, Any]) -> str:
    words = str(duty["words"])
    return _("%(duty)s Until %(day)s.") % {"duty": words, "day": times.day(duty["until"])} if duty["until"] else words


def _called(row: dict[str, Any]) -> str:
    return str(row.get("title") or row["item"])


def _closing(closing: dict[str, Any]) -> list[Table]:
    names = {"whose": closing["whose"], "to": closing["closed_to"]}
    closed: list[list[Cell]] = [[_called(row), ", ".join(row["people"])] for row in closing["closed"]]
    seen: list[list[Cell]] = [
        [_called(row), row["version"], row["person"], row["channel"], times.stamp(row["last"]), row["times"]]
        for row in closing["seen_before"]
    ]
    stays: list[list[Cell]] = [
        [_called(row), ", ".join(under["agreement"] for under in row["under"])] for row in closing["stays_open"]
    ]
    frozen: list[list[Cell]] = [[_called(row), ", ".join(row["people"])] for row in closing["frozen"]]
    head = [_("Page"), _("Version"), _("By"), _("How"), _("Last"), _("Times")]
    found = [
        Table(_("Knowledge of %(whose)s, closed to %(to)s") % names, [_("Page"), _("To")], closed),
        Table(_("Stays open"), [_("Page"), _("Under")], stays),
        Table(_("Written together, frozen, stays readable"), [_("Page"), _("To")], frozen),
        Table(_("Read or fetched before"), head, seen),
    ]
    return [table for table in found if table.rows]


def _certified(said: dict[str, Any]) -> str:
    words = _("%(name)s certifies for %(firm)s that its people hold no copies but those that they may keep.")
    whole = words % {"name": said["name"], "firm": said["by"]}
    if said["backups"]:
        more = _("Copies in backups until %(day)s: %(words)s")
        whole += " " + more % {"day": times.day(said["backups_until"]), "words": said["backups"]}
    return whole


def _certificate(said: dict[str, Any]) -> list[Table]:
    rows: list[list[Cell]] = [
        [
            _called(row),
            row["of"],
            row["becomes"] + (f": {row['words']}" if row.get("words") else ""),
            times.stamp(row["done_at"]),
        ]
        for row in said["pages"]
    ]
    told: list[list[Cell]] = [[row["about"], row["of"], row["how"], row["on"]] for row in said["told"]]
    found = [
        Table(_("Pages"), [_("Page"), _("Of"), _("What becomes of it"), _("Done")], rows),
        Table(_("Told or handed over, without a page"), [_("What"), _("Of"), _("How"), _("On")], told),
    ]
    return [table for table in found if table.rows]
