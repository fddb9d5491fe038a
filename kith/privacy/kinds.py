"""What is kept about people, by kind: what for, on which ground, how long, and in which tables it stands.

The one list from which the record of processing is made, and by which a person's own data are gathered. A test walks
through all tables: one that points at people and stands in no kind fails it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kith.core.errors import Sentence

CONTRACT = _("To do what was agreed with the organisation that she works for")
INTEREST = _("Legitimate interest: to keep and prove what partners confide to each other")
DUTY = _("Legal duty, where the law of the country asks for such records; otherwise legitimate interest")


@dataclass(frozen=True)
class Kind:
    """One kind of what is kept about people.

    Attributes:
        key: what it is called in files; never changed.
        what: which data these are.
        why: what they are for.
        ground: what usually allows it; each organisation judges for itself.
        kept: for how long, as the code does it.
        after: what is left of it when she is erased.
        tables: the tables, by label.
    """

    key: str
    title: Sentence
    what: Sentence
    why: Sentence
    ground: Sentence
    kept: Sentence
    after: Sentence
    tables: tuple[str, ...]


# Parts that another organisation can fill in before she knows, such as the signer of a draft that was not sent yet.
# They are that organisation's own dealings: it answers for them, and they would tell her of what is not open to her.
OF_OTHERS = frozenset(
    {
        ("agreements.Party", "signatory"),
        ("agreements.Recipient", "person"),
        ("exposures.Disclosure", "people"),
        ("exposures.Unusual", "person"),
        ("knowledge.Holder", "person"),
        ("knowledge.Source", "person"),
        ("register.Invention", "inventors"),
        ("register.Maker", "person"),
        ("spiral.SessionPerson", "person"),
    }
)
# What nobody but she herself needs, and goes with her account.
GOES = frozenset(
    {
        ("agreements.SigningCode", "person"),
        ("agreements.Told", "person"),
        ("exchange.Export", "person"),
        ("finding.Watch", "person"),
        ("finding.Written", "person"),
        ("notices.Notice", "person"),
        ("notices.Quiet", "person"),
        ("scim.Entry", "membership"),
        ("signons.Link", "person"),
    }
)
WITH_ITS_THING = _("As long as what it belongs to")
NAMELESS = _("Stays and points at an account without a name.")

KINDS = (
    Kind(
        "account",
        _("Account and sign-in"),
        _(
            "Name, mail address, language and time zone; organisations, roles, teams; second steps, sessions "
            "with address and browser, tokens."
        ),
        _("To let people in, and nobody else."),
        CONTRACT,
        _(
            "The account until she is erased: when she asks, or by the organisation’s rule for those who left. A "
            "session 14 days at most, 12 hours from outside. Secrets as hashes, or sealed."
        ),
        _(
            "Name, mail address, ways to sign in, sessions and tokens go. An account without a name is left, to which "
            "the rest points."
        ),
        (
            "identity.Membership",
            "identity.Team",
            "identity.Invitation",
            "identity.ApiToken",
            "account.EmailAddress",
            "mfa.Authenticator",
            "usersessions.UserSession",
            "signons.Link",
            "scim.Directory",
            "scim.Entry",
        ),
    ),
    Kind(
        "messages",
        _("Messages, searches and files made for one"),
        _("What somebody was told, which searches she keeps, what she took out or brought in, what she asked to see."),
        _("To tell people what waits for them, and to make what they ask for."),
        CONTRACT,
        _(
            "Messages until the organisation’s rule lets them go, kept searches until she takes them away; a written "
            "answer for a day, an export for a week, what was sent for an import until it is in."
        ),
        _("Messages, searches, answers and exports go. What she brought in, moved or asked to see points at nobody."),
        (
            "notices.Notice",
            "notices.Quiet",
            "finding.Watch",
            "finding.Written",
            "exchange.Export",
            "exchange.Import",
            "knowledge.Arrangement",
            "knowledge.AccessRequest",
            "agreements.Told",
        ),
    ),
    Kind(
        "access",
        _("Access, duties and training"),
        _("To whom something was opened, by whom; who took note of which duties and policies, and was trained."),
        _("To open what was agreed to the people who were named, and to prove that they knew their duties."),
        INTEREST,
        WITH_ITS_THING,
        NAMELESS,
        (
            "access.Grant",
            "access.BasisRecipient",
            "access.Acknowledgement",
            "access.Fulfilment",
            "access.Requirement",
            "knowledge.Reading",
            "knowledge.Release",
        ),
    ),
    Kind(
        "agreements",
        _("Agreements and their ends"),
        _(
            "Who drafted, spoke about, signed and ended agreements; name and mail address as signed; who "
            "decided and certified at an end."
        ),
        _("To make, prove and end agreements."),
        DUTY,
        _("For good: a signature proves nothing without its signer."),
        _(
            "What was signed stays word for word: the names in it, and name and address of who signed. The rest points "
            "at nobody."
        ),
        (
            "partnerships.Partnership",
            "partnerships.Aim",
            "agreements.Agreement",
            "agreements.Ending",
            "agreements.Party",
            "agreements.Recipient",
            "agreements.Remark",
            "agreements.Revision",
            "agreements.Signature",
            "agreements.SigningCode",
            "exits.Piece",
            "exits.Side",
        ),
    ),
    Kind(
        "knowledge",
        _("Who wrote, holds, vouched for and used knowledge"),
        _("Author, owner, verifier and user of pages; comments; who holds which knowledge."),
        _("To know whom to ask, whether a page can be relied on, and whose it is."),
        INTEREST,
        WITH_ITS_THING,
        _(
            "Stays without her name. Where it was written into a page, by hand or from a talk, it stays until the page "
            "is changed."
        ),
        (
            "collab.Hand",
            "collab.Update",
            "knowledge.Acceptance",
            "knowledge.Attachment",
            "knowledge.Comment",
            "knowledge.Draft",
            "knowledge.Holder",
            "knowledge.Item",
            "knowledge.Record",
            "knowledge.Relation",
            "knowledge.Source",
            "knowledge.Space",
            "knowledge.TemplateVersion",
            "knowledge.Thread",
            "knowledge.Use",
            "knowledge.Verification",
            "knowledge.Version",
        ),
    ),
    Kind(
        "capture",
        _("Talks in which knowledge was captured"),
        _("Who took part, what she noted and confirmed; recordings, where those who took part made some."),
        _("To write down what people know, and to ask them whether it is what they meant."),
        _("Consent of those who are recorded, asked for by whoever holds the session"),
        _("As long as what it belongs to; recordings until the organisation’s rule lets them go."),
        _("Stays without her name. Recordings stay until somebody takes them away, or their time is over."),
        (
            "spiral.Confirmation",
            "spiral.Conversion",
            "spiral.Note",
            "spiral.Participant",
            "spiral.Retraction",
            "spiral.Session",
            "spiral.SessionFile",
            "spiral.SessionPerson",
        ),
    ),
    Kind(
        "work",
        _("Promises, days, meetings and votes"),
        _("Who promised, answers for a day, called or attended a meeting, proposed, voted, declared an interest."),
        _("To get done what was agreed, and to show who decided."),
        INTEREST,
        WITH_ITS_THING,
        _("Stays without her name. What a committee had before it at a vote is kept as it was, with the names in it."),
        (
            "commitments.Check",
            "commitments.Closure",
            "commitments.Commitment",
            "deadlines.Alert",
            "meetings.Attendance",
            "meetings.Ballot",
            "meetings.Bar",
            "meetings.Committee",
            "meetings.Meeting",
            "meetings.Point",
            "meetings.Seat",
            "meetings.Vote",
            "committee.Request",
        ),
    ),
    Kind(
        "protection",
        _("Intellectual property, claims, audits"),
        _(
            "Makers and custodians, who told or was told what, who is responsible for claims, who audited, "
            "found and mended."
        ),
        _("To protect what firms own and confide, and to prove that they did."),
        INTEREST,
        _("As long as what it belongs to; closed reports without names until the organisation’s rule lets them go."),
        NAMELESS,
        (
            "register.Asset",
            "register.Fee",
            "register.Invention",
            "register.Licence",
            "register.Maker",
            "register.Right",
            "register.Schedule",
            "register.Step",
            "claims.Adviser",
            "claims.Claim",
            "claims.Cover",
            "claims.Step",
            "exposures.Disclosure",
            "exposures.Unusual",
            "assurance.Applicability",
            "assurance.Audit",
            "assurance.Finding",
            "assurance.Result",
            "assurance.Step",
            "privacy.Erasure",
            "privacy.Farewell",
            "privacy.Hold",
            "speakup.Channel",
            "speakup.Message",
            "webhooks.Hook",
        ),
    ),
    Kind(
        "ledger",
        _("The ledger: who did what, and who was shown what"),
        _(
            "Each deed with its moment and the ids of who did it and what it was about; what of other "
            "organisations somebody was shown; what was refused to her."
        ),
        _("To prove to partners what happened to what they confided, and to notice what should not happen."),
        INTEREST,
        _("For good: it is a chain, and a row less would break it. It holds ids, no names and no words."),
        _("Stays as it is. Its ids lead to an account without a name."),
        ("audit.Event", "audit.Exposure", "audit.Denial"),
    ),
)
