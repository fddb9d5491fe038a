"""Kinds that say all they say in their text, and what is held by people."""

from django.utils.translation import gettext_lazy as _

from kith.knowledge.kinds import steps
from kith.knowledge.kinds.base import Kind
from kith.knowledge.models import Item

_HOW_TO = _(
    "## What it is for\n\n"
    "When one does this, and what comes out of it.\n\n"
    "## What you need\n\n"
    "- Tools, material, papers, the people to ask\n\n"
    "## How you know that it worked\n\n"
    "What to look at or measure, and what to do when it is not so.\n"
)
_LESSON = _(
    "## What we expected\n\n"
    "The aim, and what the plan rested on.\n\n"
    "## What happened\n\n"
    "What was different, in figures where there are any.\n\n"
    "## Why\n\n"
    "The causes that we know of, and those that we only suspect.\n\n"
    "## What we do from now on\n\n"
    "What to keep, what to change, and where else it applies.\n"
)
_STORY = _(
    "## Where it happened\n\n"
    "Who was there, what was at stake, and what everybody expected.\n\n"
    "## What was noticed first\n\n"
    "The cue, and what it told the one who saw it. What she ruled out, and why.\n\n"
    "## What was done\n\n"
    "Step by step, with what a newcomer would have done instead.\n\n"
    "## What it came to\n\n"
    "How it ended, and by what one would know the next case of the kind.\n"
)
_QUESTION = _(
    "## In short\n\n"
    "The answer in a sentence or two.\n\n"
    "## More exactly\n\n"
    "For whom it holds, since when, and where it does not.\n\n"
    "## Where it comes from\n\n"
    "Who answered, and the pages behind it.\n"
)

_POLICY = _(
    "## What it is about\n\n"
    "Whom it binds, and why we have it.\n\n"
    "## What we do\n\n"
    "- One rule a line, so that everybody can tell whether she keeps it\n\n"
    "## What we do not\n\n"
    "- What is not allowed, and what to do instead\n\n"
    "## Whom to ask\n\n"
    "Who answers questions, and whom to tell when something went wrong.\n"
)

KINDS = (
    Kind(Item.Kind.ARTICLE, _("What one should know, in the shape that suits it.")),
    Kind(Item.Kind.HOW_TO, _("How something is done: the steps, by whom, and why."), _HOW_TO, record=steps.RECORD),
    Kind(
        Item.Kind.LESSON, _("What we expected, what happened, why, and what we do from now on."), _LESSON, promises={}
    ),
    Kind(Item.Kind.STORY, _("One case as it was lived through, told so that others see what was seen."), _STORY),
    Kind(Item.Kind.QUESTION, _("A question that comes again and again, with its answer."), _QUESTION),
    Kind(Item.Kind.POLICY, _("Rules that our people keep to, and can be asked to take note of."), _POLICY),
    Kind(Item.Kind.TACIT, _("What people can do and nobody has written down."), written=False),
)
