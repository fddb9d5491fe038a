"""What people copy from the address line when they mean a page."""

import re

_ITEM = re.compile(r"(?:^|/items/)([0-9a-z]{12})(?![0-9a-z])")


def item_uid(words: str) -> str:
    """The id of the item whose address, or id, somebody copied; empty when there is none in it."""
    found = _ITEM.search(words.strip())
    return found[1] if found else ""


def item_uids(words: str) -> tuple[str, ...]:
    """The ids of the items whose addresses stand one a line, each once; a line without one counts as an empty id."""
    return tuple(dict.fromkeys(item_uid(line) for line in words.splitlines() if line.strip()))
