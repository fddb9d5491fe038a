"""An agreement's text: its clauses in plain words. What is signed is exactly this."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import formats, translation
from django.utils.translation import gettext as _

from kith.access.models import SubjectKind
from kith.agreements.models import Agreement, Party, Recipient
from kith.agreements.terms import catalogue
from kith.agreements.terms.clauses import CLAUSES, Clause
from kith.agreements.terms.shapes import Names
from kith.core.classification import Classification

TWO = 2
ROW = "- "  # begins a row of a list
LANGUAGE = "en-gb"  # the same terms give the same text, whoever asks


@dataclass(frozen=True)
class Said:
    """A clause as an agreement says it: its number, what it is, and its words."""

    number: int
    clause: Clause
    words: str

    @property
    def text(self) -> str:
        """Heading and words as they stand in the text."""
        return f"{self.number}. {self.clause.heading}\n{self.words}"

    @property
    def blocks(self) -> list[list[str]]:
        """Its words as a page sets them: sentences alone, and after the sentence that leads in, the rows of a list."""
        found: list[list[str]] = []
        for line in self.words.splitlines():
            if line.startswith(ROW) and found:
                found[-1].append(line.removeprefix(ROW))
            else:
                found.append([line])
        return found


def write(agreement: Agreement) -> str:
    """The text of an agreement, from its terms, in English."""
    with translation.override(LANGUAGE):
        parties = _parties(agreement)
        between = _(" and ").join(party.organisation.name for party in parties)
        paragraphs = [
            f"{agreement.title}\n{agreement.get_kind_display()}",
            *_amends(agreement),
            _("Between %(parties)s.") % {"parties": between},
            *(row.text for row in clauses(agreement)),
            _("Signed for the parties by:") + "".join(f"\n- {_signatory(party)}" for party in parties),
        ]
    return "\n\n".join(paragraphs) + "\n"


def clauses(agreement: Agreement) -> list[Said]:
    """What an agreement says, clause by clause, in English; clauses that say nothing are left out."""
    with translation.override(LANGUAGE):
        said: dict[str, list[str]] = {key: [] for key in CLAUSES}
        for key, words in _always(agreement):
            said[key].append(words)
        names = names_of(agreement)
        for term in catalogue.of(agreement.kind):
            if term.key in agreement.further:
                said[term.clause].append(term.shape.says(agreement.further[term.key], names))
        full = [(key, words) for key, words in said.items() if words]
        return [Said(n, CLAUSES[key], "\n".join(words)) for n, (key, words) in enumerate(full, 1)]


def names_of(agreement: Agreement) -> Names:
    """The parties' names by the ids of their organisations, in the order of the text."""
    return {party.organisation_id: party.organisation.name for party in _parties(agreement)}


def _parties(agreement: Agreement) -> list[Party]:
    return list(agreement.parties.select_related("organisation", "signatory").order_by("organisation__name", "pk"))


def _always(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """What every agreement says: the clause and the words, in order."""
    yield (
        "share",
        _("Knowledge up to the classification “%(ceiling)s” may be shared.")
        % {"ceiling": Classification(agreement.ceiling).label},
    )
    purposes = agreement.purposes.order_by("pk").values_list("text", flat=True)
    yield "purposes", _listed(_("It may be used for this, and for nothing else:"), purposes)
    yield "people", _listed(_("In Kith it may be seen by:"), _recipients(agreement))
    yield (
        "time",
        _("From %(start)s until %(end)s, that day included, in the time zone %(zone)s.")
        % {"start": _day(agreement.starts_on), "end": _day(agreement.ends_on), "zone": agreement.zone},
    )
    early = (
        _("Any party may end it earlier, for all of them, with %(days)s days’ notice.")
        if agreement.parties.count() > TWO
        else _("Either side may end it earlier with %(days)s days’ notice.")
    )
    yield "time", early % {"days": agreement.notice_days}
    if agreement.renewal_months:
        yield (
            "time",
            _("It renews for %(months)s months each time, unless a side says no at least %(days)s days before it ends.")
            % {"months": agreement.renewal_months, "days": agreement.notice_days},
        )
    yield "time", _("Each side may stop sharing what is its own at any time.")
    yield "end", _("Access closes. %(rule)s.") % {"rule": agreement.get_end_rule_display()}
    yield "end", _("Access that closes cannot call back copies that were taken before.")
    yield "end", _together(agreement)
    yield (
        "survival",
        _("What was seen stays secret for %(months)s months after the end.") % {"months": agreement.survival_months},
    )


def _listed(heading: str, rows: Iterable[str]) -> str:
    return "\n".join([heading, *(f"- {row}" for row in rows)])


def _together(agreement: Agreement) -> str:
    """What becomes of the spaces in which both sides write."""
    if agreement.end_rule == Agreement.EndRule.KEEP:
        end = _("At the end it stays readable to both sides, and neither changes it any more.")
    else:
        end = _("At the end it closes to the other side.")
    return _("A space that one side opens for both to write in stays that side’s.") + " " + end


def _amends(agreement: Agreement) -> list[str]:
    """What an amendment says of itself."""
    if agreement.amends is None:
        return []
    return [
        _("This takes the place of “%(title)s” (fingerprint %(sha)s) when the last party has signed it.")
        % {"title": agreement.amends.title, "sha": agreement.amends.text_sha256[:16]}
        + " "
        + _(
            "What is shared under that agreement stays shared where these terms allow it, and closes where they do not."
        )
    ]


def fingerprint(text: str) -> str:
    """SHA-256 (hex) of a text: what a signature covers."""
    return hashlib.sha256(text.encode()).hexdigest()


def recipient_words(row: Recipient) -> str:
    """One recipient in words."""
    if row.kind == SubjectKind.PERSON and row.person:
        return _("%(name)s of %(organisation)s") % {"name": row.person.name, "organisation": row.organisation.name}
    if row.kind == SubjectKind.TEAM and row.team:
        return _("the team %(name)s of %(organisation)s") % {
            "name": row.team.name,
            "organisation": row.organisation.name,
        }
    return _("everyone at %(organisation)s") % {"organisation": row.organisation.name}


def _recipients(agreement: Agreement) -> list[str]:
    rows = agreement.recipients.select_related("organisation", "person", "team").order_by("organisation__name", "pk")
    return [recipient_words(row) for row in rows]


def _signatory(party: Party) -> str:
    authority = f", {party.authority}" if party.authority else ""
    return f"{party.signatory.name}{authority}, {party.organisation.name}"


def _day(day: object) -> str:
    return formats.date_format(day, "j F Y")  # type: ignore[arg-type]
