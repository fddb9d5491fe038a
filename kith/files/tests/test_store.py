"""What the store keeps, and what it does not."""

import hashlib
import os
import time
from pathlib import Path
from typing import Any

import pytest

from kith.core.errors import Refused
from kith.core.sealing import resealing, ring, streams
from kith.files import store


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.KITH_DATA, settings.KITH_KEYS = tmp_path, tmp_path / "keys"
    return tmp_path / "files"


def kept(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_of_a_file_that_is_reworked_only_the_reworked_one_stays(folder: Path) -> None:
    def without_the_place(came: Path, reworked: Path) -> bool:
        reworked.write_bytes(came.read_bytes().replace(b"CANARY", b""))
        return True

    stored = store.keep([b"CANARY pic", b"ture"], without_the_place)
    assert store.read(stored.sha256) == b" picture"
    assert stored.size == 8
    assert kept(folder) == [store.path_of(stored.sha256).read_bytes()]


def test_the_same_bytes_are_kept_once(folder: Path) -> None:
    assert store.keep([b"same"], lambda came, reworked: False) == (stored := store.keep([b"sa", b"me"]))
    assert len(kept(folder)) == 1
    assert store.read(stored.sha256) == b"same"


def test_of_a_file_that_is_refused_nothing_stays(folder: Path) -> None:
    def refuse(came: Path, reworked: Path) -> bool:
        raise Refused("No.", "file")

    for chunks, rework in (([], None), ([b"x"], refuse)):
        with pytest.raises(Refused):
            store.keep(chunks, rework)
    assert kept(folder) == []


def test_on_the_disk_nothing_of_it_can_be_read_without_the_key(folder: Path, tmp_path: Path) -> None:
    secret = b"the slurry is 62 % zircon " * 10_000
    stored = store.keep([secret])
    assert store.read(stored.sha256) == secret
    assert all(b"zircon" not in content for content in kept(folder))
    (tmp_path / "keys" / ring.FILE).unlink()
    with pytest.raises(ring.KeyMissing, match="which is not in KITH_KEYS"):
        store.read(stored.sha256)


def test_with_a_new_key_everything_is_sealed_anew_and_what_was_in_the_clear_too(folder: Path) -> None:
    old = store.keep([b"under the old key"])
    clear = hashlib.sha256(b"from before").hexdigest()
    store.path_of(clear).parent.mkdir(parents=True, exist_ok=True)
    store.path_of(clear).write_bytes(b"from before")
    first, fresh = ring.current(), ring.draw()
    assert store.sealed_with() == {first.id: 1, "": 1}
    assert store.reseal() == 2
    assert store.sealed_with() == {fresh.id: 2}
    assert store.reseal() == 0
    ring.drop(first.id)
    assert (store.read(old.sha256), store.read(clear)) == (b"under the old key", b"from before")


def test_a_file_that_was_put_in_the_place_of_another_is_not_sealed_as_that_one(folder: Path) -> None:
    stored = store.keep([b"the true one"])
    store.path_of(stored.sha256).write_bytes(b"a false one")
    with pytest.raises(streams.Broken):
        store.reseal()
    assert store.path_of(stored.sha256).read_bytes() == b"a false one"


def test_one_damaged_file_does_not_keep_the_others_from_a_new_key(folder: Path) -> None:
    damaged, others = store.keep([b"to be damaged"]), [store.keep([bytes([n]) * 50]) for n in range(5)]
    path = store.path_of(damaged.sha256)
    path.write_bytes(path.read_bytes()[:-3])
    fresh = ring.draw()
    with pytest.raises(streams.Broken, match=damaged.sha256):
        store.reseal()
    assert store.sealed_with()[fresh.id] == 5
    assert all(store.read(each.sha256) for each in others)


def test_once_everything_is_sealed_a_file_in_the_clear_is_not_believed(folder: Path, monkeypatch: Any) -> None:
    stored = store.keep([b"the true one"])
    clear = hashlib.sha256(b"from before").hexdigest()
    store.path_of(clear).parent.mkdir(parents=True, exist_ok=True)
    store.path_of(clear).write_bytes(b"from before")
    assert store.read(clear) == b"from before"
    monkeypatch.setattr(resealing, "is_due", lambda: False)
    store.path_of(stored.sha256).write_bytes(b"a false one")
    with pytest.raises(streams.Broken, match="in the clear"):
        store.read(stored.sha256)


def test_what_was_coming_in_when_its_process_died_is_taken_away_after_a_day(folder: Path) -> None:
    stored = store.keep([b"here for good"])
    for name in ("yesterday", "just-now"):
        (folder / "incoming" / name).mkdir()
        (folder / "incoming" / name / "came").write_bytes(b"in the clear")
    now = time.time()
    os.utime(folder / "incoming" / "yesterday", (now - 90_000, now - 90_000))
    assert store.sweep(now - 86_400) == 1
    assert [path.name for path in (folder / "incoming").iterdir()] == ["just-now"]
    assert store.read(stored.sha256) == b"here for good"
