"""What the API says and takes. Ids are the opaque ones of the addresses."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from ninja import Field, Schema

from kith.core.classification import Classification


class Named(Schema):
    """Something with an id and a name."""

    id: str = Field(examples=["4m8wq2zt6c1x"])
    name: str = Field(examples=["Brightforge Castings"])


class Person(Named):
    """A person of one's own organisation."""

    role: str = Field(examples=["member"])


class Partnership(Schema):
    """A partnership, from the reader's side."""

    id: str
    title: str = Field(examples=["Sound volute castings"])
    partner: Named


class Agreement(Schema):
    """An agreement and where it stands."""

    id: str
    title: str = Field(examples=["Mutual NDA 2026"])
    status: str = Field(examples=["in force"])
    starts_on: date
    ends_on: date
    zone: str = Field(examples=["Europe/London"])
    ceiling: int = Field(examples=[2], description="0 public, 1 internal, 2 partner, 3 restricted")
    partner: Named


class Row(Schema):
    """An item in a list."""

    id: str
    title: str = Field(examples=["Pour the volute at 1,385 °C and vent the core"])
    kind: str = Field(examples=["lesson"])
    whose: str = Field(examples=["theirs"], description="ours, theirs or shared")
    organisation: str = Field(examples=["Tarnside Pumps"])
    verified: str = Field(examples=["ok"], description="ok, due or none")
    changed_at: datetime


class Page(Schema):
    """A page of items; `next` is the cursor of the following one."""

    items: list[Row]
    next: str | None


class Attachment(Schema):
    """A file of an item."""

    id: str
    name: str = Field(examples=["jig.pdf"])
    media_type: str
    size: int = Field(description="bytes")
    url: str


class Under(Schema):
    """An agreement under which an item is open to the reader or to partners, and until when."""

    agreement: str
    until: datetime


class Item(Row):
    """An item as a whole."""

    version: int
    classification: int
    markdown: str
    under: list[Under]
    attachments: list[Attachment]
    may: list[str] = Field(examples=[["use"]])


class NewItem(Schema):
    """An item to publish."""

    space: str
    title: str
    markdown: str = ""
    kind: Literal["article", "howto", "lesson"] = "article"
    classification: Classification = Classification.INTERNAL
    parent: str | None = None


class Text(Schema):
    """A new text for an item."""

    title: str
    markdown: str
    note: str = ""


class NewUse(Schema):
    """What an item did for somebody."""

    outcome: Literal["hours", "problem", "quality", "nothing"]
    hours: Decimal | None = None
    words: str = ""


class Use(NewUse):
    """A report of use."""

    person: str
    organisation: str
    used_at: datetime


class Utilisation(Schema):
    """The knowledge utilisation rate; `rate` and the interval are null without enough data."""

    due: int
    used: int
    rate: float | None
    low: float | None
    high: float | None
    missing: int
    formula: int


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    field: str | None = None
