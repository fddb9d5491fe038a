"""The report of an import: one line for each file, and sums that fit."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kith.knowledge.importing.way import Made


@dataclass
class Line:
    """What became of one file: `path` is what people know it as, `title` the page's."""

    path: str
    became: str  # page, attachment, left out
    outcome: str  # new, changed, unchanged, or why it was left out
    notes: list[str] = field(default_factory=list)
    title: str = ""


@dataclass
class Report:
    """What an import did. `folders` are pages made for folders that have none of their own."""

    lines: list[Line] = field(default_factory=list)
    folders: int = 0
    made: Made = field(default_factory=Made)

    def add(self, path: str, became: str, outcome: str, notes: list[str] | None = None, title: str = "") -> None:
        """Note what became of a file."""
        self.lines.append(Line(path, became, outcome, notes or [], title))

    def count(self, became: str) -> int:
        """How many files became that."""
        return sum(line.became == became for line in self.lines)

    def outcomes(self) -> Counter[str]:
        """How many files are new, changed, unchanged or left out."""
        return Counter(line.outcome if line.became != "left out" else "left out" for line in self.lines)

    def summary(self) -> dict[str, Any]:
        """The sums, with the reasons for what was left out. Files in are items, attachments and what was left out."""
        outcomes = self.outcomes()
        return {
            "files_in": len(self.lines),
            "items_out": self.count("page"),
            "attachments_out": self.count("attachment"),
            "folders_out": self.folders,
            "new": outcomes["new"],
            "changed": outcomes["changed"],
            "unchanged": outcomes["unchanged"],
            "left_out": [
                {"file": line.path, "reason": line.outcome} for line in self.lines if line.became == "left out"
            ],
        }
