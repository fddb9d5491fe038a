"""The keys with which this installation seals what it keeps. New things are sealed with the last one drawn; the others
stay, because something sealed with them may still lie in a backup."""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from kith.core import keyfiles
from kith.core.errors import Refused

FILE = "data.keys"
NOTE = "sealed-with"  # in KITH_DATA: the ids of the keys that are needed to read what lies there
SIZE = 32  # bytes: AES-256
ID_SIZE = 8  # bytes


class KeyMissing(Refused):
    """Something is sealed with a key that is not here."""

    def __init__(self, key_id: str) -> None:
        super().__init__(
            _(
                "This was sealed with the key %(id)s, which is not in KITH_KEYS. Without that key nobody can read it: "
                "put the file data.keys of the installation that it comes from there."
            )
            % {"id": key_id}
        )
        self.key_id = key_id


@dataclass(frozen=True)
class Key:
    """A key of 32 bytes; its id is the beginning of its SHA-256, and tells nothing of it."""

    secret: bytes

    @property
    def id(self) -> str:
        """16 hex digits."""
        return hashlib.sha256(b"kith key id" + self.secret).hexdigest()[: 2 * ID_SIZE]

    def derived(self, salt: bytes, purpose: bytes) -> bytes:
        """A key of 32 bytes for one thing (HKDF-SHA-256, RFC 5869), so that no two things share a key and a nonce."""
        return HKDF(SHA256(), SIZE, salt, purpose).derive(self.secret)


def file() -> Path:
    """Where the keys lie."""
    return Path(settings.KITH_KEYS) / FILE


def held() -> tuple[Key, ...]:
    """All keys, the oldest first; the first one is drawn when there are none.

    Raises:
        KeyMissing: there are none, and what lies in KITH_DATA was sealed with others.
    """
    place = file()
    if not place.exists():
        require(needed())  # a new key would make believe that what lies here can be read
        keyfiles.keep_drawn(place, _lines([_drawn()]))
        note(key.id for key in _lined(place))
    state = place.stat()  # another process may have drawn a new one
    return _read(place, state.st_mtime_ns, state.st_ino)


def current() -> Key:
    """The key with which new things are sealed."""
    return held()[-1]


def by_id(key_id: str) -> Key:
    """The key with that id.

    Raises:
        KeyMissing: it is not here.
    """
    found = next((key for key in held() if key.id == key_id), None)
    if found is None:
        raise KeyMissing(key_id)
    return found


def draw() -> Key:
    """Draw a new key; from now on it is the current one, in every process."""
    with keyfiles.alone(file()):
        fresh = _drawn()
        kept = [*held(), fresh]
        keyfiles.replace(file(), _lines(kept))
        note(key.id for key in kept)
        return fresh


def drop(key_id: str) -> None:
    """Take a key away for good. What is still sealed with it is lost with it.

    Raises:
        Refused: it is the current one, or not here.
    """
    with keyfiles.alone(file()):
        if by_id(key_id) == current():
            raise Refused(_("This is the key with which new things are sealed. Draw another one first."))
        kept = [key for key in held() if key.id != key_id]
        note(key.id for key in kept)
        keyfiles.replace(file(), _lines(kept))


def needed() -> list[str]:
    """The ids of the keys that are needed to read what lies in KITH_DATA, as noted there."""
    try:
        return (Path(settings.KITH_DATA) / NOTE).read_text().split()
    except FileNotFoundError:
        return []


def require(some: list[str]) -> None:
    """Stop when one of the keys is not here.

    Raises:
        KeyMissing: it names the first.
    """
    here = {key.id for key in _lined(file())} if file().exists() else set()
    for key_id in some:
        if key_id not in here:
            raise KeyMissing(key_id)


def note(some: Iterable[str]) -> None:
    """Note in KITH_DATA the ids of the keys that are needed to read what lies there."""
    keyfiles.replace(Path(settings.KITH_DATA) / NOTE, "".join(f"{key_id}\n" for key_id in some).encode())


def _drawn() -> Key:
    return Key(secrets.token_bytes(SIZE))


def _lines(some: Sequence[Key]) -> bytes:
    return "".join(f"{key.id} {base64.b64encode(key.secret).decode()}\n" for key in some).encode()


@lru_cache(maxsize=4)
def _read(place: Path, _changed_at: int, _node: int) -> tuple[Key, ...]:
    return _lined(place)


def _lined(place: Path) -> tuple[Key, ...]:
    found = tuple(Key(base64.b64decode(line.split()[1])) for line in place.read_text().splitlines() if line.strip())
    if not found or any(len(key.secret) != SIZE for key in found):
        raise Refused(_("The file data.keys in KITH_KEYS is damaged. Put a copy of it there."))
    return found
