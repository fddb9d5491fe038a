"""What sealing costs: files kept and read under the seal beside the same in the clear, and a backup with its trial."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.rig import Figures, timed
from kith.backups import making, trying
from kith.backups.models import Backup
from kith.files import store

FILE = 64 * 1024 * 1024  # bytes
PART = 1024 * 1024
FILES, SMALL = 500, 200_000  # that the backup holds, and bytes of each
RUNS = 5


def run(full: bool) -> Figures:
    """Ratios to the same work in the clear: hash, write, fsync; read. Then a backup of some files, and its trial."""
    data = os.urandom(PART)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "clear"
        figures: Figures = {
            "keep_ratio": _best(lambda: store.keep([data] * (FILE // PART))) / _best(lambda: _clear(path, data)),
        }
        kept = store.keep([data] * (FILE // PART))
        figures["read_ratio"] = _best(lambda: store.read(kept.sha256)) / _best(path.read_bytes)
        figures["first_bytes_ms"] = _best(lambda: store.opened(kept.sha256).read(1000)) * 1000
        for _each in range(FILES):
            store.keep([os.urandom(SMALL)])
        folder = Path(place) / "backups"
        figures["backup_s"] = timed(lambda: making.make(folder))
        row = Backup.objects.latest("pk")
        figures["backup_mb"], figures["backup_files"] = row.size / 1e6, row.files
        trial = trying.try_out(row)
        figures["trial_s"], figures["trial_held"] = trial.seconds, trial.held
    for name, value in figures.items():
        print(f"{name}: {value:.2f}" if isinstance(value, float) else f"{name}: {value}")
    return figures


def _clear(path: Path, data: bytes) -> None:
    digest = hashlib.sha256()
    with path.open("wb") as out:
        for _part in range(FILE // PART):
            digest.update(data)
            out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _best(work: Callable[[], object]) -> float:
    """Seconds of the quickest of some runs."""
    return min(timed(work) for _run in range(RUNS))
