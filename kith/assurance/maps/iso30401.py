"""ISO 30401:2018 with Amendment 1:2022: managing knowledge."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.maps.base import Map, Row

ROWS = (
    Row(
        "4.1-4.3",
        _("Who you are, who has a stake in it, and what is to be managed"),
        counts=("partnerships", "aims"),
        beyond=_("Which knowledge counts most for you, and where the system for it ends."),
    ),
    Row(
        "4.4.1-4.4.2",
        _("Gaining knowledge, using it, keeping it, and parting with what is out of date"),
        ("pages_checked", "pages_owned"),
        ("items", "uses", "holders", "sessions", "replaced", "verifications"),
    ),
    Row(
        "4.4.3",
        _("Passing knowledge on: between people, into pages, from page to page, and back into people"),
        counts=("socialization", "externalization", "combination", "internalization", "sessions"),
    ),
    Row(
        "4.4.4",
        _("What makes it possible: people, ways of working, technology, rules, culture"),
        ("policies_noted",),
        ("people", "policies_noted", "meetings"),
        _("Which tools you use beside Kith, and what people think of the culture."),
    ),
    Row(
        "4.5",
        _("A culture in which knowledge is shared"),
        counts=("uses", "lessons", "readings"),
        beyond=_("What people feel: whether they trust each other, and dare to speak."),
    ),
    Row(
        "5",
        _("Leaders take part and set the rules"),
        ("policies_noted",),
        ("policies_asked",),
        _("What leaders themselves do for it, and whether they approved the policy."),
    ),
    Row(
        "6",
        _("Risks, and aims that can be measured"),
        counts=("aims",),
        beyond=_("A list of risks, and a measure for each aim."),
    ),
    Row(
        "7",
        _("What people can do, know of, tell each other, and write down"),
        ("people_trained", "pages_owned"),
        ("trainings_done", "holders", "versions", "verifications"),
        _("A list of all skills that are needed, and a plan of who tells whom what."),
    ),
    Row(
        "8",
        _("Doing it day by day"),
        ("days_kept",),
        ("sessions", "commitments_kept", "requests_answered", "events"),
    ),
    Row(
        "9",
        _("Measuring, auditing, and what management makes of it"),
        counts=("audits_closed", "uses", "minutes"),
        beyond=_("Which minutes are those of a review by management."),
    ),
    Row(
        "10",
        _("Mending what went wrong, and getting better"),
        ("incidents_closed",),
        ("findings_closed", "incidents", "lessons"),
    ),
)

MAP = Map(
    key="iso30401",
    standard="ISO 30401",
    edition="2018 + Amd 1:2022",
    about=_("Managing knowledge."),
    scope=_("All themes of the standard, several clauses in one row where they belong together."),
    unit=_("Clause %(clause)s"),
    rows=ROWS,
)
