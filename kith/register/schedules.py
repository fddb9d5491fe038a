"""When offices want their fees: rules as data, with where they stand and the day on which somebody last read them.

They are a help to remember, no advice: an office's own letter counts. An organisation can replace a rule by its own.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence
from kith.register.models import Kind, Schedule

VERSION = "2026-11"  # of the rules below

FILING, GRANT = Schedule.From.FILING, Schedule.From.GRANT
YEAR, MOST_SAID = 12, 4
YEARS_20, YEARS_25, YEARS_15, YEARS_10 = 240, 300, 180, 120


@dataclass(frozen=True)
class Rule:
    """When the fees of one kind of right at one office are due.

    Attributes:
        months: after how many months, counted from the day of filing or of grant, each fee is due.
        month_end: due on the last day of that month, not on that very day of it.
        grace_months: for how long it can still be paid, with a surcharge.
        term_months: after how many months from filing the right ends for good; 0: it can go on for ever.
        term_from: what the term is counted from.
        source: where the rule stands.
        own: it is the organisation's own.
    """

    office: str
    kind: str
    counted_from: str
    months: tuple[int, ...]
    month_end: bool
    grace_months: int
    term_months: int
    source: Sentence
    term_from: str = FILING
    own: bool = False
    note: Sentence = field(default="")


OFFICES: dict[str, Sentence] = {
    "EPO": _("European Patent Office"),
    "UKIPO": _("UK Intellectual Property Office"),
    "DPMA": _("German Patent and Trade Mark Office"),
    "USPTO": _("United States Patent and Trademark Office"),
    "EUIPO": _("European Union Intellectual Property Office"),
    "WIPO": _("World Intellectual Property Organization, Madrid system"),
}


def _yearly(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1, 12))


def _every(months: int, last: int) -> tuple[int, ...]:
    return tuple(range(months, last + 1, months))


MARK_MONTHS = _every(120, 1200)  # a mark can be renewed for ever; a hundred years of it are reckoned
DESIGN_MONTHS = _every(60, 240)

RULES: tuple[Rule, ...] = (
    Rule(
        "EPO",
        Kind.PATENT,
        FILING,
        _yearly(24, 228),
        True,
        6,
        YEARS_20,
        "EPC Art. 63, 86; Rule 51",
        note=_("While it is an application, from the third year on. After the grant each country wants its own fees."),
    ),
    Rule(
        "UKIPO",
        Kind.PATENT,
        FILING,
        _yearly(48, 228),
        True,
        6,
        YEARS_20,
        "Patents Act 1977 s. 25; Patents Rules 2007 r. 37",
        note=_(
            "From the fifth year on. A patent that is granted late has its first fees together, three months after."
        ),
    ),
    Rule("DPMA", Kind.PATENT, FILING, _yearly(24, 228), True, 6, YEARS_20, "PatG § 16, 17; PatKostG § 3, 7"),
    Rule("USPTO", Kind.PATENT, GRANT, (42, 90, 138), False, 6, YEARS_20, "35 U.S.C. 41(b), 154; 37 CFR 1.362"),
    Rule("DPMA", Kind.UTILITY, FILING, (36, 72, 96), True, 6, YEARS_10, "GebrMG § 23; PatKostG § 3, 7"),
    Rule("EUIPO", Kind.MARK, FILING, MARK_MONTHS, False, 6, 0, "Regulation (EU) 2017/1001 Art. 52, 53"),
    Rule("UKIPO", Kind.MARK, FILING, MARK_MONTHS, False, 6, 0, "Trade Marks Act 1994 s. 42, 43"),
    Rule("DPMA", Kind.MARK, FILING, MARK_MONTHS, False, 6, 0, "MarkenG § 47"),
    Rule(
        "USPTO",
        Kind.MARK,
        GRANT,
        (72, *MARK_MONTHS),
        False,
        6,
        0,
        "15 U.S.C. 1058, 1059",
        note=_("Between the fifth and the sixth year, and with each renewal, use has to be declared."),
    ),
    Rule("WIPO", Kind.MARK, GRANT, MARK_MONTHS, False, 6, 0, "Madrid Protocol Art. 6, 7", term_from=GRANT),
    Rule("EUIPO", Kind.DESIGN, FILING, DESIGN_MONTHS, False, 6, YEARS_25, "Regulation (EC) 6/2002 Art. 12, 13"),
    Rule("UKIPO", Kind.DESIGN, FILING, DESIGN_MONTHS, False, 6, YEARS_25, "Registered Designs Act 1949 s. 8"),
    Rule("DPMA", Kind.DESIGN, FILING, DESIGN_MONTHS, True, 6, YEARS_25, "DesignG § 27, 28; PatKostG § 3, 7"),
    Rule(
        "USPTO",
        Kind.DESIGN,
        GRANT,
        (),
        False,
        0,
        YEARS_15,
        "35 U.S.C. 173",
        term_from=GRANT,
        note=_("There are no fees to keep it."),
    ),
)

BY_PLACE: dict[tuple[str, str], Rule] = {(rule.office, rule.kind): rule for rule in RULES}

# How long after the first filing others can follow with its day (Paris Convention Art. 4 C).
PRIORITY_MONTHS: dict[str, int] = {Kind.PATENT: 12, Kind.UTILITY: 12, Kind.MARK: 6, Kind.DESIGN: 6}


def of(row: Schedule) -> Rule:
    """An organisation's own rule, as it is reckoned with."""
    return Rule(
        office=row.office,
        kind=row.kind,
        counted_from=row.counted_from,
        months=tuple(row.months),
        month_end=row.month_end,
        grace_months=row.grace_months,
        term_months=row.term_months,
        source=row.words,
        own=True,
    )


def fees_said(rule: Rule) -> str:
    """When the fees of one of Kith's rules are due, in years; empty: it has none."""
    if not rule.months:
        return ""
    first, last = rule.months[0], rule.months[-1]
    steps = {after - before for before, after in pairwise(rule.months)}
    what = _("the grant") if rule.counted_from == GRANT else _("the filing")
    if steps == {YEAR}:
        words, years = _("Each year, from %(first)s to %(last)s years after %(what)s."), {"first": first, "last": last}
    elif steps == {first}:
        words, years = _("Every %(step)s years after %(what)s."), {"step": first}
    else:
        shown = ", ".join(f"{each / YEAR:g}" for each in rule.months[:MOST_SAID])
        on = len(rule.months) > MOST_SAID
        words = _("Years after %(what)s: %(all)s and so on.") if on else _("Years after %(what)s: %(all)s.")
        return words % {"what": what, "all": shown}
    return words % {"what": what, **{name: f"{months / YEAR:g}" for name, months in years.items()}}


def office_name(office: str) -> Sentence:
    """What an office is called: its full name, or the name under which somebody entered it."""
    return OFFICES.get(office, office)
