"""The keys of what lies on the disk: a new one takes over everything, the old one goes only when nothing needs it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db.models import TextField
from django.db.models.functions import Cast

from kith.cli import main
from kith.core.sealing import resealing, ring, words
from kith.files import store
from kith.speakup.models import Report


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    settings.KITH_DATA, settings.KITH_KEYS = tmp_path / "data", tmp_path / "keys"
    settings.KITH_DATA.mkdir()


def test_a_new_key_takes_over_files_and_second_steps_and_the_old_one_can_go(world, capsys):
    secret = generate_totp_secret()
    TOTP.activate(world.people["ada"], secret)
    Authenticator.objects.create(user=world.people["ben"], type=Authenticator.Type.TOTP, data={"secret": "FROM BEFORE"})
    kept = store.keep([b"a drawing"])
    old = ring.current().id
    assert main.main(["keys"]) == 0
    said = capsys.readouterr().out
    assert f"{old} (seals what is new): files 1, second steps 1" in said
    assert "Not sealed: second steps 1." in said

    assert main.main(["keys", "--new"]) == 0
    fresh = ring.current().id
    said = capsys.readouterr().out
    assert re.search(rf"{fresh} \(seals what is new\): files 1, second steps 2", said)
    assert f"{old}: nothing" in said
    assert main.main(["keys", "--drop", old]) == 0
    assert store.read(kept.sha256) == b"a drawing"
    rows = {row.user_id: row for row in Authenticator.objects.all()}
    assert words.unseal(rows[world.people["ada"].pk].data["secret"], "second step") == secret
    assert words.unseal(rows[world.people["ben"].pk].data["secret"], "second step") == "FROM BEFORE"


def test_an_app_s_secret_does_not_lie_open_in_the_database(world):
    secret = generate_totp_secret()
    TOTP.activate(world.people["ada"], secret)
    kept = Authenticator.objects.get(user=world.people["ada"])
    assert secret not in str(kept.data)
    assert words.key_of(kept.data["secret"]) == ring.current().id


def test_a_key_that_something_is_sealed_with_is_not_dropped(world, capsys):
    store.keep([b"a drawing"])
    old = ring.current().id
    ring.draw()
    assert main.main(["keys", "--drop", old]) == 1
    assert "files: 1 are sealed with this key" in capsys.readouterr().err


def test_without_the_keys_of_the_data_nothing_starts(world, capsys):
    here = ring.current().id
    ring.file().unlink()
    assert main.main(["keys"]) == 1
    assert f"sealed with the key {here}, which is not in KITH_KEYS" in capsys.readouterr().err
    assert not ring.file().exists()


def test_what_is_reported_without_a_name_lies_sealed_and_comes_under_a_new_key(world):
    said = {"what": "the guard was taped open"}
    report = Report.objects.create(
        organisation=world.pumps,
        key_sha256="k",
        title="Guard",
        words="Taped open.",
        data=said,
        received_on="2026-03-02",
    )
    raw = Report.objects.annotate(kept=Cast("words", TextField()), also=Cast("data", TextField())).get()
    assert "Taped" not in raw.kept
    assert "guard" not in raw.also
    assert (raw.title, raw.words, raw.data) == ("Guard", "Taped open.", said)
    before = ring.current().id
    fresh = ring.draw().id
    assert resealing.is_due()
    resealing.everything()
    assert not resealing.is_due()
    counted = [part.sealed_with() for part in resealing.parts() if "Report" in part.name]
    assert counted == [{fresh: 1}] * 3
    ring.drop(before)
    assert Report.objects.get(pk=report.pk).data == said
