"""Conversions, and the sessions in which they are captured."""

from kith.spiral.models.conversions import Confirmation, Conversion, Evidence, Part, Participant, Retraction
from kith.spiral.models.sessions import Note, Session, SessionFile, SessionItem, SessionPerson

__all__ = [
    "Confirmation",
    "Conversion",
    "Evidence",
    "Note",
    "Part",
    "Participant",
    "Retraction",
    "Session",
    "SessionFile",
    "SessionItem",
    "SessionPerson",
]
