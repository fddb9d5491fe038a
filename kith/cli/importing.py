"""`kith import`: bring a folder of pages into a space."""

import argparse
import json
import tempfile
from pathlib import Path

from kith.cli import schema
from kith.core.errors import Refused
from kith.exchange import archive_parts, desk, taking_in
from kith.knowledge.importing import command
from kith.knowledge.importing.report import Report
from kith.knowledge.importing.run import import_folder
from kith.knowledge.importing.way import SERIES, Way
from kith.prose import profile


def add(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "folder",
        type=Path,
        help="a folder of Markdown pages, an archive that Kith made, or what the browser takes too: a zip of pages, "
        "an export of another system, a document, a mailbox",
    )
    parser.add_argument("--space", required=True, help="name of the space; it is opened when it is not there")
    parser.add_argument("--as", dest="mail", help="mail address of whoever imports; the first owner by default")
    parser.add_argument("--profile", default="18f", help="how to read template tags and front matter")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def _file(given: argparse.Namespace) -> Report:
    """Bring in a file, under its name: a newer edition changes the pages of the earlier one."""
    by = command.importer(given.mail)
    space = command.space_named(given.space, by)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "desk"
        said = desk.lay(given.folder, given.folder.name, work, tick=lambda done, total: None)
        way = Way(series=f"{SERIES}{given.folder.name[:100]}/")
        report = import_folder(work / desk.PAGES, space, profile.PLAIN, by=by, way=way)
    said.add_to(report)
    return report


def run(given: argparse.Namespace) -> int:
    """Import; 1 when the folder is missing or nobody may."""
    schema.migrate()
    if given.folder.is_dir():
        report = command.bring(given.folder, given.space, given.profile, given.mail)
    elif given.folder.is_file() and archive_parts.is_archive(given.folder):
        by = command.importer(given.mail)
        report = taking_in.take_in(given.folder, command.space_named(given.space, by), by=by)
    elif given.folder.is_file():
        report = _file(given)
    else:
        raise Refused(f"{given.folder} is neither a folder nor a file.")
    for line in report.lines:
        print(f"{line.became:11} {line.outcome:10} {line.path}")
        for note in line.notes:
            print(f"{'':22} {note}")
    sums = report.summary()
    print(
        f"{sums['files_in']} files: {sums['items_out']} pages, {sums['attachments_out']} attachments, "
        f"{len(sums['left_out'])} left out. "
        f"New {sums['new']}, changed {sums['changed']}, unchanged {sums['unchanged']}."
    )
    if given.json:
        print(json.dumps(sums))
    return 0
