"""What is said about an agreement that is negotiated, and how its text came to be."""

import re
from dataclasses import dataclass

from kith.agreements import policy
from kith.agreements.models import Agreement, Remark, Revision
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.prose import diff

_HEADING = re.compile(r"\d+\. ")  # begins a clause


@dataclass(frozen=True)
class Talk:
    """A remark with its answers."""

    remark: Remark
    answers: list[Remark]
    can_settle: bool


@dataclass(frozen=True)
class Comparison:
    """Two revisions of a text, and what leads from the older to the newer."""

    agreement: Agreement
    revisions: list[Revision]  # the newest first
    older: Revision
    newer: Revision
    rows: list[diff.Row]

    @property
    def changes(self) -> list[tuple[str, list[diff.Row]]]:
        """What changed, under the heading of the clause in which it did; before the first clause, under none."""
        found: list[tuple[str, list[diff.Row]]] = []
        heading = ""
        for row in self.rows:
            words = "".join(text for kind, text in row.runs if kind != "removed")
            if _HEADING.match(words):
                heading = words
                if row.kind == "added":
                    found.append((heading, []))
            elif row.kind != "same":
                if not found or found[-1][0] != heading:
                    found.append((heading, []))
                found[-1][1].append(row)
        return found


def talks(agreement: Agreement, by: Actor) -> dict[str, list[Talk]]:
    """What is said, by the clause's key, the oldest first; what is settled comes last."""
    rows = policy.remarks.annotate(by, policy.remarks.scope(by).filter(agreement=agreement), "settle")
    answers: dict[int, list[Remark]] = {}
    first: list[Remark] = []
    for row in rows.select_related("said_by", "said_for", "settled_by").order_by("pk"):
        if row.answers_id:
            answers.setdefault(row.answers_id, []).append(row)
        else:
            first.append(row)
    found: dict[str, list[Talk]] = {}
    for row in sorted(first, key=lambda row: row.settled_at is not None):
        talk = Talk(row, answers.get(row.pk, []), bool(getattr(row, "can_settle", False)))
        found.setdefault(row.clause, []).append(talk)
    return found


def revisions(agreement: Agreement, by: Actor) -> list[Revision]:
    """How the text stood, as far as the actor may know, the newest first."""
    rows = policy.revisions.scope(by).filter(agreement=agreement)
    return list(rows.select_related("written_by", "written_for").order_by("-number"))


def comparison(uid: str, by: Actor, older: int | None = None, newer: int | None = None) -> Comparison:
    """Two revisions side by side; without numbers, the newest and the one before.

    Raises:
        Unseen: there is no such agreement or revision for her, or only one revision.
    """
    agreement = policy.agreements.scope(by).filter(uid=uid).first()
    if agreement is None:
        raise Unseen("Agreement")
    rows = revisions(agreement, by)
    numbered = {row.number: row for row in rows}
    new = numbered.get(newer) if newer else next(iter(rows), None)
    before = [row for row in rows if new and row.number < new.number]
    old = numbered.get(older) if older else next(iter(before), None)
    if new is None or old is None:
        raise Unseen("Revision")
    changes = diff.compare_blocks(_paragraphs(old.text), _paragraphs(new.text))
    return Comparison(agreement, rows, old, new, changes)


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
