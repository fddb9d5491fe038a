"""Protocols of capture: the questions of each method, as data (domain/seci.md, A4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence
from kith.knowledge.models import Item
from kith.spiral.modes import Mode


@dataclass(frozen=True)
class Step:
    """One question.

    Attributes:
        key: under which its notes are kept.
        ask: the question; it becomes a heading of the page.
        help: what to look for.
        minutes: how long to stay with it; 0 where the method sets no time.
        promises: each answer can name who will do it by when, and becomes a commitment.
    """

    key: str
    ask: Sentence
    help: Sentence = ""
    minutes: int = 0
    promises: bool = False


@dataclass(frozen=True)
class Protocol:
    """A method of capture.

    Attributes:
        key: its method, as a conversion names it.
        about: what it is for.
        rule: what everybody agrees to before it begins.
        kind: of the item that comes out.
        least_items: pages that it has to be about.
        source: somebody is asked, and has to confirm what was written down.
        within: days after what it looks back on in which it should be held; None where it looks back on nothing.
        shows: somebody is seen doing it, so that it proves internalization.
    """

    key: str
    name: Sentence
    mode: str
    about: Sentence
    steps: tuple[Step, ...]
    rule: Sentence = ""
    kind: str = Item.Kind.LESSON
    least_items: int = 0
    source: bool = False
    within: int | None = None
    shows: bool = False


_NO_BLAME = _(
    "We look for what was otherwise than meant, not for who did it. What is said here is not held against anybody."
)
_AAR = (
    Step("meant", _("What was meant to happen?"), _("The aim, and what the plan rested on."), 10),
    Step("happened", _("What did happen?"), _("Facts first, in their order, with figures where there are any."), 15),
    Step("why", _("Why was it different?"), _("Causes that we know, and those that we only suspect."), 15),
    Step("next", _("What do we keep, what do we change?"), _("Each with who does it, by when."), 15, promises=True),
)
PROTOCOLS = (
    Protocol(
        "aar",
        _("After-action review"),
        Mode.EXTERNALIZATION,
        _("Right after something was done, with all who did it: four questions, within a week, in an hour at most."),
        _AAR,
        rule=_NO_BLAME,
        source=True,
        within=7,
    ),
    Protocol(
        "retrospect",
        _("Retrospect"),
        Mode.EXTERNALIZATION,
        _("At the end of a project: the same four questions, and what the next team should know."),
        (
            *_AAR,
            Step(
                "advice",
                _("What do you advise the next team?"),
                _("As if they began on Monday: three things, each with the reason."),
                15,
            ),
        ),
        rule=_NO_BLAME,
        source=True,
    ),
    Protocol(
        "interview",
        _("Harvest interview"),
        Mode.EXTERNALIZATION,
        _("Somebody who knows is asked by a peer, about cases rather than rules; begun months before she leaves."),
        (
            Step("scope", _("What is it about?"), _("Which work, and what would be lost with her."), 5),
            Step("gaps", _("What is written down already, and what is not?"), _("Only the rest is asked."), 10),
            Step(
                "cases",
                _("Which cases show it?"),
                _("Three or four that really happened, each with what was at stake."),
                20,
            ),
            Step(
                "cues",
                _("What was noticed first, and what did it tell?"),
                _("What did you rule out? What would a newcomer have got wrong?"),
                20,
            ),
            Step(
                "package",
                _("How would one pass it on?"),
                _("A page, a picture, an hour side by side: what would have helped you at the start."),
                10,
            ),
            Step("test", _("How can one tell that a successor has it?"), _("A case she should solve alone."), 5),
        ),
        kind=Item.Kind.HOW_TO,
        source=True,
    ),
    Protocol(
        "story",
        _("Story"),
        Mode.EXTERNALIZATION,
        _("One case as it was lived through, told so that others see what was seen."),
        (
            Step("context", _("Where was it, and what was at stake?")),
            Step("trigger", _("What set it going?")),
            Step("turn", _("When did it turn?"), _("The moment at which it was decided, and what was seen in it.")),
            Step("outcome", _("How did it end?")),
            Step("lesson", _("What does one take from it?")),
            Step("limits", _("When does that not hold?")),
        ),
        kind=Item.Kind.STORY,
        source=True,
    ),
    Protocol(
        "pairing",
        _("Pairing log"),
        Mode.SOCIALIZATION,
        _("Two work side by side, and one learns by it: watching, then together, then alone."),
        (
            Step("task", _("What did you do together?")),
            Step("how", _("Who led, and how?"), _("Watched, done together, done alone.")),
            Step("saw", _("What did she see that no page says?")),
            Step("level", _("What can she do now, and what comes next?")),
        ),
        kind=Item.Kind.STORY,
    ),
    Protocol(
        "peer_assist",
        _("Peer assist"),
        Mode.SOCIALIZATION,
        _("Before work begins, people from outside who have done it before are asked."),
        (
            Step("task", _("What lies before us?"), _("What is known, what is not, what worries us."), 15),
            Step("questions", _("What do the guests ask?"), "", 15),
            Step("options", _("What would they do?"), _("All that was offered, each with whose experience it is."), 30),
            Step("taken", _("What do we take up, and who does it?"), "", 15, promises=True),
        ),
    ),
    Protocol(
        "synthesis",
        _("Synthesis"),
        Mode.COMBINATION,
        _("Two or more pages about one question become one: where they agree, where not, and what holds."),
        (
            Step("question", _("Which question do they answer?")),
            Step("agree", _("Where do they agree?")),
            Step("conflict", _("Where do they contradict each other?"), _("And which of them one believes, and why.")),
            Step("holds", _("What do we recommend?")),
            Step("limits", _("Where does that not hold, and when is it looked at again?")),
        ),
        kind=Item.Kind.ARTICLE,
        least_items=2,
    ),
    Protocol(
        "simulation",
        _("Simulation or drill"),
        Mode.INTERNALIZATION,
        _("People go through a case as if it were real, and somebody looks on."),
        (
            Step("scenario", _("What is the case?"), _("Where it begins, and who is who."), 10),
            Step("injects", _("What happens on the way?"), _("Each surprise, and when it is thrown in."), 20),
            Step("expected", _("What should they do?"), _("From the page that is practised.")),
            Step("seen", _("What did they do, and how fast?"), "", 20),
            Step("next", _("What has to be better, and who sees to it?"), "", 10, promises=True),
        ),
        least_items=1,
        shows=True,
    ),
)
BY_KEY: Mapping[str, Protocol] = {protocol.key: protocol for protocol in PROTOCOLS}
