"""What an import would do, without doing it: read as it will be read, and nothing written."""

import tempfile
from pathlib import Path

from kith.core.actor import Actor
from kith.files import images, kind
from kith.knowledge.importing import fronts, reading
from kith.knowledge.importing.folder import File
from kith.knowledge.importing.report import Report
from kith.knowledge.importing.run import Run, batches, begin, notes
from kith.knowledge.importing.way import Way
from kith.knowledge.models import Space
from kith.prose import canonical
from kith.prose.profile import Profile


def plan(root: Path, space: Space, profile: Profile, *, by: Actor, way: Way) -> Report:
    """The report of an import as it would be now.

    Raises:
        NotADirectoryError: there is no such folder.
        Unseen, Denied: the space is not hers to write in.
    """
    run = begin(root, space, profile, by=by, way=way)
    with reading.ahead(reading.Reader(profile, run.catalogue), batches(run)) as coming:
        for batch in coming:
            for key, page in batch.items():
                label = fronts.label(run.sources[key].front, key)
                if isinstance(page, canonical.TooLarge):
                    run.report.add(label, "left out", str(page))
                else:
                    run.named |= run.named_by(key, page)
                    run.report.add(label, "page", _outcome(run, key), notes(run, key, page), page.title)
                way.tick()
    with tempfile.TemporaryDirectory(dir=root.parent) as work:
        for key, file in run.files.items():
            if not file.is_page:
                refused = _refusal(file, Path(work) / "picture")
                run.report.add(key, "left out" if refused else "attachment", refused or "kept")
    return run.report


def _outcome(run: Run, key: str) -> str:
    item = run.items.get(key)
    if item is None or item.current is None:
        return "new"
    return "unchanged" if item.source_sha256 == run.files[key].sha256 else "changed"


def _refusal(file: File, work: Path) -> str:
    """Why a file would not be taken in: only pictures can be refused once they are there."""
    with file.place.open("rb") as opened:
        found = kind.sniff(opened.read(kind.HEAD), file.path.name)
    if not found.safe_inline:
        return ""
    try:
        images.clean(file.place, work)
    except images.Refused as error:
        return str(error.args[0])
    return ""
