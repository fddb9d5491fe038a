"""Taking a file out of the store for good, once nothing names it any more."""

import time

from django.apps import apps
from django.db import models, transaction

from kith.core import disk
from kith.files import store

FRESH = 3600  # seconds within which whoever sent a file says what it belongs to


def after_commit(sha256: str) -> None:
    """Once what no longer names it is committed, take a file away if nothing else does."""
    transaction.on_commit(lambda: let_go(sha256))


def let_go(sha256: str) -> bool:
    """Take a file away for good, unless something names it still; whether it went.

    One that came in within the last hour stays: whoever sent it has perhaps not said yet what it belongs to.
    """
    if is_named(sha256):
        return False
    path = store.path_of(sha256)
    try:
        if path.stat().st_mtime > time.time() - FRESH:
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    disk.settle(path.parent)
    return True


def is_named(sha256: str) -> bool:
    """Whether anything that stands names a file: every column that holds hashes is asked, so that none is forgotten.

    A row that was taken away, and says so by `removed_at`, names nothing.
    """
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        removable = any(field.name == "removed_at" for field in fields)
        for field in fields:
            if isinstance(field, models.CharField) and "sha256" in field.name:
                rows = model._default_manager.filter(**{field.name: sha256})
                if (rows.filter(removed_at=None) if removable else rows).exists():
                    return True
    return False
