"""An evidence map: what Kith holds that supports evidence for the clauses of one edition of a standard.

Titles are descriptions of our own. The text of a standard belongs to who publishes it, and stands nowhere here.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence

UNCHECKED = _(
    "Nobody here has checked the maps against the standards’ own texts. They show what Kith holds that supports"
    " evidence for a clause. Whether the clause is met is for an auditor to judge, who has the text."
)


@dataclass(frozen=True)
class Row:
    """One clause.

    Attributes:
        clause: its number in the standard, or that of several which belong together.
        title: what it is about, in words of our own.
        checks: keys of checks that say something about it.
        counts: keys of counters whose records say something about it.
        beyond: what it asks for and Kith holds no record of; "": nothing that we know of.
    """

    clause: str
    title: Sentence
    checks: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    beyond: Sentence = ""


@dataclass(frozen=True)
class Map:
    """The clauses of one standard that the map speaks of.

    Attributes:
        key: in addresses and stored rows; never changed.
        standard: what it is called.
        edition: which one the map was made for.
        about: what the standard is for, in words of our own.
        scope: which of its clauses stand here, and which do not.
        unit: what a clause is called there, with %(clause)s for its number.
    """

    key: str
    standard: str
    edition: str
    about: Sentence
    scope: Sentence
    unit: Sentence
    rows: tuple[Row, ...]

    def row(self, clause: str) -> Row | None:
        """The row of a clause, if it has one."""
        return next((row for row in self.rows if row.clause == clause), None)

    def called(self, row: Row) -> str:
        """A row's clause as people say it: “Control 5.15”, “Stage 3”."""
        return str(self.unit) % {"clause": row.clause}
