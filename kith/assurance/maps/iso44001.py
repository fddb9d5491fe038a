"""ISO 44001:2017: the eight stages of working together."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.maps.base import Map, Row

ROWS = (
    Row(
        "1",
        _("Seeing where working together would help, and who answers for it"),
        counts=("partnerships",),
        beyond=_("A senior executive who answers for working together, a first list of risks, and where you begin."),
    ),
    Row(
        "2",
        _("Knowing what you want to learn and to give, and with what means"),
        counts=("aims", "holders"),
        beyond=_("A strategy, what skills are missing, chances and risks, and a first thought of how to part."),
    ),
    Row(
        "3",
        _("Judging yourselves: are you fit to work with others"),
        ("people_trained",),
        ("trainings_done", "holders"),
        _("A judgement of your own strengths, and what you do about the gaps."),
    ),
    Row(
        "4",
        _("Choosing a partner"),
        ("shown_in_time",),
        ("agreements_signed",),
        _("By what partners were chosen, and what was found out about them before."),
    ),
    Row(
        "5",
        _("Working together: who decides, by which rules, and what is shared"),
        ("shown_in_time", "told_in_bounds", "foreground_owned"),
        ("agreements_in_force", "meetings", "minutes", "ballots", "decisions", "commitments_kept"),
        _("A list of shared risks, and one plan for the relationship."),
    ),
    Row(
        "6",
        _("Making something of value together"),
        counts=("uses", "lessons", "inventions", "socialization", "externalization", "combination", "internalization"),
        beyond=_("What it was like before, and how the benefit is split."),
    ),
    Row(
        "7",
        _("Staying together"),
        ("looked_through", "days_kept"),
        ("meetings", "commitments_kept", "doors_looked_through"),
        _("How much both sides trust each other, and how content they are."),
    ),
    Row(
        "8",
        _("Parting well"),
        ("exits_done", "none_left_behind"),
        ("agreements_ended", "receipts", "certificates", "doors_closed", "lessons"),
        _("When to part, planned beforehand, and a last talk together."),
    ),
)

MAP = Map(
    key="iso44001",
    standard="ISO 44001",
    edition="2017",
    about=_("Working together with other firms."),
    scope=_("The eight stages of working together. What the standard asks of management stands in other clauses."),
    unit=_("Stage %(clause)s"),
    rows=ROWS,
)
