"""The database in a backup: one file for each engine. Neither restores the other's."""

from typing import Protocol

from django.db import connection

from kith.backups.container import Opened, Packing
from kith.backups.engines import postgres, sqlite


class Engine(Protocol):
    """How a database goes into a backup and comes out of it."""

    def dump(self, packing: Packing, /) -> None:
        """Write the database as it is at one moment."""

    def is_empty(self) -> bool:
        """Whether there is nothing that a restore would destroy."""

    def load(self, opened: Opened, /) -> None:
        """Make the empty database what it was."""

    def hashes(self, opened: Opened, /) -> dict[str, str]:
        """SHA-256 of each part as the database has it now, in the form in which it stands in the backup."""


def ours() -> Engine:
    """The engine of this installation's database."""
    return postgres if connection.vendor == "postgresql" else sqlite
