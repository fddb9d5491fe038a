"""The templates that Kith brings along, until an organisation writes its own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kith.knowledge.models import Item

TEXTS: dict[str, str | Promise] = {
    Item.Kind.ARTICLE: "",
    Item.Kind.HOW_TO: _(
        "## What it is for\n\n"
        "When one does this, and what comes out of it.\n\n"
        "## What you need\n\n"
        "- Tools, material, papers, the people to ask\n\n"
        "## Steps\n\n"
        "1. What is done, by whom, and why just so\n\n"
        "## How you know that it worked\n\n"
        "What to look at or measure, and what to do when it is not so.\n"
    ),
    Item.Kind.LESSON: _(
        "## What we expected\n\n"
        "The aim, and what the plan rested on.\n\n"
        "## What happened\n\n"
        "What was different, in figures where there are any.\n\n"
        "## Why\n\n"
        "The causes that we know of, and those that we only suspect.\n\n"
        "## What we do from now on\n\n"
        "What to keep, what to change, and where else it applies.\n"
    ),
}
