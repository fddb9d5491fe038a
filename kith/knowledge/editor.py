"""What the editor's page needs: the document, its tools and its words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.identity.queries import name_of
from kith.knowledge import together
from kith.knowledge.models import Item
from kith.ui.signs import initials


@dataclass(frozen=True)
class Tool:
    """A button of the toolbar, and a line of the menu that "/" opens."""

    deed: str
    icon: str
    words: str
    only: str = ""  # shown only inside of a table
    slash: bool = True


@dataclass(frozen=True)
class Editor:
    """An item's text, open to be written in by several people."""

    document: str
    person_id: int
    firm_id: int  # for which she writes: others of it are drawn as hers, the rest as the other side's
    name: str
    letters: str
    tools: list[list[Tool]]
    words: dict[str, Any]
    lent: bool  # to somebody of another organisation
    keep: bool  # whether her browser may keep a copy, for times without a connection


def of(item: Item, by: Actor) -> Editor:
    """The editor of an item, for somebody who may write in it."""
    name = name_of(by.person)
    return Editor(
        document=together.document(item),
        person_id=by.person,
        firm_id=by.organisation,
        name=name,
        letters=initials(name),
        tools=_tools(),
        words=_words(),
        lent=item.organisation_id != by.organisation,
        keep=together.may_keep(item, by),
    )


def _tools() -> list[list[Tool]]:
    return [
        [
            Tool("heading2", "heading", _("Heading")),
            Tool("bold", "bold", _("Bold"), slash=False),
            Tool("italic", "italic", _("Italic"), slash=False),
            Tool("code", "code", _("Code"), slash=False),
            Tool("link", "link", _("Link")),
            Tool("comment", "message-circle", _("Comment on this"), slash=False),
        ],
        [
            Tool("bullets", "list", _("List")),
            Tool("numbers", "list-ordered", _("Numbered list")),
            Tool("tasks", "list-checks", _("Things to do")),
            Tool("quote", "quote", _("Quote")),
            Tool("note", "info", _("Note")),
            Tool("warning", "triangle-alert", _("Warning")),
            Tool("codeBlock", "square-code", _("Code block")),
            Tool("rule", "minus", _("Line across")),
        ],
        [
            Tool("table", "table", _("Table")),
            Tool("rowAfter", "between-horizontal-start", _("Row below"), only="table"),
            Tool("columnAfter", "between-vertical-start", _("Column after"), only="table"),
            Tool("rowAway", "fold-vertical", _("Take this row away"), only="table", slash=False),
            Tool("columnAway", "fold-horizontal", _("Take this column away"), only="table", slash=False),
            Tool("tableAway", "trash-2", _("Take the table away"), only="table", slash=False),
            Tool("picture", "image", _("Picture")),
            Tool("file", "paperclip", _("File")),
        ],
        [
            Tool("undo", "undo-2", _("Undo"), slash=False),
            Tool("redo", "redo-2", _("Redo"), slash=False),
        ],
    ]


def _words() -> dict[str, Any]:
    return {
        "text": _("Text"),
        "insert": _("What comes here"),
        "link": _("Link to"),
        "people": _("Name somebody"),
        "fileNotOpen": _("a file that is not open to you"),
        "notOpen": _("a page that is not open to you"),
        "address": _("Address of the link"),
        "alone": _("Nobody else"),
        "uploading": _("Uploading %s…"),
        "notUploaded": _("It was not uploaded. Check the connection and try again."),
        "notYet": _("Not published: your last words are not saved yet. Wait for “Saved”, then try again."),
        "states": {
            "opening": _("Opening…"),
            "saving": _("Saving…"),
            "saved": _("Saved"),
            "offline": _("Not saved: no connection"),
            "signed-out": _("Not saved: you are signed out"),
            "closed": _("Closed to you"),
        },
        "help": {
            "kept": _(
                "Go on writing: your text is kept on this device and joins the others’ when the connection is back."
            ),
            "offline": _("Your text stays on this page until the connection is back. Do not close it."),
            "signed-out": _("Sign in again in another tab. Your text is kept here and is saved then."),
            "closed": _("You may no longer write here. What you typed before was saved; what you type now is not."),
        },
    }
