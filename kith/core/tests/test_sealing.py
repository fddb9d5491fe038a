"""What lies on the disk is read with the installation's keys, whole and unchanged, or not at all."""

import io
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.sealing import ring, streams, words

SIZES = [0, 1, streams.PIECE - 1, streams.PIECE, streams.PIECE + 1, 3 * streams.PIECE, 3 * streams.PIECE + 7]


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    settings.KITH_DATA, settings.KITH_KEYS = tmp_path / "data", tmp_path / "keys"
    return tmp_path


def sealed(data, *, at_once=10_000):
    out = io.BytesIO()
    streams.pour((data[at : at + at_once] for at in range(0, len(data), at_once)), out)
    return out.getvalue()


def unsealed(box):
    return streams.reader(io.BytesIO(box)).read()


@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_any_size_comes_back_as_it_was(size):
    data = os.urandom(size)
    box = sealed(data)
    assert unsealed(box) == data
    assert data[:16] not in box or size < 16
    assert streams.is_sealed(box)
    assert not streams.is_sealed(data)


@given(st.lists(st.tuples(st.integers(0, 3 * streams.PIECE + 20), st.integers(0, 70_000)), max_size=6))
def test_any_part_of_it_is_what_it_would_be_in_the_clear(parts):
    data = bytes(range(256)) * (3 * streams.PIECE // 256) + b"the rest"
    clear, behind = io.BytesIO(data), streams.reader(io.BytesIO(sealed(data)))
    for start, size in parts:
        assert behind.seek(start) == clear.seek(start)
        assert behind.read(size) == clear.read(size)
        assert behind.tell() == clear.tell()
    assert behind.seek(-5, os.SEEK_END) == clear.seek(-5, os.SEEK_END)
    assert behind.read() == b" rest"


@pytest.mark.parametrize("size", [1, streams.PIECE, 2 * streams.PIECE, 2 * streams.PIECE + 5])
def test_a_byte_that_is_changed_anywhere_is_noticed(size):
    data = os.urandom(size)
    box = sealed(data)
    for at in {0, 20, streams.HEADER - 1, streams.HEADER, len(box) // 2, len(box) - 1}:
        changed = bytearray(box)
        changed[at] ^= 1
        if not streams.is_sealed(bytes(changed)):
            continue  # it does not say any more that it is sealed; its hash is not its name then
        with pytest.raises((streams.Broken, ring.KeyMissing)):
            unsealed(bytes(changed))


def test_an_end_cut_off_and_pieces_moved_or_left_out_are_noticed():
    box = sealed(os.urandom(3 * streams.PIECE + 100))
    whole = streams.HEADER + streams.WHOLE
    first, second = box[streams.HEADER : whole], box[whole : whole + streams.WHOLE]
    rest = box[whole + streams.WHOLE :]
    for cut in (len(box) - 1, whole + streams.WHOLE, whole, streams.HEADER, streams.HEADER - 3):
        with pytest.raises(streams.Broken):
            unsealed(box[:cut])
    for moved in (second + first + rest, first + first + rest, second + rest):
        with pytest.raises(streams.Broken):
            unsealed(box[: streams.HEADER] + moved)


def test_a_file_for_one_use_cannot_be_passed_off_as_one_for_another():
    out = io.BytesIO()
    streams.pour([b"a backup"], out, b"kith backup")
    with pytest.raises(streams.Broken):
        unsealed(out.getvalue())


def test_what_was_kept_in_the_clear_before_is_still_read():
    assert unsealed(b"as it was") == b"as it was"
    assert words.unseal("as it was", "here") == "as it was"


def test_short_words_are_read_again_only_where_they_belong():
    kept = words.seal("JBSWY3DP", "account.secret")
    assert "JBSWY3DP" not in kept
    assert words.unseal(kept, "account.secret") == "JBSWY3DP"
    assert words.seal("JBSWY3DP", "account.secret") != kept, "two of the same do not look the same"
    with pytest.raises(words.Broken):
        words.unseal(kept, "webhook.secret")
    with pytest.raises(words.Broken):
        words.unseal(f"{kept[:-6]}AAAA==", "account.secret")


def test_a_new_key_seals_what_is_new_and_the_old_one_still_reads(place):
    old = sealed(b"before")
    first = ring.current()
    fresh = ring.draw()
    assert ring.current() == fresh
    assert streams.key_of(sealed(b"after")) == fresh.id != first.id
    assert unsealed(old) == b"before"
    assert (place / "keys" / "data.keys").stat().st_mode & 0o077 == 0
    ring.drop(first.id)
    with pytest.raises(ring.KeyMissing, match=first.id):
        unsealed(old)
    with pytest.raises(Exception, match="new things are sealed"):
        ring.drop(fresh.id)


def test_without_its_keys_data_is_no_use_and_no_new_key_hides_that(place):
    box = sealed(b"a trade secret")
    here = ring.current().id
    (place / "keys" / "data.keys").unlink()
    with pytest.raises(ring.KeyMissing, match=here):
        unsealed(box)
    with pytest.raises(ring.KeyMissing, match=here):
        sealed(b"more")
    assert not (place / "keys" / "data.keys").exists()


def test_of_many_who_begin_at_once_all_have_the_same_key_and_none_is_lost(place):
    with ThreadPoolExecutor(16) as many:
        ids = set(many.map(lambda _n: ring.current().id, range(64)))
    assert len(ids) == 1
    with ThreadPoolExecutor(8) as many:
        drawn = {key.id for key in many.map(lambda _n: ring.draw(), range(8))}
    assert {key.id for key in ring.held()} == ids | drawn
    assert set(ring.needed()) == ids | drawn
    assert not [path for path in (place / "keys").iterdir() if path.name.startswith(".")]


def test_what_was_begun_under_a_key_that_is_dropped_meanwhile_is_not_called_kept():
    out = io.BytesIO()
    writer = streams.Writer(out)
    writer.write(b"nearly kept")
    first = ring.current().id
    ring.draw()
    ring.drop(first)
    with pytest.raises(ring.KeyMissing):
        writer.close()
