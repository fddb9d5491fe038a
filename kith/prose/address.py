"""Addresses in a body: which of them may stand in one, and where they lead."""

import re

IMPORT = "kith-import:"  # a file of the import under way; the importer puts the real address in its place
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
MAX_ADDRESS = 4_000  # characters; browsers and proxies give up long before

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Browsers ignore these inside an address, so "java\nscript:" is a scheme to them.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]")


def scheme(address: str) -> str:
    """The scheme of `address` in small letters, as a browser would read it; empty when it is relative."""
    found = _SCHEME.match(_IGNORED.sub("", address))
    return found.group(1).lower() if found else ""


def is_outside(address: str) -> bool:
    """Whether `address` leads to another site: it names a host."""
    return scheme(address) in {"http", "https"} or _names_a_host(address)


def may_be_kept(address: str) -> bool:
    """Whether `address` may stand in a stored body: of an allowed scheme, relative, or of an import."""
    if not address.strip() or len(address) > MAX_ADDRESS:
        return False
    return scheme(address) in SAFE_SCHEMES | {"", IMPORT.rstrip(":")} and not _names_a_host(address)


def may_be_shown(address: str) -> bool:
    """Whether `address` may stand in a page: an allowed scheme, or relative and starting with `/` or `#`."""
    if not may_be_kept(address) or scheme(address) == IMPORT.rstrip(":"):
        return False
    return bool(scheme(address)) or _IGNORED.sub("", address)[:1] in {"/", "#"}


def may_lead_anywhere(address: str) -> bool:
    """Whether `address` may stand in a page that lies among files of its own: as `may_be_shown`, or relative."""
    return may_be_kept(address) and scheme(address) != IMPORT.rstrip(":")


def _names_a_host(address: str) -> bool:
    """`//host`, `/\\host` and their kin: relative to look at, another site to a browser."""
    start = _IGNORED.sub("", address)[:2]
    return len(start) == 2 and set(start) <= {"/", "\\"}
