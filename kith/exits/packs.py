"""What one side takes with it at the end: one file that can be read and checked without this installation."""

import io
import json
import zipfile

from django.utils.translation import gettext as _

from kith.agreements import papers
from kith.agreements.models import Paper
from kith.agreements.queries import endings
from kith.audit.models import Exposure
from kith.core.actor import Actor
from kith.exits import gathering, reports
from kith.exits.queries import pages
from kith.exits.queries.pages import ExitPage
from kith.exposures.queries import log
from kith.exposures.queries.log import EXPORTED, Asked, Entry
from kith.ui.reporting import workbooks


def of(uid: str, by: Actor) -> bytes:
    """A zip file: the list of what was shown with its decisions, signed receipts and certificates, the signed copy.

    Raises:
        Unseen: there is no such end for her.
    """
    page = pages.page(uid, by)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("READ ME.txt", _about(page))
        report = reports.of_exit(page, (_entries(page, by), _entries(page, by, to_us=True)), by)
        file.writestr("what-was-shown.xlsx", workbooks.workbook(report))
        for receipt in page.receipts:
            name = f"signed/{receipt.at:%Y-%m-%d}-{receipt.deed}-{receipt.uid}.json"
            file.writestr(name, json.dumps(endings.signed(receipt), indent=1, ensure_ascii=False))
        paper = Paper.objects.filter(agreement=page.agreement).first()
        if paper:
            file.writestr(f"signed/agreement-{page.agreement.uid}.pdf", papers.content(paper))
    return buffer.getvalue()


def _entries(page: ExitPage, by: Actor, *, to_us: bool = False) -> list[Entry]:
    asked = Asked(to_us=to_us, channel="all", days=0)
    ids = gathering.bases(page.agreement)
    rows = Exposure.objects.filter(pk__in=log.side(asked, by).filter(basis_id__in=ids).values("pk"))
    return log.entries_of(list(rows.order_by("-pk")[:EXPORTED]), asked, by)


def _about(page: ExitPage) -> str:
    lines = [
        _("End of “%(title)s”") % {"title": page.agreement.title},
        "",
        _("what-was-shown.xlsx: each page that was shown under it, both ways, and what becomes of it."),
        _("signed/: the agreement, receipts of what closed, certificates of what was returned or deleted."),
        "",
        _("Each of the signed files can be checked on any computer, without the server that made it:"),
        "    kith verify FILE --key KEY.pem",
        _("Note the key’s fingerprint when you sign an agreement; a file brings its key along only for comparison."),
        "",
        _("Ending an agreement closes access. It takes back nothing that was seen or copied before."),
    ]
    return "\n".join(lines) + "\n"
