"""What happened to knowledge. Ids, numbers and codes only."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SpaceOpened(Fact):
    about = "space"
    space_id: int


@dataclass(frozen=True, kw_only=True)
class SpaceOpenedTo(Fact):
    """A space was opened to people of its own organisation."""

    about = "space"
    space_id: int
    grant_id: int


@dataclass(frozen=True, kw_only=True)
class SpaceClosedTo(Fact):
    about = "space"
    moves_access = True
    space_id: int
    grant_id: int


@dataclass(frozen=True, kw_only=True)
class ItemDrafted(Fact):
    about = "item"
    item_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Fact):
    about = "item"
    item_id: int
    save: int


@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(Fact):
    about = "item"
    item_id: int


@dataclass(frozen=True, kw_only=True)
class ItemPublished(Fact):
    about = "item"
    item_id: int
    version_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class ItemMoved(Fact):
    about = "item"
    moves_access = True
    item_id: int
    space_id: int
    parent_id: int | None


@dataclass(frozen=True, kw_only=True)
class ItemReclassified(Fact):
    about = "item"
    moves_access = True
    item_id: int
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class ItemOwnerChanged(Fact):
    about = "item"
    moves_access = True
    item_id: int
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class ItemBinned(Fact):
    about = "item"
    moves_access = True
    item_id: int


@dataclass(frozen=True, kw_only=True)
class ItemTakenBack(Fact):
    """An item came back out of the bin."""

    about = "item"
    item_id: int


@dataclass(frozen=True, kw_only=True)
class ArrangementAsked(Fact):
    """A move of many pages, or of many into the bin or out of it: a worker does it."""

    about = "arrangement"
    arrangement_id: int
    item_id: int
    deed: str


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Fact):
    about = "item"
    item_id: int
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(Fact):
    about = "item"
    item_id: int
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class HoldersNamed(Fact):
    about = "item"
    item_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ItemVerified(Fact):
    about = "item"
    item_id: int
    version_id: int
    verification_id: int


@dataclass(frozen=True, kw_only=True)
class VerificationWithdrawn(Fact):
    about = "item"
    item_id: int
    verification_id: int


@dataclass(frozen=True, kw_only=True)
class CareArranged(Fact):
    """Somebody said who vouches for an item, and how often."""

    about = "item"
    item_id: int
    person_id: int | None
    team_id: int | None
    days: int | None


@dataclass(frozen=True, kw_only=True)
class ReadingAsked(Fact):
    """People were asked to read an item."""

    about = "item"
    item_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ReadingAcknowledged(Fact):
    """Somebody who was asked says that she has read a version."""

    about = "item"
    item_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True)
class ItemUsed(Fact):
    about = "item"
    item_id: int
    use_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class AccessAsked(Fact):
    """Somebody asked to be let in to an item or a space."""

    about = "item"
    item_id: int | None
    space_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AccessRequestAnswered(Fact):
    """Somebody was let in by a grant, or (`grant_id` None) her question was put aside."""

    about = "item"
    item_id: int | None
    request_id: int
    space_id: int | None = None
    grant_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ItemAccepted(Fact):
    """Somebody took an item on, to put it to use by a day."""

    about = "item"
    item_id: int
    acceptance_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadOpened(Fact):
    """Somebody said something about an item; others answer in the thread."""

    about = "item"
    item_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class CommentMade(Fact):
    about = "item"
    item_id: int
    thread_id: int
    comment_id: int


@dataclass(frozen=True, kw_only=True)
class CommentTakenBack(Fact):
    about = "item"
    item_id: int
    thread_id: int
    comment_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadResolved(Fact):
    about = "item"
    item_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadReopened(Fact):
    about = "item"
    item_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class TemplateWritten(Fact):
    """A steward wrote with what items of a kind begin."""

    about = "template"
    template_id: int
    kind: str
    number: int


@dataclass(frozen=True, kw_only=True)
class RecordSaved(Fact):
    """What an item says in the form of its kind was changed."""

    about = "item"
    item_id: int
    save: int


@dataclass(frozen=True, kw_only=True)
class ItemMadeFinal(Fact):
    """A decision was accepted: from then on nothing of it changes."""

    about = "item"
    moves_access = True  # nobody writes in it any more
    item_id: int
    version_id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PolicyRenewed(Fact):
    """A policy that people are asked to take note of has a new version: they are asked again."""

    about = "item"
    moves_access = True
    item_id: int
    requirement_id: int


@dataclass(frozen=True, kw_only=True)
class ItemBound(Fact):
    """What an item is bound to changed: None, another organisation's id, or 0 for several."""

    about = "item"
    moves_access = True
    item_id: int
    bound_to: int | None


@dataclass(frozen=True, kw_only=True)
class ReleaseAsked(Fact):
    """Somebody asked to show an item to a partner although it is bound to another one."""

    about = "item"
    item_id: int
    release_id: int
    partner_id: int


@dataclass(frozen=True, kw_only=True)
class ReleaseDecided(Fact):
    """Somebody else decided whether the item is released to that partner."""

    about = "item"
    moves_access = True
    item_id: int
    release_id: int
    partner_id: int
    given: bool


@dataclass(frozen=True, kw_only=True)
class ReleaseEnded(Fact):
    """A release was taken back, or another confidential input has come into the item since."""

    about = "item"
    moves_access = True
    item_id: int
    release_id: int


@dataclass(frozen=True, kw_only=True)
class ItemsRelated(Fact):
    """Somebody said how an item stands to another one."""

    about = "item"
    item_id: int
    kind: str
    other_id: int


@dataclass(frozen=True, kw_only=True)
class SourceNamed(Fact):
    """Somebody was named whose knowledge an item holds, and was asked whether its text says what she meant."""

    about = "item"
    item_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SourceConfirmed(Fact):
    """A source says of one text that it is what she meant."""

    about = "item"
    item_id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SourceObjected(Fact):
    """A source says what the text does not say yet."""

    about = "item"
    item_id: int
