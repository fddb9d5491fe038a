"""What a file is, told by its content. A name is only believed where the content agrees."""

import re
from dataclasses import dataclass
from pathlib import PurePath

UNKNOWN = "application/octet-stream"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
VTT, SUBRIP = "text/vtt", "application/x-subrip"  # transcripts: who says what, and when
HEAD = 8_192  # bytes of a file's beginning that are enough to tell what it is

# Only what a browser can do nothing with but show. SVG and HTML run scripts, so they are only downloaded.
SAFE_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # older or password-protected Office
)
_PARTS = ((b"word/", WORD), (b"xl/", SHEET), (b"ppt/", SLIDES))
_NAMED = {".docx": WORD, ".xlsx": SHEET, ".pptx": SLIDES}
_TEXTS = {".md": "text/markdown", ".markdown": "text/markdown", ".csv": "text/csv", ".srt": SUBRIP}
_RECORDED = frozenset({".weba", ".webm"})  # as browsers name what they record
_FRAMES = frozenset({b"\xfb", b"\xf3", b"\xf2", b"\xfa"})  # of MPEG layer 3, without a tag before them
_NAMED_AS_HTML = frozenset({".html", ".htm", ".xhtml", ".shtml", ".svg", ".svgz", ".mht"})
_SVG = re.compile(rb"<(?:[a-z0-9_.-]+:)?svg[\s>/]", re.IGNORECASE)
# The signs by which browsers take a text for HTML, and some that only hostile files start with.
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|img|meta|link"
    rb"|object|embed|form|input|base|svg|math|video|audio|details)[\s>/]",
    re.IGNORECASE,
)
_XML = re.compile(rb"<\?xml|<!doctype", re.IGNORECASE)
_DOCUMENT = re.compile(rb"<!doctype\s+html|<html[\s>]|<script[\s>]", re.IGNORECASE)
_COMMENTS = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Kind:
    """A file's media type, and whether a page may show it instead of offering it for download."""

    media_type: str
    safe_inline: bool

    @property
    def served_as(self) -> str:
        """The media type to send: what a browser could run is sent as unknown bytes."""
        acts = self.media_type in {"text/html", "image/svg+xml", "application/xml"}
        return UNKNOWN if acts else self.media_type


def sniff(data_head: bytes, name: str) -> Kind:
    """The kind of the file called `name` that begins with `data_head` (HEAD bytes or the whole file)."""
    media_type = _binary(data_head, name) or _text(data_head, name) or UNKNOWN
    return Kind(media_type, media_type in SAFE_INLINE)


def _binary(head: bytes, name: str) -> str | None:
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _boxed(head, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(head, name)
    return _sound(head, PurePath(name).suffix.lower())


def _sound(head: bytes, suffix: str) -> str | None:
    """Sound without a sign of its own that nothing else has."""
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return "audio/webm" if suffix in _RECORDED else "video/webm"
    frames = head[:1] == b"\xff" and head[1:2] in _FRAMES
    return "audio/mpeg" if frames and suffix == ".mp3" else None


def _boxed(head: bytes, name: str) -> str | None:
    """MP4 and its kin say in their first box what they hold."""
    brand = head[8:12]
    if brand in {b"avif", b"avis"}:
        return "image/avif"
    if brand in {b"M4A ", b"M4B "} or PurePath(name).suffix.lower() == ".m4a":
        return "audio/mp4"
    return "video/mp4" if brand in {b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"} else None


def _zip(head: bytes, name: str) -> str:
    """Office files are zip files; the names of their parts stand in the clear."""
    for part, media_type in _PARTS:
        if part in head:
            return media_type
    named = _NAMED.get(PurePath(name).suffix.lower())
    return named if named and b"[Content_Types].xml" in head else "application/zip"


def _text(head: bytes, name: str) -> str | None:
    plain = _without_zeros(head)
    start = _COMMENTS.sub(b"", plain.lstrip(b"\xef\xbb\xbf\xff\xfe")).lstrip()
    if _SVG.search(plain) and start[:1] == b"<" and not _begins_as_html(start):
        return "image/svg+xml"
    if _HTML.match(start) or _is_html_document(plain):
        return "text/html"
    if _XML.match(start):
        return "application/xml"
    if not _is_text(plain):
        return None
    if PurePath(name).suffix.lower() in _NAMED_AS_HTML:  # no sign of it yet, but a browser goes by the name too
        return "text/html"
    spoken = plain.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT")
    return VTT if spoken else _TEXTS.get(PurePath(name).suffix.lower(), "text/plain")


def _begins_as_html(start: bytes) -> bool:
    found, svg = _HTML.match(start), _SVG.match(start)
    return found is not None and svg is None


def _is_html_document(head: bytes) -> bool:
    return _DOCUMENT.search(head) is not None and not _is_source(head)


def _is_source(head: bytes) -> bool:
    """Text that speaks of HTML but does not begin with a tag, such as a page of documentation."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] != b"<"


def _without_zeros(head: bytes) -> bytes:
    """UTF-16 text as if it were Latin letters, so that its tags show."""
    pairs = max(len(head) // 2, 1)
    zeros = head.count(0)
    marked = head[:2] in {b"\xff\xfe", b"\xfe\xff"}
    return head.replace(b"\x00", b"") if marked or pairs * 0.6 < zeros <= pairs * 1.1 else head


def _is_text(head: bytes) -> bool:
    if not head:
        return True
    odd = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in head)
    return odd == 0
