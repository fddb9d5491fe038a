"""What the operator may set, read once from the environment. `docs/reference/settings.md` is made from this list."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Setting:
    """One variable of the environment: its name, its default as text and its meaning in one sentence."""

    name: str
    default: str
    meaning: str

    def text(self) -> str:
        """The value as the operator wrote it, or the default."""
        return os.environ.get(self.name, self.default)

    def flag(self) -> bool:
        """The value as yes or no."""
        return self.text().strip().lower() in {"1", "true", "yes", "on"}

    def parts(self) -> frozenset[str]:
        """The value as what stands between commas, in lower case."""
        return frozenset(part.strip().lower() for part in self.text().split(",") if part.strip())


KITH_DATA = Setting("KITH_DATA", "data", "Folder that holds the database and the files.")
KITH_KEYS = Setting(
    "KITH_KEYS",
    "",
    "Folder of the installation's private keys, outside KITH_DATA; "
    "by default `kith/<fingerprint of KITH_DATA's path>` in the user's configuration folder.",
)
KITH_URL = Setting("KITH_URL", "http://127.0.0.1:8000", "The address people open; mails and receipts name it.")
KITH_HOSTS = Setting("KITH_HOSTS", "", "Further host names that may be asked for, separated by commas.")
KITH_DEBUG = Setting("KITH_DEBUG", "", "Show error details in the browser. Never on a server that others reach.")
KITH_MAIL = Setting(
    "KITH_MAIL", "file", "`file` (under KITH_DATA/mail), `console`, or `smtp://user:password@host:port`."
)
KITH_MAIL_FROM = Setting("KITH_MAIL_FROM", "Kith <kith@localhost>", "Sender of the mails.")
DATABASE_URL = Setting("DATABASE_URL", "", "`postgres://user:password@host:port/name`; SQLite in KITH_DATA if empty.")
KITH_MEANING = Setting(
    "KITH_MEANING", "on", "Find by meaning beside words, where its models are installed; takes 200 MB of memory."
)
KITH_ANSWERS = Setting(
    "KITH_ANSWERS",
    "",
    "Address of an OpenAI-compatible endpoint, as `http://host:port/v1`, that writes answers from passages "
    "of pages open to the asker. Off if empty: nothing ever leaves this machine.",
)
KITH_ANSWERS_MODEL = Setting("KITH_ANSWERS_MODEL", "", "The model that the endpoint is asked for.")
KITH_ANSWERS_KEY = Setting("KITH_ANSWERS_KEY", "", "The key that the endpoint asks for, if any.")
KITH_ANSWERS_HIGHEST = Setting(
    "KITH_ANSWERS_HIGHEST",
    "1",
    "The highest level whose passages the endpoint is sent: 0 public, 1 inside our company, 2 in confidence, "
    "3 restricted. Trade secrets are never sent.",
)
KITH_ANSWERS_LENT = Setting(
    "KITH_ANSWERS_LENT", "", "Send what partners lent too; only where their agreements allow it."
)
KITH_WEBHOOKS_INSIDE = Setting(
    "KITH_WEBHOOKS_INSIDE",
    "",
    "Receivers of webhooks and sign-in providers that may lie inside your network and speak plain http: `host:port`, "
    "or a host for ports 443 (https) and 80 (http) only, separated by commas. They are open to the organisation that "
    "founded the installation; to all others, and at all other addresses, Kith sends nothing inside.",
)

KITH_BACKUPS = Setting(
    "KITH_BACKUPS",
    "",
    "Folder, on another disk, into which a sealed backup is made each day and from which one is tried each week. "
    "Off if empty. `KITH_KEYS` is never in it: back that up elsewhere.",
)
KITH_BACKUPS_KEPT = Setting("KITH_BACKUPS_KEPT", "14", "How many backups stay; the newest that was tried stays anyhow.")
KITH_RESTORE_WITHIN = Setting(
    "KITH_RESTORE_WITHIN", "240", "Minutes in which everything has to be back; a trial that takes longer does not hold."
)

KITH_SESSION_OUTSIDE = Setting(
    "KITH_SESSION_OUTSIDE",
    "12",
    "Hours after which people of other organisations than the founder sign in anew; its own people do after 14 days.",
)

ALL = [
    KITH_DATA,
    KITH_KEYS,
    KITH_URL,
    KITH_HOSTS,
    KITH_DEBUG,
    KITH_MAIL,
    KITH_MAIL_FROM,
    DATABASE_URL,
    KITH_MEANING,
    KITH_ANSWERS,
    KITH_ANSWERS_MODEL,
    KITH_ANSWERS_KEY,
    KITH_ANSWERS_HIGHEST,
    KITH_ANSWERS_LENT,
    KITH_BACKUPS,
    KITH_BACKUPS_KEPT,
    KITH_RESTORE_WITHIN,
    KITH_SESSION_OUTSIDE,
    KITH_WEBHOOKS_INSIDE,
]


def private(folder: Path) -> Path:
    """The folder, made if it is missing, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret(file: Path) -> str:
    """The secret kept in `file`; drawn and kept at the first call, never world-readable."""
    try:
        return file.read_text()
    except FileNotFoundError:
        drawn = secrets.token_urlsafe(48)
        private(file.parent)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process drew it between the two lines
            return file.read_text()
        with os.fdopen(handle, "w") as out:
            out.write(drawn)
        return drawn


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's description of the database that `url` names; SQLite under `data` when it names none.

    SQLite runs in WAL with IMMEDIATE transactions: deferred ones fail with "database is locked" as soon as two
    writers meet, because a read lock cannot be upgraded while another holds it. A commit waits for the disk (FULL):
    what Kith calls saved must be there after a power cut too (measured: 0.2 ms a commit).
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "kith.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL starts with {parts.scheme!r}; Kith knows postgres://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
