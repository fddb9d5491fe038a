"""What may be posted, in people's words: topics, each with the facts that it holds.

What stands in no topic is sent to nobody. Reports without names are in none, and never will be: when and how often
somebody speaks up must not leave Kith.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence

TEST = "kith.test"


@dataclass(frozen=True)
class Topic:
    """Facts that somebody wants to hear of together."""

    key: str
    words: Sentence
    names: tuple[str, ...]


def _topic(key: str, words: Sentence, app: str, facts: str, *more: str) -> Topic:
    return Topic(key, words, (*(f"{app}.{fact}" for fact in facts.split()), *more))


ALL = (
    _topic(
        "pages",
        _("Pages: published, moved, put into the bin or taken back, given another level or owner"),
        "knowledge",
        "ItemPublished ItemMoved ItemBinned ItemTakenBack ItemReclassified ItemOwnerChanged ItemMadeFinal",
    ),
    _topic(
        "trust",
        _("Trust: pages verified, verifications withdrawn, readings asked for and done"),
        "knowledge",
        "ItemVerified VerificationWithdrawn ReadingAsked ReadingAcknowledged",
    ),
    _topic("uses", _("Use: pages put to use"), "knowledge", "ItemAccepted ItemUsed"),
    _topic(
        "talk",
        _("Talk: threads and comments at pages"),
        "knowledge",
        "ThreadOpened ThreadResolved ThreadReopened CommentMade",
    ),
    _topic(
        "spaces",
        _("Spaces: made, opened to somebody, closed to somebody"),
        "knowledge",
        "SpaceOpened SpaceOpenedTo SpaceClosedTo AccessAsked AccessRequestAnswered",
    ),
    _topic(
        "agreements",
        _("Agreements: sent out, signed, amended, renewed, ended"),
        "agreements",
        "AgreementSentOut AgreementSigned AgreementTakenBack AmendmentTookEffect AgreementRenewed RenewalDeclined "
        "EndRecorded ReceiptIssued",
    ),
    _topic(
        "sharing",
        _("Sharing: doors opened to partners, and closed"),
        "agreements",
        "SharedUnder SharingStopped ShutOut LetIn DoorsConfirmed DoorsClosed",
    ),
    _topic(
        "told",
        _("Disclosures: written down, confirmed, taken back"),
        "exposures",
        "Told ToldConfirmed ToldRetracted",
    ),
    _topic(
        "people",
        _("People: invited, joined, left, given another role or team"),
        "identity",
        "InvitationSent InvitationAccepted InvitationWithdrawn MemberJoined MemberDeactivated RoleChanged TeamChanged",
    ),
    _topic(
        "signing",
        _("Signing in and out, and tokens for programs"),
        "identity",
        "SignedIn SignedOut TokenMade TokenRevoked",
    ),
    _topic("partners", _("Partnerships: proposed and begun"), "partnerships", "PartnershipProposed PartnershipBegan"),
    _topic(
        "promises",
        _("Commitments and days: made, put off, closed; alerts, and those that nobody took note of"),
        "commitments",
        "CommitmentMade CommitmentPutOff CommitmentClosed CommitmentChecked",
        "deadlines.DeadlineAlerted",
        "deadlines.DeadlineEscalated",
    ),
    _topic(
        "committees",
        _("Committees: meetings, minutes, votes counted, requests decided"),
        "meetings",
        "MeetingCalled MeetingMoved MeetingCancelled MinutesApproved BallotOpened BallotClosed",
        "committee.RequestDecided",
        "committee.RequestRatified",
    ),
    _topic(
        "register",
        _("Register: assets, rights, fees, licences"),
        "register",
        "AssetRegistered AssetGivenUp RightEntered RightDropped FeePaid LicenceEntered LicenceOver",
    ),
    _topic(
        "checks",
        _("Checks and audits: checks that break, audits, findings"),
        "assurance",
        "CheckBroke AuditOpened AuditClosed FindingRaised FindingAnswered FindingLooked",
    ),
    _topic("ends", _("Ends: opened, certified, copies gone"), "exits", "ExitOpened ExitCertified BackupsGone"),
    _topic(
        "passage",
        _("Taken out and brought in: exports and imports"),
        "exchange",
        "ExportMade ExportFetched ImportDone ImportUndone",
    ),
)
CHOICES = [(topic.key, topic.words) for topic in ALL]
KEYS = frozenset(topic.key for topic in ALL)


def names(keys: Iterable[str]) -> frozenset[str]:
    """The facts of those topics."""
    wanted = set(keys)
    return frozenset(name for topic in ALL if topic.key in wanted for name in topic.names)


def words(keys: Iterable[str]) -> list[Sentence]:
    """Those topics in words, in the order in which they are offered."""
    wanted = set(keys)
    return [topic.words for topic in ALL if topic.key in wanted]
