"""What the API says and takes. Ids are the opaque ones of the addresses."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, StrictBool

from kith.core.classification import Classification
from kith.knowledge import kinds


class Named(Schema):
    """Something with an id and a name."""

    id: str = Field(examples=["4m8wq2zt6c1x"])
    name: str = Field(examples=["Brightforge Castings"])


class Me(Named):
    """Whose token it is."""

    name: str = Field(examples=["Asha"])
    role: str = Field(examples=["steward"])
    organisation: Named
    scopes: list[str] = Field(examples=[["read", "write"]])


class Person(Named):
    """A person of one's own organisation."""

    name: str = Field(examples=["Asha"])
    role: str = Field(examples=["member"])


class Partnership(Schema):
    """A partnership, from the reader's side."""

    id: str = Field(examples=["4m8wq2zt6c1x"])
    title: str = Field(examples=["Sound volute castings"])
    partner: Named


class Agreement(Schema):
    """An agreement and where it stands."""

    id: str = Field(examples=["4m8wq2zt6c1x"])
    title: str = Field(examples=["Mutual NDA 2026"])
    type: str = Field(examples=["nda_mutual"])
    status: str = Field(examples=["in force"])
    starts_on: date
    ends_on: date
    renews_by_itself: bool
    zone: str = Field(examples=["Europe/London"])
    ceiling: int = Field(examples=[2], description="0 public, 1 internal, 2 partner, 3 restricted")
    partners: list[Named] = Field(description="the other parties")


class Signing(Schema):
    """Who signs for a party, and when she did."""

    organisation: Named
    signatory: str = Field(examples=["Lena"])
    signed_at: datetime | None


class Opened(Schema):
    """One thing that an agreement holds open now, as far as the reader may know of it."""

    id: str = Field(examples=["4m8wq2zt6c1x"])
    kind: str = Field(examples=["item"], description="space, subtree or item")
    title: str = Field(examples=["Vent the core"])
    ours: bool
    to: list[str] = Field(examples=[["Tom"]])
    purpose: str = Field(examples=["Casting quality"])


class Clause(Schema):
    """One clause of an agreement's text."""

    number: int = Field(examples=[2])
    heading: str = Field(examples=["What it may be used for"])
    words: str = Field(examples=["It may be used for this, and for nothing else:\n- Casting quality"])


class AgreementPage(Agreement):
    """An agreement as a whole."""

    purposes: list[str] = Field(examples=[["Casting quality"]])
    who_may_see: list[str] = Field(examples=[["Everyone at Brightforge Castings"]])
    end_rule: str = Field(examples=["destroy"])
    signatures: list[Signing]
    opens: list[Opened]
    clauses: list[Clause] = Field(description="empty for texts that were signed before Kith wrote clauses")
    text: str = Field(examples=["Mutual NDA 2026 …"], description="exactly what was or will be signed")
    text_sha256: str = Field(examples=["9f86d081884c7d65…"], description="empty while it is a draft")
    receipts: list[str] = Field(examples=[["6d3cq40as7fc"]], description="ids of one's own receipts")
    may: list[str] = Field(examples=[["share", "stop"]])


class NewSpace(Schema):
    """A space to open."""

    name: str = Field(examples=["Volute castings"], max_length=300)
    about: str = Field("", examples=["What we and the foundry know of sound volutes"], max_length=500)
    to_all: StrictBool = Field(True, description="open to all of one's organisation, or to oneself alone")


class Row(Schema):
    """An item in a list."""

    id: str = Field(examples=["4m8wq2zt6c1x"])
    title: str = Field(examples=["Pour the volute at 1,385 °C and vent the core"])
    kind: str = Field(examples=["lesson"])
    whose: str = Field(examples=["theirs"], description="ours, theirs or shared")
    organisation: str = Field(examples=["Tarnside Pumps"])
    verified: str = Field(examples=["ok"], description="ok, due or none")
    changed_at: datetime


class Page(Schema):
    """A page of items; `next` is the cursor of the following one."""

    items: list[Row]
    next: str | None = Field(examples=["MjAyNi0xMS0yNQ"])


class Attachment(Schema):
    """A file of an item."""

    id: str = Field(examples=["4m8wq2zt6c1x"])
    name: str = Field(examples=["jig.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(examples=[48211], description="bytes")
    url: str = Field(examples=["/api/v1/attachments/4m8wq2zt6c1x"])


class Under(Schema):
    """An agreement under which an item is open to the reader or to partners, and until when."""

    agreement: str = Field(examples=["Mutual NDA 2026"])
    until: datetime | None = Field(description="null: it is over, and what both sides wrote together stays readable")
    both_write: bool = Field(examples=[False], description="both sides write in its space, or did until the end")


class Record(Schema):
    """What an item of a kind with a form of its own says besides its text."""

    state: str = Field(
        examples=["proven"],
        description="where it stands in the life of its kind; empty where items of its kind just are",
    )
    data: dict[str, Any] = Field(examples=[{"options": [], "chosen": None, "why": ""}])


class Item(Row):
    """An item as a whole."""

    version: int = Field(examples=[2])
    classification: int = Field(
        examples=[2], description="0 public, 1 internal, 2 partner, 3 restricted, 4 trade secret"
    )
    markdown: str = Field(examples=["The gas comes from the core, not from the metal."])
    under: list[Under]
    attachments: list[Attachment]
    record: Record | None = Field(description="null: items of its kind say nothing but their text")
    may: list[str] = Field(examples=[["use"]])


def _written(kind: str) -> str:
    if kind not in kinds.WRITTEN:
        raise ValueError(f"One of {', '.join(kinds.WRITTEN)}.")
    return kind


class NewItem(Schema):
    """An item to publish."""

    space: str = Field(examples=["4m8wq2zt6c1x"])
    title: str = Field(examples=["Vent the core"])
    markdown: str = Field("", examples=["Drill the core print **3 mm** through."])
    kind: Annotated[str, AfterValidator(_written)] = Field(
        "article", json_schema_extra={"enum": [str(key) for key in kinds.WRITTEN]}
    )
    classification: Classification = Classification.INTERNAL
    parent: str | None = Field(None, examples=["4m8wq2zt6c1x"])


class Text(Schema):
    """A new text for an item."""

    title: str = Field(examples=["Vent the core"])
    markdown: str = Field(examples=["Drill the core print **4 mm** through."])
    note: str = Field("", examples=["4 mm, after the trial on line 2"])


class NewUse(Schema):
    """What an item did for somebody."""

    outcome: Literal["hours", "problem", "quality", "nothing"]
    hours: Decimal | None = Field(None, examples=["1.5"])
    words: str = Field("", examples=["40 castings, one reject."])


class Use(NewUse):
    """A report of use."""

    person: str = Field(examples=["Tom"])
    organisation: str = Field(examples=["Brightforge Castings"])
    used_at: datetime


class Utilisation(Schema):
    """The knowledge utilisation rate; `rate` and the interval are null without enough data."""

    due: int = Field(examples=[24])
    used: int = Field(examples=[18])
    rate: float | None = Field(examples=[0.75])
    low: float | None = Field(examples=[0.551], description="of the Wilson 95 % interval")
    high: float | None = Field(examples=[0.88])
    missing: int = Field(examples=[0], description="how many more pairs it takes until there is enough data")
    formula: int = Field(examples=[1])


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(examples=["Not done"])
    status: int = Field(examples=[422])
    detail: str = Field("", examples=["Give it a title."])
    field: str | None = Field(None, examples=["title"])
