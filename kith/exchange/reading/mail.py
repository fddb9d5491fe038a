"""Mail: each thread becomes a page, its messages in their order, with what was attached."""

import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_binary_file, message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from html import escape
from pathlib import Path, PurePosixPath

from kith.exchange.reading import hypertext
from kith.exchange.reading.desk import PAGE, About, Desk, plain

ANSWER = re.compile(r"^\s*(?:(?:re|aw|fw|fwd|wg|sv|tr|r|rv|antw)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
IDENTITY = re.compile(r"<[^<>\s]+>")
SIGNATURE = re.compile(r"\n-- \n.*\Z", re.DOTALL)


@dataclass(frozen=True)
class Letter:
    """One message: its id, the ids of those that it answers (the oldest first), and what it says."""

    key: str
    answers: tuple[str, ...]
    subject: str
    at: datetime | None
    message: EmailMessage

    @property
    def author(self) -> str:
        """Who wrote it: her name, or her address when she gives none."""
        pairs = getaddresses([str(self.message.get("From", ""))])
        return (pairs[0][0] or pairs[0][1]) if pairs else ""


def read(path: Path, at: str, desk: Desk) -> None:
    """Lay the threads of a mailbox, or the one of a single message, on the desk."""
    letters = []
    for number, message in enumerate(_messages(path), 1):
        try:
            letters.append(_letter(message, f"<{number}@{at}>"))
        except Exception:  # a message that breaks the library's rules
            desk.leave_out(f"{at}, message {number}", "it is damaged")
    threads = _threads(letters)
    desk.total += len(threads)
    folder = str(PurePosixPath(at).with_suffix(""))
    for thread in threads:
        _page(thread, folder if len(threads) > 1 else str(PurePosixPath(folder).parent), at, desk)


def _messages(path: Path) -> Iterator[EmailMessage]:
    with path.open("rb") as file:
        is_box = file.read(5) == b"From "
        file.seek(0)
        if not is_box:
            yield message_from_binary_file(file, policy=policy.default)
            return
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.keys():  # noqa: SIM118  (a mailbox's own iteration makes messages of its own kind)
            yield message_from_bytes(box.get_bytes(key), policy=policy.default)
    finally:
        box.close()


def _letter(message: EmailMessage, otherwise: str) -> Letter:
    named = IDENTITY.findall(str(message.get("Message-ID", "")))
    answers = IDENTITY.findall(f"{message.get('References', '')} {message.get('In-Reply-To', '')}")
    subject = " ".join(str(message.get("Subject", "")).split())
    return Letter(named[0] if named else otherwise, tuple(answers), subject, _moment(message), message)


def _moment(message: EmailMessage) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _threads(letters: list[Letter]) -> list[list[Letter]]:
    """Letters by thread, the oldest first in each: by what they answer, else by the subject of an answer."""
    root: dict[str, str] = {}
    known = {letter.key for letter in letters}
    by_subject: dict[str, str] = {}
    first = datetime.min.replace(tzinfo=UTC)
    for letter in sorted(letters, key=lambda letter: letter.at or first):
        plain_subject = ANSWER.sub("", letter.subject).casefold()
        above = next((root[key] for key in reversed(letter.answers) if key in root), None)
        if above is None and letter.answers:  # the first one is not here; those that answer the same belong together
            above = next((key for key in letter.answers if key in known), letter.answers[0])
        if above is None and ANSWER.match(letter.subject):
            above = by_subject.get(plain_subject)
        root[letter.key] = above or letter.key
        for key in letter.answers:
            root.setdefault(key, root[letter.key])
        by_subject.setdefault(plain_subject, root[letter.key])
    threads: dict[str, list[Letter]] = {}
    for letter in sorted(letters, key=lambda letter: letter.at or first):
        threads.setdefault(root[letter.key], []).append(letter)
    return list(threads.values())


def _page(thread: list[Letter], folder: str, label: str, desk: Desk) -> None:
    title = ANSWER.sub("", thread[0].subject) or "(no subject)"
    place = str(PurePosixPath(folder) / plain(f"{title[:80]} {thread[0].key.strip('<>')[:24]}"))
    about = About(title, label=f"{label}: {title}", author=thread[0].author)
    about.created, about.changed = thread[0].at, thread[-1].at
    parts = []
    for letter in thread:
        day = f", {letter.at:%Y-%m-%d %H:%M}" if letter.at else ""
        files = _files(letter.message, place, desk)
        within = sum(part.get_content_type() == "message/rfc822" for part in letter.message.walk())
        about.notes += [f"{within} × attached message: only what was attached to it came in"] if within else []
        parts.append(f"<h3>{escape(letter.author or '?')}{day}</h3>{_body(letter.message, place, files, about, desk)}")
        rest = "".join(
            f'<li><p><a href="{escape(way)}">{escape(name)}</a></p></li>' for name, way, cid in files if not cid
        )
        parts.append(f"<ul>{rest}</ul>" if rest else "")
    desk.page(f"{place}{PAGE}", "".join(parts), about)


def _files(message: EmailMessage, place: str, desk: Desk) -> list[tuple[str, str, str]]:
    """Name, place and content id of each file of a message."""
    found: list[tuple[str, str, str]] = []
    for part in message.walk():
        name, cid = part.get_filename(), str(part.get("Content-ID", "")).strip("<> ")
        if part.is_multipart() or not (name or (cid and part.get_content_maintype() == "image")):
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data:
            shown = plain(name or f"{cid}.{part.get_content_subtype()}")
            inline = cid if part.get_content_disposition() != "attachment" else ""
            found.append((shown, "/" + desk.file(f"{place}/{shown}", data), inline))
    return found


def _body(message: EmailMessage, place: str, files: list[tuple[str, str, str]], about: About, desk: Desk) -> str:
    part = message.get_body(preferencelist=("html", "plain"))
    if part is None:
        return ""
    try:
        content = part.get_content()
    except (LookupError, ValueError, KeyError):  # an alphabet that nobody knows
        raw = part.get_payload(decode=True)
        content = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    if part.get_content_subtype() != "html":
        return _paragraphs(str(content))
    soup = hypertext.soup_of(str(content))
    body = soup.body or soup
    inline = {f"cid:{cid}": way for _name, way, cid in files if cid}
    hypertext.lead(body, inline.get)
    return hypertext.tidy(body, desk, place, about.notes)


def _paragraphs(text: str) -> str:
    """Plain text as paragraphs; what is quoted as such, the signature without."""
    text = SIGNATURE.sub("\n", text.replace("\r\n", "\n"))
    parts = []
    for block in re.split(r"\n\s*\n", text):
        lines = block.strip("\n").split("\n")
        quoted = all(line.startswith(">") for line in lines if line.strip())
        shown = "<br>".join(escape(line.lstrip("> ") if quoted else line.strip()) for line in lines)
        if shown.strip():
            parts.append(f"<blockquote><p>{shown}</p></blockquote>" if quoted else f"<p>{shown}</p>")
    return "".join(parts)
