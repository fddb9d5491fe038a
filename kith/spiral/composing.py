"""The draft that a session makes of what was said in it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.knowledge.models import Attachment, Item
from kith.spiral import knowing
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
    doers = knowing.named(session.space, {note.owner_id for note in notes if note.owner_id})
    for step in protocol.steps:
        said = [note for note in notes if note.step == step.key]
        if said:
            parts.append(f"## {step.ask}")
            parts += [_bullets(said, doers)] if len(said) > 1 or step.promises else [said[0].words]
    if about:
        parts.append(f"## {_('What it is about')}")
        parts.append("\n".join(f"- [[{item.uid}]]" for item in about))
    if files:
        parts.append(f"## {_('Recordings')}")
        parts += [f"![[{file.uid}]]" for file in files]
    parts.append(f"## {_('Who took part')}")
    parts.append("\n".join(_took_part(session, people)))
    parts.append(f"{protocol.name}, {times.day(session.held_on)}")
    return "\n\n".join(parts) + "\n"


def _took_part(session: Session, people: Sequence[SessionPerson]) -> list[str]:
    """Who took part; where a partner reads the draft too, people of a third firm by their number."""
    firms = knowing.firms(session.space)
    named = [row for row in people if firms is None or row.organisation_id in firms]
    lines = [f"- {_plain(row.person.name)}, {_plain(row.organisation.name)}" for row in named]
    more = len(people) - len(named)
    return [*lines, *([f"- {ngettext('%(n)s more person', '%(n)s more people', more) % {'n': more}}"] if more else [])]


def _bullets(notes: Sequence[Note], doers: set[int]) -> str:
    return "\n".join(f"- {_indented(note.words)}{_who(note, doers)}" for note in notes)


def _indented(words: str) -> str:
    return "\n  ".join(words.splitlines())


def _who(note: Note, doers: set[int]) -> str:
    if note.owner is None or note.due_on is None or note.owner_id not in doers:
        return ""
    return f" ({_plain(note.owner.name)}, {times.day(note.due_on)})"


def _plain(words: str) -> str:
    """A name as it is, whatever Markdown would make of it."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|<>~" else letter for letter in words)
