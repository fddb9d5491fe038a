"""The formats of exports. Each is one module with a `write`; a new one is a row here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kith.exchange.formats import archive, markdown, pdf, site, word
from kith.exchange.formats.base import Job
from kith.exchange.models import Export


@dataclass(frozen=True)
class Format:
    """How a format is written, and how its file's name ends."""

    write: Callable[[Job, Path], None]
    ending: str
    media_type: str


ZIP = "application/zip"
FORMATS: dict[str, Format] = {
    Export.Format.MARKDOWN: Format(markdown.write, "-markdown.zip", ZIP),
    Export.Format.SITE: Format(site.write, "-site.zip", ZIP),
    Export.Format.PDF: Format(pdf.write, ".pdf", "application/pdf"),
    Export.Format.WORD: Format(
        word.write, ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    Export.Format.ARCHIVE: Format(archive.write, "-archive.zip", ZIP),
}
