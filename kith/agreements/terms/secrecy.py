"""What is secret, who may know, and how it is kept safe."""

from django.utils.translation import gettext_lazy as _

from kith.agreements.terms.base import Term
from kith.agreements.terms.shapes import Choice, Count, Line, Lines, Many, OneParty, YesNo

BINDING = Many(
    (
        ("secrecy", _("Secrecy"), _("secrecy, with everything said here about use and about the end")),
        ("exclusive", _("No parallel talks"), _("that neither side talks with others about the same while it runs")),
        ("costs", _("Costs"), _("that each side bears its own costs")),
        ("law", _("Disputes and law"), _("what is said about disputes and law")),
    ),
    _("This is a statement of intent. Only these parts bind:"),
)

TERMS = (
    Term("binding", "binding", _("Which parts bind"), BINDING, start=["secrecy", "law"]),
    Term(
        "discloser",
        "share",
        _("Which side shows its knowledge"),
        OneParty(_("Only %(name)s shows knowledge; %(others)s receives it.")),
        _("The other side cannot share anything under this agreement."),
    ),
    Term(
        "others",
        "people",
        _("Who else may be told, outside Kith"),
        Many(
            (
                ("advisers", _("Professional advisers"), _("professional advisers")),
                ("affiliates", _("Companies of the same group"), _("companies of the same group")),
                ("subcontractors", _("Subcontractors"), _("subcontractors")),
            ),
            _("Outside Kith it may be passed on, where they need to know and are bound in writing to the same, to:"),
        ),
        _("Nobody else may be. Kith gives no access to them; whoever passes something on answers for it."),
    ),
    Term(
        "duties_first",
        "people",
        _("Each person takes note of the duties before she sees anything"),
        YesNo(_("Each person confirms that she knows these duties before Kith shows her anything under it.")),
        _("Kith asks each person once, keeps when she confirmed, and shows her nothing before."),
        True,
    ),
    Term(
        "marking",
        "secrecy",
        _("What counts as told in confidence"),
        Choice(
            (
                (
                    "label",
                    _("What bears a classification in Kith, or is marked"),
                    _("Told in confidence is what bears a classification in Kith, or is marked as confidential."),
                ),
                (
                    "all",
                    _("Everything that a careful person would take to be so"),
                    _("Told in confidence is everything that a careful person would take to be so, marked or not."),
                ),
            )
        ),
        start="label",
    ),
    Term(
        "oral_confirm_days",
        "secrecy",
        _("Days to confirm in writing what was said or shown"),
        Count(
            365, _("What was told by word of mouth or shown counts if it is confirmed in writing within %(n)s days.")
        ),
        _("For meetings and visits."),
        30,
    ),
    Term(
        "exclusions",
        "secrecy",
        _("What is not secret"),
        Many(
            (
                ("public", _("Public already"), _("what is public, or becomes so through no fault of the receiver")),
                ("prior", _("Known before"), _("what the receiver can show it knew before")),
                ("independent", _("Found independently"), _("what the receiver found on its own")),
                ("third", _("Told by others"), _("what others, free to do so, told the receiver")),
            ),
            _("Not secret is:"),
        ),
        start=["public", "prior", "independent", "third"],
    ),
    Term(
        "compelled",
        "secrecy",
        _("Tell the other side before an authority forces it out"),
        YesNo(
            _(
                "Who is forced by law to disclose tells the other side first where the law allows, and no more than "
                "it must."
            )
        ),
        start=True,
    ),
    Term(
        "residuals",
        "secrecy",
        _("What stays in people’s heads"),
        Choice(
            (
                (
                    "none",
                    _("May not be used"),
                    _("What people remember of the other side’s knowledge may not be used beyond the purposes."),
                ),
                (
                    "limited",
                    _("General skill may be used"),
                    _("People may use the general skill they gained, but nothing secret that they remember."),
                ),
                (
                    "broad",
                    _("Whatever they remember may be used"),
                    _("People may use whatever they remember without having taken it down."),
                ),
            )
        ),
        start="none",
    ),
    Term(
        "no_reverse_engineering",
        "secrecy",
        _("No taking apart of samples, software or parts"),
        YesNo(_("Samples, parts and software are not taken apart or analysed to learn how they are made.")),
        start=True,
    ),
    Term(
        "safety",
        "safety",
        _("Protective measures"),
        Lines(_("Each side takes at least these measures:")),
        _("One a line, for example: screens locked, drawings not sent by mail."),
    ),
    Term(
        "audit_right",
        "safety",
        _("Either side may look whether it is kept"),
        YesNo(_("Either side may look, at a fair notice, whether the other keeps this.")),
    ),
    Term(
        "export_control",
        "safety",
        _("Some of it is under export control"),
        YesNo(
            _(
                "Some of it is under export control. Nobody takes it, or opens it, where the law would need a permit "
                "first."
            )
        ),
        _("Technical data opened in another country counts as an export."),
    ),
    Term(
        "counsel",
        "law",
        _("Lawyer who was consulted"),
        Line(_("Consulted before signature: %(text)s.")),
        _("Name and firm. Needed between firms that compete with each other."),
    ),
)
