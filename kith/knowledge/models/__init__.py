"""What is known, and what is said about it."""

from kith.knowledge.models.arrangements import Arrangement
from kith.knowledge.models.beginnings import Template, TemplateVersion
from kith.knowledge.models.items import (
    DEEPEST,
    SEGMENT,
    SEVERAL,
    Acceptance,
    AccessRequest,
    Attachment,
    Draft,
    Holder,
    Item,
    Space,
    Use,
    Verification,
    Version,
    segment,
)
from kith.knowledge.models.readings import Reading
from kith.knowledge.models.records import Record, Relation
from kith.knowledge.models.releases import Release
from kith.knowledge.models.sources import Source
from kith.knowledge.models.threads import BESIDE, MOST_QUOTED, Comment, Thread

__all__ = [
    "BESIDE",
    "DEEPEST",
    "MOST_QUOTED",
    "SEGMENT",
    "SEVERAL",
    "Acceptance",
    "AccessRequest",
    "Arrangement",
    "Attachment",
    "Comment",
    "Draft",
    "Holder",
    "Item",
    "Reading",
    "Record",
    "Relation",
    "Release",
    "Source",
    "Space",
    "Template",
    "TemplateVersion",
    "Thread",
    "Use",
    "Verification",
    "Version",
    "segment",
]
