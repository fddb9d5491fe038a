"""HTML of many makers, made into the plain HTML that a page's text is read from."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from datetime import datetime

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from kith.exchange.reading.desk import Comment, Desk

FOR_NOBODY = ["script", "style", "noscript", "template", "head", "link", "meta"]
AROUND = ["nav", "footer", "aside[role=navigation]", "[role=navigation]", "[role=banner]", "[role=search]", "form"]
LOST = {
    "svg": "drawing",
    "iframe": "embedded page",
    "object": "embedded object",
    "embed": "embedded object",
    "video": "film",
    "audio": "recording",
    "canvas": "drawing",
    "math": "formula",
}
DATA = re.compile(r"^data:image/(png|jpeg|gif|webp);base64,", re.IGNORECASE)
MOST_DATA = 30_000_000  # characters of a picture that stands in the text


def soup_of(html: str | bytes) -> BeautifulSoup:
    """HTML as a tree, whatever is wrong with it."""
    return BeautifulSoup(html, "lxml")


def first(soup: Tag, *selectors: str) -> Tag | None:
    """The first element that one of some selectors finds, in their order."""
    return next((found for each in selectors if (found := soup.select_one(each)) is not None), None)


def words(element: Tag | None) -> str:
    """The words of an element, in one line."""
    return " ".join(element.get_text(" ").split()) if element is not None else ""


def text(element: Tag, name: str) -> str:
    """An attribute as one text; empty when it is not there."""
    value = element.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""


def tidy(body: Tag, desk: Desk, beside: str, notes: list[str]) -> str:
    """The HTML of an element as a page's text is read from it; what is lost is added to `notes`.

    Args:
        beside: the page's path: pictures that stand in the text become files beside it.
    """
    for element in body.select(",".join(FOR_NOBODY)):
        element.decompose()
    _footnotes(body)
    _boxes(body)
    _pictures(body, desk, beside, notes)
    notes += _losses(body)
    return body.decode_contents()


def _losses(body: Tag) -> list[str]:
    counts: dict[str, int] = {}
    for name, what in LOST.items():
        for element in body.find_all(name):
            counts[what] = counts.get(what, 0) + 1
            element.decompose()
    return [f"{count} × {what}: left out" for what, count in counts.items()]


def _footnotes(body: Tag) -> None:
    """A footnote's number in brackets where it is called, and no way back below."""
    for back in body.select("a.footnote-back"):
        back.decompose()
    for call in body.select("a.footnote-ref"):
        call.replace_with(NavigableString(f"[{words(call)}]"))


def _boxes(body: Tag) -> None:
    """Lists of boxes to tick, as the text's reader knows them."""
    for box in body.select('li input[type="checkbox"]'):
        entry = box.find_parent("li")
        if entry is not None:
            entry["data-checked"] = "true" if box.has_attr("checked") else "false"
            if entry.parent is not None and entry.parent.name == "ul":
                entry.parent["data-type"] = "taskList"
        box.decompose()


def _pictures(body: Tag, desk: Desk, beside: str, notes: list[str]) -> None:
    outside = 0
    for number, image in enumerate(body.find_all("img"), 1):
        source = text(image, "src")
        if source.startswith("data:"):
            image["src"] = _unpacked(source, desk, f"{beside}.{number}", notes)
        outside += source.startswith(("http:", "https:", "//"))
    if outside:
        notes.append(f"{outside} × picture on another site: it stays there and is not shown")


def _unpacked(source: str, desk: Desk, path: str, notes: list[str]) -> str:
    found = DATA.match(source[:40])
    if found is None or len(source) > MOST_DATA:
        notes.append("1 × picture in the text that cannot be read: left out")
        return ""
    try:
        data = base64.b64decode(source[found.end() :], validate=False)
    except binascii.Error:
        notes.append("1 × picture in the text that cannot be read: left out")
        return ""
    return "/" + desk.file(f"{path}.{found[1].lower().replace('jpeg', 'jpg')}", data)


def lead(body: Tag, to: Callable[[str], str | None], *, names: Iterable[str] = ("a:href", "img:src")) -> None:
    """Let links and pictures lead where things lie on the desk: `to` says where, or None to leave one alone."""
    for name in names:
        element_name, attribute = name.split(":")
        for element in body.find_all(element_name):
            address = text(element, attribute)
            found = to(address) if address else None
            if found is not None:
                element[attribute] = found


def said(soup: BeautifulSoup, comments: list[Comment]) -> str:
    """Comments as the last chapter of a page, in HTML; empty when there are none."""
    if not comments:
        return ""
    chapter = soup.new_tag("ul")
    for comment in comments:
        entry, paragraph, who = soup.new_tag("li"), soup.new_tag("p"), soup.new_tag("b")
        who.string = comment.author or "?"
        paragraph.append(who)
        paragraph.append(_when(comment.at) + (f", “{comment.about}”: " if comment.about else ": ") + comment.text)
        entry.append(paragraph)
        chapter.append(entry)
    return f"<h2>Comments</h2>{chapter}"


def _when(at: datetime | None) -> str:
    return f" ({at:%Y-%m-%d})" if at else ""
