"""Importing a folder: every file accounted for, nothing twice, links that work, nothing from outside the folder."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kith.core.errors import Unseen
from kith.knowledge.importing import reading
from kith.knowledge.importing.run import import_folder
from kith.knowledge.models import Attachment, Item, Version
from kith.prose import pages, profile
from kith.prose.catalogue import Catalogue

SHARED = Path(os.environ.get("KITH_SHARED", Path(__file__).parents[4] / "shared"))
HANDBOOK = SHARED / "corpora" / "18f-handbook"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pages" / "casting").mkdir(parents=True)
    (tmp_path / "pages" / "casting.md").write_text("---\ntitle: Casting\n---\nSee [venting](casting/vent.md).\n")
    (tmp_path / "pages" / "casting" / "vent.md").write_text(
        "# Vent the core\n\nBack to [casting](../casting.md). ![jig](../../jig.png) [secret](../../../etc/passwd)\n"
    )
    (tmp_path / "pages" / "melting").mkdir()
    (tmp_path / "pages" / "melting" / "pour.md").write_bytes("Grüße ünd Öl".encode("utf-16"))
    (tmp_path / "jig.png").write_bytes(png())
    (tmp_path / "notes.txt").write_text("Words that no page names")
    (tmp_path / "fake.png").write_text("<html><script>alert(1)</script></html>")
    (tmp_path / "leak.md").symlink_to("/etc/hostname")
    (tmp_path / ".hidden").write_text("x")
    return tmp_path


def png():
    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return out.getvalue()


def bring(world, root, space):
    return import_folder(root, space, profile.shipped("18f"), by=world.actor("ada"))


def test_every_file_is_accounted_for_and_links_work(world, folder):
    space = world.space("Handbook")
    report = bring(world, folder, space)
    sums = report.summary()
    assert sums["files_in"] == sums["items_out"] + sums["attachments_out"] + len(sums["left_out"])
    assert sums["items_out"] == 3
    assert {row["file"] for row in sums["left_out"]} == {"leak.md", ".hidden"}
    casting = Item.objects.get(title="Casting")
    vent = Item.objects.get(title="Vent the core")
    pour = Item.objects.get(source_key="pages/melting/pour.md")
    assert vent.parent == casting
    assert pour.parent.title == "Melting"
    assert "Grüße ünd Öl" in pour.current.text
    assert f'href="/items/{vent.uid}"' in casting.current.html
    assert f'href="/items/{casting.uid}"' in vent.current.html
    assert f'src="/files/{vent.attachments.get().uid}"' in vent.current.html
    assert "passwd" not in vent.current.html
    assert any("passwd" in note for line in report.lines for note in line.notes)
    assert Attachment.objects.get(name="fake.png").media_type == "text/html"


def test_running_it_again_changes_nothing_and_a_changed_file_becomes_a_new_version(world, folder):
    space = world.space("Handbook")
    bring(world, folder, space)
    versions, files = Version.objects.count(), Attachment.objects.count()
    again = bring(world, folder, space).summary()
    assert (again["new"], again["changed"], again["folders_out"]) == (0, 0, 0)
    assert (Version.objects.count(), Attachment.objects.count()) == (versions, files)
    (folder / "pages" / "casting" / "vent.md").write_text("# Vent the core\n\nWith 3 mm.\n")
    changed = bring(world, folder, space).summary()
    assert changed["changed"] == 1
    assert Item.objects.get(title="Vent the core").current.number == 2


def test_the_outsider_cannot_import_into_the_space(world, folder):
    space = world.space("Handbook")
    with pytest.raises(Unseen):
        import_folder(folder, space, profile.shipped("18f"), by=world.actor("dan"))
    assert not space.items.exists()


class Dying(reading.Reader):
    """Reads well here, and takes its process with it anywhere else."""

    def __init__(self, profile_, catalogue):
        super().__init__(profile_, catalogue)
        self.home = os.getpid()

    def read(self, batch):
        if os.getpid() != self.home:
            os._exit(9)
        return super().read(batch)


@pytest.mark.parametrize("kind", [reading.Reader, Dying])
def test_pages_are_read_ahead_in_order_even_when_the_process_that_reads_dies(kind):
    plain = profile.PLAIN
    sources = {f"page{n}.md": pages.open_page(f"# Page {n}\n\nwords".encode()) for n in range(2 * reading.FEW)}
    rows = list(sources.items())
    batches = [dict(rows[start : start + 10]) for start in range(0, len(rows), 10)]
    reader = kind(plain, Catalogue(list(sources), [], plain))
    with reading.ahead(reader, batches) as coming:
        found = {path: page.title for read in coming for path, page in read.items()}
    assert list(found.items()) == [(f"page{n}.md", f"Page {n}") for n in range(2 * reading.FEW)]


def test_the_real_handbook_comes_in_whole(world):
    if not HANDBOOK.is_dir():
        if os.environ.get("KITH_REQUIRE_ALL"):
            pytest.fail(f"{HANDBOOK} is missing")
        pytest.skip("the handbook is not beside the project")
    space = world.space("Handbook")
    report = bring(world, HANDBOOK, space)
    sums = report.summary()
    on_disk = sum(path.is_file() for path in HANDBOOK.rglob("*"))
    assert sums["files_in"] == on_disk
    assert sums["items_out"] == sum(1 for _ in HANDBOOK.rglob("*.md")) == 247
    assert sums["files_in"] == sums["items_out"] + sums["attachments_out"] + len(sums["left_out"])
    assert all(row["file"].endswith(".html") for row in sums["left_out"])
    assert not Version.objects.filter(html__contains="kith-import:").exists()
    again = bring(world, HANDBOOK, space).summary()
    assert (again["new"], again["changed"]) == (0, 0)
