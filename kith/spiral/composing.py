"""The draft that a session makes of what was said in it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kith.knowledge.models import Attachment, Item
from kith.spiral.models import Note, Session, SessionPerson
from kith.spiral.protocols import Protocol
from kith.ui import times


def markdown(
    protocol: Protocol,
    session: Session,
    notes: Sequence[Note],
    people: Sequence[SessionPerson],
    about: Sequence[Item],
    files: Sequence[Attachment] = (),
) -> str:
    """The questions that were answered as headings, each note below its own; who took part and what it is about last.

    Pages are named by reference, so that their titles show to whom may see them.
    """
    parts = []
    for step in protocol.steps:
        said = [note for note in notes if note.step == step.key]
        if said:
            parts.append(f"## {step.ask}")
            parts += [_bullets(said)] if len(said) > 1 or step.promises else [said[0].words]
    if about:
        parts.append(f"## {_('What it is about')}")
        parts.append("\n".join(f"- [[{item.uid}]]" for item in about))
    if files:
        parts.append(f"## {_('Recordings')}")
        parts += [f"![[{file.uid}]]" for file in files]
    parts.append(f"## {_('Who took part')}")
    parts.append("\n".join(f"- {_plain(row.person.name)}, {_plain(row.organisation.name)}" for row in people))
    parts.append(f"{protocol.name}, {times.day(session.held_on)}")
    return "\n\n".join(parts) + "\n"


def _bullets(notes: Sequence[Note]) -> str:
    return "\n".join(f"- {_indented(note.words)}{_who(note)}" for note in notes)


def _indented(words: str) -> str:
    return "\n  ".join(words.splitlines())


def _who(note: Note) -> str:
    if note.owner is None or note.due_on is None:
        return ""
    return f" ({_plain(note.owner.name)}, {times.day(note.due_on)})"


def _plain(words: str) -> str:
    """A name as it is, whatever Markdown would make of it."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|<>~" else letter for letter in words)
