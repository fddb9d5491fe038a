"""Who sees how it stands with backups, when one is due, and what is never cleared away."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from kith.backups import making, queries, tasks
from kith.backups.container import Manifest, opened, packing
from kith.backups.engines import sqlite
from kith.backups.models import Backup, Trial
from kith.core import clock
from kith.identity.models import Organisation
from tests import walk


@pytest.fixture
def backed_up(world, tmp_path):
    """Makes a row as a run leaves it, so many days ago, and its file."""

    def make(days, *, failed="", tried=None):
        begun = clock.now() - timedelta(days=days)
        row = Backup.objects.create(
            begun_at=begun,
            finished_at=begun + timedelta(minutes=1),
            failed=failed,
            name=f"kith-{days}.backup",
            folder=str(tmp_path.resolve()),
            size=3_456_789,
            sha256="" if failed else "ab" * 32,
            key_id="0123456789abcdef",
        )
        making.path_of(row).write_bytes(b"sealed")
        if tried is not None:
            failed = "" if tried else "tables/audit_event is not what was backed up."
            Trial.objects.create(
                backup=row,
                begun_at=begun + timedelta(hours=1),
                finished_at=begun + timedelta(hours=2),
                seconds=754,
                within=14_400,
                compared=81,
                failed=failed,
            )
        return row

    return make


@pytest.fixture
def folder(settings, tmp_path):
    settings.KITH_BACKUPS = str(tmp_path)
    return tmp_path


def asked():
    return sorted(DBTaskResult.objects.values_list("task_path", flat=True).filter(task_path__contains="backups"))


def test_owners_of_the_founder_see_every_run_and_may_have_one_made(world, folder, backed_up, work):
    backed_up(0.1, tried=True)
    backed_up(3, failed="The folder cannot be written, or its disk is full.")
    page = walk.said(walk.browser(world, "ada").get("/protect/backups"))
    assert "There is a backup of the last two days, and the last trial held." in page
    assert "13 min of 240 minutes allowed" in page
    assert "3.3" in page
    assert "The folder cannot be written" in page
    assert "Make one now" in page
    answer = walk.browser(world, "ada").post("/protect/backups/new", follow=True)
    assert "A backup is being made" in walk.said(answer)
    assert asked() == ["kith.backups.tasks.make"]


def test_a_partner_s_keeper_sees_that_it_holds_and_nothing_of_how_much_there_is(world, folder, backed_up):
    assert Organisation.objects.order_by("pk").first() == world.pumps
    backed_up(0.1, tried=True)
    cleo = walk.browser(world, "cleo")
    page = walk.said(cleo.get("/protect/backups"))
    assert "the last trial held" in page
    for hidden in ("3.3", "kith-0", "abab", "0123456789abcdef", "Make one now", "Try the newest"):
        assert hidden not in page
    assert cleo.post("/protect/backups/new").status_code == 403
    assert cleo.post("/protect/backups/trial").status_code == 403
    assert not asked()


def test_who_keeps_nothing_finds_no_page(world, backed_up):
    ben = walk.browser(world, "ben")
    assert ben.get("/protect/backups").status_code == 404
    assert ben.post("/protect/backups/new").status_code == 404


def test_where_none_is_made_the_page_says_what_to_do(world, settings):
    settings.KITH_BACKUPS = ""
    ada = walk.browser(world, "ada")
    page = walk.said(ada.get("/protect/backups"))
    assert "No backup was ever made here. Whoever runs this Kith sets KITH_BACKUPS" in page
    assert "Make one now" not in page
    assert "has to say first where backups belong" in walk.said(ada.post("/protect/backups/new", follow=True))
    assert "no backup yet that could be tried" in walk.said(ada.post("/protect/backups/trial", follow=True))
    assert not asked()


def test_one_is_made_each_day_one_tried_each_week_and_a_failed_one_again_after_an_hour(world, folder, backed_up):
    tasks.hand_out()
    assert asked() == ["kith.backups.tasks.make"]
    backed_up(0.5)
    tasks.hand_out()
    assert asked() == ["kith.backups.tasks.make", "kith.backups.tasks.try_newest"]
    now = clock.now()
    Trial.objects.create(backup=Backup.objects.get(), begun_at=now, finished_at=now, within=1, compared=1)
    tasks.hand_out()
    assert len(asked()) == 2
    with clock.at(clock.now() + timedelta(hours=13)):
        tasks.hand_out()
        assert len(asked()) == 3, "a day is over"
    backed_up(0.01, failed="No room.")
    tasks.hand_out()
    assert len(asked()) == 3
    with clock.at(clock.now() + timedelta(hours=1)):
        tasks.hand_out()
        assert len(asked()) == 4


def test_without_a_folder_the_clock_asks_for_nothing(world, settings):
    settings.KITH_BACKUPS = ""
    tasks.hand_out()
    assert not asked()


def test_old_ones_are_cleared_away_but_never_the_newest_that_was_proven(world, backed_up, tmp_path):
    rows = [backed_up(days, tried=True if days in {5, 6} else None) for days in range(1, 8)]
    assert making.clear(tmp_path, 3) == 3
    left = [row for row in rows if making.path_of(row).exists()]
    assert left == [*rows[:3], rows[4]], "the newest three, and the newest proven one"
    assert Backup.objects.filter(gone_at=None).count() == 4
    assert making.clear(tmp_path, 3) == 0


@pytest.mark.parametrize(
    ("days", "tried", "said"),
    [
        (3, True, "The newest backup is older than two days."),
        (0.1, None, "No backup was tried yet."),
        (0.1, False, "The last trial did not hold."),
    ],
)
def test_the_page_says_first_what_is_wrong(world, folder, backed_up, days, tried, said):
    backed_up(days, tried=tried)
    assert not queries.standing().holds
    assert said in walk.said(walk.browser(world, "ada").get("/protect/backups"))


def test_a_trial_that_took_longer_than_is_allowed_did_not_hold(world, backed_up):
    row = backed_up(0.1)
    now = clock.now()
    Trial.objects.create(backup=row, begun_at=now, finished_at=now, seconds=61, within=60, compared=5)
    assert not queries.standing().holds


def test_what_an_operator_called_nearly_alike_is_left_where_it_is(settings, tmp_path):
    settings.KITH_DATA = tmp_path
    folder = tmp_path / "backup-on-a-disk"
    for name in ("kith-old.backup", "kith-old.backup.part", "notes.part"):
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"mine")
    lost = tmp_path / f"{sqlite.WORK}abc"
    lost.mkdir()
    making._sweep(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["kith-old.backup", "notes.part"]
    assert not lost.exists()


def test_an_import_that_is_over_meanwhile_stops_no_backup_and_a_lost_file_does(settings, tmp_path):
    settings.KITH_DATA, settings.KITH_KEYS = tmp_path / "data", tmp_path / "keys"
    settings.KITH_DATA.mkdir()
    manifest = Manifest("sqlite", "", [], (0, ""), [], {})
    with (tmp_path / "made").open("wb") as out, packing(out, manifest) as target:
        making._take(target, settings.KITH_DATA / "imports" / "gone" / "sent")
        with pytest.raises(FileNotFoundError):
            making._take(target, settings.KITH_DATA / "files" / "ab" / "abcd")
    with opened(tmp_path / "made") as found:
        assert found.manifest.parts == {}
