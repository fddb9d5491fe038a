"""What each side brings, who owns what comes out, and what one may do with what is the other's."""

from django.utils.translation import gettext_lazy as _

from kith.agreements.terms.base import Term
from kith.agreements.terms.shapes import Choice, Count, EachParty, Line, Lines, OneParty, YesNo

FOREGROUND = Choice(
    (
        ("creator", _("Whoever makes them"), _("Results belong to the side whose people made them.")),
        (
            "field",
            _("Divided by field"),
            _("Results belong to the side in whose field, as named here, they fall, whoever made them."),
        ),
        ("joint", _("Both together"), _("Results belong to both together, in equal shares.")),
        ("one", _("One side"), _("All results belong to one side.")),
    )
)

TERMS = (
    Term("work", "work", _("What is done"), Line(_("The work: %(text)s.")), _("In a sentence.")),
    Term("fee", "work", _("What is paid for it"), Line(_("Payment: %(text)s."))),
    Term("host", "work", _("Where the work is done"), OneParty(_("The people work at %(name)s."))),
    Term("employer", "work", _("Who stays their employer"), OneParty(_("%(name)s stays their employer."))),
    Term(
        "background",
        "background",
        _("What each side brings"),
        EachParty(
            _("%(name)s brings, and keeps, what it brings:"),
            _("What %(name)s brings: patents, drawings, processes, software"),
        ),
        _("By name, one a line."),
    ),
    Term(
        "foreground",
        "results",
        _("Who owns the results"),
        FOREGROUND,
    ),
    Term(
        "foreground_fields",
        "results",
        _("Whose fields"),
        EachParty(_("The field of %(name)s:"), _("Field of %(name)s")),
        _("Only where results are divided by field. One a line."),
    ),
    Term(
        "foreground_owner",
        "results",
        _("Which side owns them"),
        OneParty(_("They belong to %(name)s.")),
        _("Only where one side owns all results."),
    ),
    Term(
        "licence_back",
        "results",
        _("The other side may use them in its own firm"),
        YesNo(_("A side that does not own a result may use it in its own firm without paying for it.")),
    ),
    Term(
        "improvements",
        "results",
        _("Improvements of what a side brought"),
        Choice(
            (
                (
                    "owner",
                    _("Belong to who brought it"),
                    _("An improvement of what a side brought belongs to that side."),
                ),
                ("maker", _("Belong to who makes them"), _("An improvement belongs to the side that makes it.")),
            )
        ),
    ),
    Term("licensor", "licence", _("Who gives the licence"), OneParty(_("%(name)s gives the licence to %(others)s."))),
    Term(
        "licensed",
        "licence",
        _("What is licensed"),
        Lines(_("Licensed is:")),
        _("By name, one a line."),
    ),
    Term(
        "exclusivity",
        "licence",
        _("Who else may use it"),
        Choice(
            (
                (
                    "exclusive",
                    _("Nobody, not even the owner"),
                    _("The licence is exclusive: not even the owner uses it."),
                ),
                ("sole", _("The owner"), _("The licence is sole: the owner may use it too, and nobody else.")),
                ("open", _("Others too"), _("The licence is not exclusive: others may be given one.")),
            )
        ),
    ),
    Term("field", "licence", _("For which field"), Line(_("Field of use: %(text)s."))),
    Term("territory", "licence", _("In which countries"), Line(_("Territory: %(text)s."))),
    Term("royalty", "licence", _("What is paid for it"), Line(_("Payment: %(text)s."))),
    Term("assignor", "assignment", _("Who gives it away"), OneParty(_("%(name)s assigns to %(others)s, for good:"))),
    Term(
        "assigned", "assignment", _("What is assigned"), Lines(_("Assigned is:")), _("By name and number, one a line.")
    ),
    Term("price", "assignment", _("What is paid for it"), Line(_("Payment: %(text)s."))),
    Term(
        "publication_review_days",
        "publication",
        _("Days to look before something is published"),
        Count(
            365,
            _("Who wants to publish shows it to the other side %(n)s days before and leaves out what it names."),
        ),
        start=30,
    ),
)
