"""The profile for the 18F handbook, over all of the real handbook."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from kith.prose import front, markdown, profile, text
from kith.prose.catalogue import Catalogue
from kith.prose.decode import decode
from kith.prose.pages import Page, read_page

SHARED = Path(os.environ.get("KITH_SHARED") or Path(__file__).parents[4] / "shared")
HANDBOOK = SHARED / "corpora" / "18f-handbook"
EMPTY_IN_THE_HANDBOOK = 8  # pages that only redirect


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    if not HANDBOOK.is_dir():
        reason = f"The 18F handbook is not at {HANDBOOK}; set KITH_SHARED."
        if os.environ.get("KITH_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return {str(p.relative_to(HANDBOOK)): decode(p.read_bytes())[0] for p in sorted(HANDBOOK.rglob("*.md"))}


@pytest.fixture(scope="module")
def read(sources: dict[str, str]) -> dict[str, Page]:
    handbook = profile.shipped("18f")
    files = [str(path.relative_to(HANDBOOK)) for path in HANDBOOK.rglob("*") if path.is_file()]
    fronts = [(PurePosixPath(name), front.read(front.split(source)[0])[0]) for name, source in sources.items()]
    catalogue = Catalogue(files, fronts, handbook)
    return {
        name: read_page(PurePosixPath(name), source.encode(), handbook, catalogue.lookup)
        for name, source in sources.items()
    }


def outside_code(node: dict[str, Any]) -> Iterator[str]:
    if node["type"] == "text" and not any(mark["type"] == "code" for mark in node.get("marks", ())):
        yield node["text"]
    if node["type"] != "codeBlock":
        for child in node.get("content", ()):
            yield from outside_code(child)


def test_every_page_is_read_and_none_lost_its_text(sources: dict[str, str], read: dict[str, Page]) -> None:
    assert len(read) == 247
    assert all(page.title for page in read.values())
    empty = {name for name, page in read.items() if not text.plain(page.doc)}
    assert empty == {name for name, source in sources.items() if not front.split(source)[1].strip()}
    assert len(empty) == EMPTY_IN_THE_HANDBOOK


def test_no_tag_is_left_and_none_is_unknown(read: dict[str, Page]) -> None:
    for name, page in read.items():
        words = "\n".join(outside_code(page.doc))
        assert not re.search(r"\{%|\{\{|%\}|\}\}|kith-page|kith-file", words), name
    kinds = Counter(note.kind for page in read.values() for note in page.notes)
    assert kinds == {"unresolved link": 6, "dropped link": 2}


def test_no_commented_text_is_published(sources: dict[str, str], read: dict[str, Page]) -> None:
    hidden = r"\{% comment %\}(.*?)\{% endcomment %\}|<!--(.*?)-->"
    count = 0
    for name, source in sources.items():
        for found in re.finditer(hidden, source, re.DOTALL):
            count += 1
            for line in (found[1] or found[2]).strip().splitlines():
                assert not line.strip("*- ") or line.strip("*- ") not in text.plain(read[name].doc), name
    assert count == 39 + 8


def test_links_lead_where_they_led(read: dict[str, Page]) -> None:
    states = Counter((link.kind, link.state) for page in read.values() for link in page.links)
    assert states == {
        ("link", "web"): 2394,
        ("link", "file"): 651,
        ("link", "anchor"): 196,
        (
            "link",
            "unresolved",
        ): 6,  # five to the site's home page, which is no Markdown page; one to a lost page
        ("link", "dropped"): 2,  # an empty one, and one with the scheme "hhttps"
        ("image", "file"): 39,
        ("image", "web"): 2,
    }


def test_every_page_reads_back_from_the_markdown_that_is_written(read: dict[str, Page]) -> None:
    for name, page in read.items():
        assert markdown.parse(markdown.write(page.doc)) == page.doc, name
