"""Taking files out of the store for good, once nothing names them any more.

What lets go of a file notes so in its own transaction. The file goes an hour later at the earliest, and never while a
backup is made: the database that lies in it may name the file still.
"""

import time
from datetime import timedelta

from django.apps import apps
from django.db import models

from kith.core import clock, disk
from kith.core.alone import alone
from kith.core.errors import Refused
from kith.files import store
from kith.files.models import Going

FRESH = timedelta(hours=1)  # within which whoever sent a file says what it belongs to
MANY = 200  # at a time


def note(sha256: str) -> None:
    """Note that something lets go of a file, in the caller's transaction."""
    Going.objects.create(sha256=sha256, since=clock.now())


def sweep() -> int:
    """Take away what is to go and nothing names; how many files. What is not ripe yet is left for the next time."""
    try:
        with alone("backup", "A backup is being made."):
            rows = Going.objects.filter(since__lt=clock.now() - FRESH).order_by("since", "pk")[:MANY]
            return sum(_settle(row) for row in list(rows))
    except Refused:
        return 0


def _settle(row: Going) -> bool:
    path = store.path_of(row.sha256)
    gone = False
    if not is_named(row.sha256):
        try:
            if path.stat().st_mtime > time.time() - FRESH.total_seconds():
                return False  # somebody sent the same bytes again, and has not said yet what they belong to
            path.unlink()
            disk.settle(path.parent)
            gone = True
        except FileNotFoundError:
            pass
    row.delete()
    return gone


def is_named(sha256: str) -> bool:
    """Whether anything names a file: every column that holds hashes is asked, so that none is forgotten.

    Rows that say of themselves that they are taken away for good (`removed_for_good`) name nothing.
    """
    for model in apps.get_models():
        if model is Going:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField) and "sha256" in field.name:
                rows = model._default_manager.filter(**{field.name: sha256})
                if (rows.filter(removed_at=None) if hasattr(model, "removed_for_good") else rows).exists():
                    return True
    return False
