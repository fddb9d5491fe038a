"""ISO 22301:2019: going on when something is disrupted. Kith holds little of it, and says so."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.maps.base import Map, Row

ROWS = (
    Row(
        "8.2.2",
        _("What it would mean if something stopped, and how long that could be borne"),
        counts=("holders",),
        beyond=_(
            "What a stop would cost over time, and what depends on what. Kith knows only who holds which knowledge."
        ),
    ),
    Row(
        "8.2.3",
        _("What could stop you, and what you do about it"),
        ("insured",),
        ("covers",),
        _("A list of such risks. Kith knows only what is insured."),
    ),
    Row(
        "8.3",
        _("Ways to go on: who or what can step in"),
        counts=("holders", "sessions"),
        beyond=_("Which way was chosen for what, what it costs, and whether it is quick enough."),
    ),
    Row(
        "8.4",
        _("Plans: who does what, who calls whom, and how to get back"),
        beyond=_("A plan for it. A page of yours may be one, and Kith does not know which."),
    ),
    Row(
        "8.5",
        _("Trying it out"),
        ("backups_hold", "restore_tried"),
        beyond=_("Exercises other than restoring a backup: which, when, and what came of them."),
    ),
    Row(
        "8.6",
        _("Looking at the plans again, after exercises and after something happened"),
        ("incidents_closed",),
        ("incidents", "lessons"),
        _("What was changed in a plan because of it."),
    ),
    Row(
        "9",
        _("Measuring, auditing, and what management makes of it"),
        counts=("audits_closed", "minutes"),
        beyond=_("Measures for going on, and which minutes are those of a review by management."),
    ),
    Row(
        "10",
        _("Mending what went wrong, and getting better"),
        ("incidents_closed",),
        ("findings_closed", "lessons"),
    ),
)

MAP = Map(
    key="iso22301",
    standard="ISO 22301",
    edition="2019",
    about=_("Going on when something is disrupted."),
    scope=_("The clauses about doing, measuring and mending. Those about context, leading and planning are left out."),
    unit=_("Clause %(clause)s"),
    rows=ROWS,
)
