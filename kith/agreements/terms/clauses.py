"""The clauses of an agreement in their order, and what each means to those who sign."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence


@dataclass(frozen=True)
class Clause:
    """A heading of the text, and its meaning in plain words, which is shown beside it and is no part of it."""

    key: str
    heading: Sentence
    meaning: Sentence


_ALL = (
    Clause(
        "binding",
        _("What binds"),
        _("A letter of intent is mostly a promise to talk. Only the parts named here can be enforced."),
    ),
    Clause(
        "share",
        _("What may be shared"),
        _("Nobody has to share anything. What is held more closely than this level cannot be shared: Kith refuses it."),
    ),
    Clause(
        "purposes",
        _("What it may be used for"),
        _("Any other use breaks the agreement, also inside the partner’s own firm. For more, amend it first."),
    ),
    Clause(
        "people",
        _("Who may see it"),
        _("Kith lets in nobody else. Who leaves the firm, or the team, loses access the same moment."),
    ),
    Clause(
        "secrecy",
        _("What is secret"),
        _("Says what counts as told in confidence, and what nobody can keep from the other side."),
    ),
    Clause("work", _("The work"), _("What is done for whom. It says nothing yet of who owns what comes out of it.")),
    Clause(
        "background",
        _("What each side brings"),
        _("What is listed here stays its owner’s. What is not listed is argued about later."),
    ),
    Clause(
        "results",
        _("Who owns the results"),
        _("Settle it before the work begins. Owning together sounds fair and is the hardest to live with."),
    ),
    Clause("licence", _("The licence"), _("What one side may do with what stays the other’s, where, and for what.")),
    Clause("assignment", _("What is assigned"), _("Ownership passes for good. A licence would leave it where it is.")),
    Clause(
        "publication",
        _("Publishing"),
        _("A paper or a talk before the filing can cost the patent. This gives the other side time to look."),
    ),
    Clause(
        "data",
        _("Personal data"),
        _("Data about people has rules of its own, and an agreement of its own. A secrecy clause is not enough."),
    ),
    Clause(
        "safety",
        _("Keeping it safe"),
        _("What each side does so that what it was shown stays where it belongs."),
    ),
    Clause("liability", _("Liability and insurance"), _("How much one side can owe the other when something is lost.")),
    Clause(
        "time",
        _("How long"),
        _("Access opens and closes with these days by itself. Nobody has to remember to close it."),
    ),
    Clause("special", _("Besides"), _("What no other clause says, in words of your own.")),
    Clause(
        "end",
        _("What happens at the end"),
        _("Access closes. Copies taken before cannot be called back, so this says what is done with them."),
    ),
    Clause(
        "survival",
        _("How long it stays secret"),
        _("Secrecy outlives the agreement. Kith keeps the day and reminds both sides of it."),
    ),
    Clause("law", _("Disputes and law"), _("Where and how you argue when you must, and by which law.")),
)

CLAUSES = {clause.key: clause for clause in _ALL}
