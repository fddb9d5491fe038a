"""Personal data, liability, time, end and law."""

from django.utils.translation import gettext_lazy as _

from kith.agreements.terms.base import Term
from kith.agreements.terms.shapes import Choice, Count, EachParty, Line, Lines, OneParty, YesNo

TERMS = (
    Term(
        "personal_data",
        "data",
        _("Personal data is among it"),
        YesNo(_("Personal data is among what is shared. It is shared only under an agreement on data protection.")),
        _("Nothing can be shared until a data processing agreement, or one between joint controllers, is in force."),
    ),
    Term(
        "processor",
        "data",
        _("Who works on the data for the other"),
        OneParty(_("%(name)s processes it for %(others)s.")),
    ),
    Term("data_kinds", "data", _("Which data"), Lines(_("The data:")), _("One kind a line.")),
    Term("data_subjects", "data", _("About whom"), Lines(_("It is about:")), _("One group a line.")),
    Term("data_basis", "data", _("On what legal ground"), Line(_("Legal ground: %(text)s."))),
    Term(
        "controllers",
        "data",
        _("Who does what"),
        EachParty(_("%(name)s is responsible for:"), _("What %(name)s is responsible for")),
        _("Telling people, answering them, reporting a breach. One a line."),
    ),
    Term(
        "sub_processors",
        "data",
        _("Others may help with it after the other side agreed"),
        YesNo(_("Further processors may be used after the other side has agreed in writing.")),
    ),
    Term(
        "breach_hours",
        "data",
        _("Hours to report a breach"),
        Count(72, _("A breach is reported to the other side within %(n)s hours of being noticed.")),
        _("The law gives 72 hours to tell the authority."),
        24,
    ),
    Term(
        "special",
        "special",
        _("What else you agree"),
        Lines(_("Besides, the sides agree:")),
        _("One sentence a line. Have your lawyer read it."),
    ),
    Term("liability_cap", "liability", _("Most that one side owes the other"), Line(_("Liability ends at: %(text)s."))),
    Term("insurance", "liability", _("Insurance that each side keeps"), Line(_("Each side keeps insured: %(text)s."))),
    Term(
        "termination_events",
        "time",
        _("What ends it at once"),
        Lines(_("Either side may end it at once when this happens:")),
        _("One a line, for example: insolvency, a change of control, a breach not mended in 30 days."),
    ),
    Term(
        "certificate_days",
        "end",
        _("Days to return or destroy, and to confirm it"),
        Count(
            365, _("What is to be done with copies is done, and confirmed in writing, within %(n)s days of the end.")
        ),
        start=30,
    ),
    Term(
        "backups",
        "end",
        _("Copies in backups may run out by themselves"),
        YesNo(_("Copies in backups may stay until they are overwritten, and stay secret until then.")),
        start=True,
    ),
    Term(
        "knowledge_after",
        "end",
        _("What was learned and is in use"),
        Choice(
            (
                ("none", _("Stops being used"), _("What was learned stops being used.")),
                (
                    "licence",
                    _("Goes on under a licence"),
                    _("What was learned may go on being used only under a licence."),
                ),
                ("free", _("May go on being used"), _("What was learned and is in use may go on being used.")),
                (
                    "item",
                    _("Decided thing by thing"),
                    _("What may go on being used is decided for each thing at the end."),
                ),
            )
        ),
    ),
    Term(
        "until_public",
        "survival",
        _("Trade secrets stay secret until they are public"),
        YesNo(_("What is a trade secret stays secret until it becomes public through no fault of the receiver.")),
        start=True,
    ),
    Term(
        "dispute_path",
        "law",
        _("When you disagree"),
        Choice(
            (
                (
                    "talk",
                    _("Talk, then a court"),
                    _("First the heads of both firms talk; if that fails, a court decides."),
                ),
                (
                    "mediation",
                    _("Talk, mediate, then a court"),
                    _("First the heads of both firms talk, then a mediator helps; if that fails, a court decides."),
                ),
                (
                    "arbitration",
                    _("Talk, then arbitrate"),
                    _("First the heads of both firms talk; if that fails, arbitrators decide instead of a court."),
                ),
            )
        ),
        start="mediation",
    ),
    Term(
        "governing_law",
        "law",
        _("By which law"),
        Line(_("The law of %(text)s holds.")),
        _("For example: England and Wales."),
    ),
    Term("jurisdiction", "law", _("At which court, or place"), Line(_("Place: %(text)s."))),
)
