"""What the store keeps, and what it does not."""

from pathlib import Path
from typing import Any

import pytest

from kith.core.errors import Refused
from kith.files import store


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.KITH_DATA = tmp_path
    return tmp_path / "files"


def kept(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_of_a_file_that_is_reworked_only_the_reworked_one_stays(folder: Path) -> None:
    def without_the_place(came: Path, reworked: Path) -> bool:
        reworked.write_bytes(came.read_bytes().replace(b"CANARY", b""))
        return True

    stored = store.keep([b"CANARY pic", b"ture"], without_the_place)
    assert stored.path.read_bytes() == b" picture"
    assert stored.size == 8
    assert kept(folder) == [b" picture"]


def test_the_same_bytes_are_kept_once(folder: Path) -> None:
    assert store.keep([b"same"], lambda came, reworked: False) == store.keep([b"sa", b"me"])
    assert kept(folder) == [b"same"]


def test_of_a_file_that_is_refused_nothing_stays(folder: Path) -> None:
    def refuse(came: Path, reworked: Path) -> bool:
        raise Refused("No.", "file")

    for chunks, rework in (([], None), ([b"x"], refuse)):
        with pytest.raises(Refused):
            store.keep(chunks, rework)
    assert kept(folder) == []
