"""The four modes of the spiral, the places they need, and how each is done (domain/seci.md, A1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence


class Mode(models.TextChoices):
    """From what to what knowledge passes."""

    SOCIALIZATION = "S", _("Socialization: from person to person")
    EXTERNALIZATION = "E", _("Externalization: from a person to a page")
    COMBINATION = "C", _("Combination: from pages to a page")
    INTERNALIZATION = "I", _("Internalization: from a page to a person")


@dataclass(frozen=True)
class Ba:
    """The place a mode needs. Nonaka named it anew with others in 2000; both names are in use."""

    in_1998: Sentence
    in_2000: Sentence


BA: Mapping[str, Ba] = {
    Mode.SOCIALIZATION: Ba(_("originating"), _("originating")),
    Mode.EXTERNALIZATION: Ba(_("interacting"), _("dialoguing")),
    Mode.COMBINATION: Ba(_("cyber"), _("systemising")),
    Mode.INTERNALIZATION: Ba(_("exercising"), _("exercising")),
}
SHORT: Mapping[str, Sentence] = {
    Mode.SOCIALIZATION: _("Person to person"),
    Mode.EXTERNALIZATION: _("Person to page"),
    Mode.COMBINATION: _("Pages to page"),
    Mode.INTERNALIZATION: _("Page to person"),
}
METHODS: Mapping[str, Mapping[str, Sentence]] = {
    Mode.SOCIALIZATION: {
        "mentoring": _("Mentoring"),
        "shadowing": _("Watching somebody do it"),
        "pairing": _("Doing it together"),
        "visit": _("Visiting each other"),
        "problem": _("Solving a problem together"),
        "peer_assist": _("Peer assist"),
        "secondment": _("Working on the other side for a time"),
    },
    Mode.EXTERNALIZATION: {
        "aar": _("After-action review"),
        "retrospect": _("Retrospect"),
        "interview": _("Interview"),
        "story": _("Story"),
        "aloud": _("Thinking aloud"),
        "written": _("Written down from what somebody said"),
    },
    Mode.COMBINATION: {
        "synthesis": _("Synthesis"),
        "practice": _("Best practice"),
        "comparison": _("Comparison"),
        "curation": _("Put in order"),
    },
    Mode.INTERNALIZATION: {
        "demonstration": _("Shown that one can do it"),
        "practice_run": _("Practised under supervision"),
        "simulation": _("Simulation or drill"),
        "use": _("Put to use"),
    },
}


def method_name(method: str) -> Sentence:
    """A method in words."""
    return next((names[method] for names in METHODS.values() if method in names), method)


class Role(models.TextChoices):
    """What somebody was in a conversion."""

    SOURCE = "source", _("Knew it")
    RECIPIENT = "recipient", _("Learned it")
    FACILITATOR = "facilitator", _("Helped, or looked on")


class Proof(models.TextChoices):
    """What shows that a conversion was one."""

    LOG = "session_log", _("Notes of the session")
    VERSION = "document_version", _("A version of a page")
    OBSERVATION = "observation", _("Somebody saw it")
    USE = "use_report", _("A report of use")
    RECORDING = "recording", _("A recording")
