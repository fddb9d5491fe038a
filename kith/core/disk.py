"""What has to be on the disk when we say that it is."""

import os
from pathlib import Path


def settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk: a file that was renamed there is, after this."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
