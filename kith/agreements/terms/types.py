"""The types of agreement: what each is for, and which terms it has besides those that all have."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence

_SECRECY = (
    *("others", "duties_first", "marking", "oral_confirm_days", "exclusions", "compelled", "residuals"),
    "no_reverse_engineering",
)
_SAFETY = ("personal_data", "safety", "audit_right", "export_control")
_END = ("termination_events", "certificate_days", "backups", "knowledge_after", "until_public")
_LAW = ("special", "liability_cap", "insurance", "dispute_path", "governing_law", "jurisdiction", "counsel")
_RESULTS = ("foreground", "foreground_fields", "foreground_owner", "licence_back", "improvements")
_ALL = (*_SECRECY, *_SAFETY, *_END, *_LAW)


@dataclass(frozen=True)
class Type:
    """One type of agreement.

    Attributes:
        key: in `Agreement.Kind`.
        use: what it is for, in a sentence.
        terms: the keys of its terms.
        needs: of these, what it cannot go out for signature without.
        protects: it counts as an agreement on data protection.
    """

    key: str
    use: Sentence
    terms: tuple[str, ...]
    needs: tuple[str, ...] = ()
    protects: bool = False


_TYPES = (
    Type("nda_mutual", _("Both sides show each other something in confidence, and nothing more is agreed yet."), _ALL),
    Type(
        "nda_one_way",
        _("One side shows something in confidence, the other only receives."),
        ("discloser", *_ALL),
        needs=("discloser",),
    ),
    Type(
        "mou",
        _("You write down what you mean to do together before the real agreement. Say which parts bind."),
        ("binding", "work", *_ALL),
        needs=("binding",),
    ),
    Type(
        "collaboration",
        _("You work on something together, each with its own people and money."),
        ("work", "background", *_RESULTS, "publication_review_days", *_ALL),
        needs=("foreground",),
    ),
    Type(
        "joint_development",
        _("You develop something new together and must know beforehand whose it will be."),
        ("work", "background", *_RESULTS, "publication_review_days", *_ALL),
        needs=("foreground", "background"),
    ),
    Type(
        "licence",
        _("One side lets the other use what stays its own."),
        ("licensor", "licensed", "exclusivity", "field", "territory", "royalty", "improvements", *_ALL),
        needs=("licensor", "licensed", "exclusivity"),
    ),
    Type(
        "assignment",
        _("Ownership of something passes to the other side for good."),
        ("assignor", "assigned", "price", *_ALL),
        needs=("assignor", "assigned"),
    ),
    Type(
        "data_transfer",
        _("Samples, materials or data sets change hands for a stated use."),
        ("discloser", *_RESULTS, "publication_review_days", *_ALL),
    ),
    Type(
        "data_processing",
        _("One side works with personal data on the other’s behalf and by its instructions."),
        (
            "processor",
            "data_kinds",
            "data_subjects",
            "sub_processors",
            "breach_hours",
            "safety",
            "audit_right",
            *_END,
            *_LAW,
        ),
        needs=("processor", "data_kinds", "data_subjects"),
        protects=True,
    ),
    Type(
        "joint_controllers",
        _("Both sides decide together why and how personal data is used."),
        (
            "controllers",
            "data_kinds",
            "data_subjects",
            "data_basis",
            "breach_hours",
            "safety",
            "audit_right",
            *_END,
            *_LAW,
        ),
        needs=("controllers", "data_kinds", "data_subjects"),
        protects=True,
    ),
    Type(
        "consultancy",
        _("One side is paid for advice or work; say whose the results are."),
        ("work", "fee", "background", *_RESULTS, *_ALL),
        needs=("work", "foreground"),
    ),
    Type(
        "secondment",
        _("People of one side work at the other for a time and come back."),
        ("work", "host", "employer", *_RESULTS, *_ALL),
        needs=("host", "employer", "foreground"),
    ),
    Type(
        "staff_ip",
        _("Who works for the other side, as a contractor or through a firm, passes on what is made there."),
        ("work", "background", *_RESULTS, *_ALL),
        needs=("foreground",),
    ),
)

TYPES = {row.key: row for row in _TYPES}
