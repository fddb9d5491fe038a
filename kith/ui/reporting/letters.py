"""Whether this machine has the letters that a PDF needs. Those of Chinese, Japanese and Korean lie in fonts that are
too large to ship; without them a PDF would show empty boxes, and nobody would be told."""

import io
import json
import tempfile
import unicodedata
from pathlib import Path

import pypdf
from django.utils.translation import gettext as _

from kith.core import later
from kith.core.errors import Refused

FACES = Path(__file__).parent / "faces.typ"
SURE = "\u024f"  # every face has the letters up to here
NAMED = 5  # letters that the sentence gives as examples
PROBE = """#import "faces.typ": faces
#set text(font: faces)
#for each in json("letters.json") [#each #linebreak()]
"""


def check(words: str) -> None:
    """Stop where letters are missing. Signs that are none, as pictures of faces, may be empty boxes.

    Raises:
        Refused: this machine has no font with some of the letters.
    """
    asked = sorted({each for each in words if each > SURE and unicodedata.category(each) in {"Lo", "Ll", "Lu"}})
    missing = _missing(asked) if asked else []
    if missing:
        sentence = _(
            "This server has no font with some of the letters (%(letters)s), so a PDF would show empty boxes. Export it"
            " as Word or as a site, or ask whoever runs Kith to install one, such as Noto CJK."
        )
        raise Refused(sentence % {"letters": " ".join(missing[:NAMED])})


def _missing(asked: list[str]) -> list[str]:
    """Those that come out as nothing when they are set, each on a line of its own."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "faces.typ").write_bytes(FACES.read_bytes())
        (root / "letters.json").write_text(json.dumps(asked), encoding="utf-8")
        (root / "probe.typ").write_text(PROBE, encoding="utf-8")
        made = later.fetched("typst").compile(str(root / "probe.typ"), root=str(root), format="pdf")
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    lines = [line.strip() for page in pages for line in page.extract_text().split("\n") if line.strip()]
    there = {each for line in lines for each in line if each != "\x00"}
    return [each for each in asked if each not in there]
