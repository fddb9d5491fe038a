"""Agreements, as their pages need them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from kith.access.models import Acknowledgement, Grant
from kith.agreements import codes, dates, heeds, policy, texts
from kith.agreements.dates import Due
from kith.agreements.heeds import Heed
from kith.agreements.models import Agreement, Ending, Paper, Party, Receipt, Revision, Signature, Status
from kith.agreements.queries import amendments, closing, doors, negotiation, others
from kith.agreements.queries.amendments import TermChange
from kith.agreements.queries.changes import Change
from kith.agreements.queries.negotiation import Talk
from kith.agreements.queries.others import Others
from kith.agreements.texts import Said
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.identity.models import Organisation


@dataclass(frozen=True)
class Listed:
    """An agreement in a list."""

    agreement: Agreement
    partner: Others
    status: Status
    waits_for_me: bool
    duties_wait: bool = False  # she has to take note of her duties before anything is shown to her under it


@dataclass(frozen=True)
class Signing:
    """A party, who signs for it, and whether she has."""

    party: Party
    signature: Signature | None


@dataclass(frozen=True)
class Passage:
    """A clause as the agreement says it, and what is said about it."""

    said: Said
    talks: list[Talk]


@dataclass(frozen=True)
class AgreementPage:
    """Everything an agreement's page shows."""

    agreement: Agreement
    ours: Organisation
    partner: Others
    relation_uid: str  # the partnership from which she sees it
    status: Status
    noted: list[Acknowledgement]  # for keepers: who of ours has taken note of her duties
    dates: list[Due]
    code_waits: bool  # she asked for a code to sign, and it still works
    has_paper: bool  # the signed copy is made
    talks: dict[str, list[Talk]]  # by the clause's key
    revisions: list[Revision]
    clauses: list[Said]  # empty for a text that was written before the terms could be shown so
    heeds: list[Heed]  # while it is not signed by all
    barrier: Sentence | None  # why our side can share nothing under it now, although it is in force
    signings: list[Signing]
    opened: list[doors.Opened]
    can: set[str]
    ending: Ending | None
    receipts: list[Receipt]
    text: str
    replaced_by: Agreement | None  # the amendment that took its place
    pending: list[Agreement]  # amendments of it that are not signed by all yet
    term_changes: list[TermChange]  # of an amendment: what differs from what it amends
    effect: list[Change]  # of an amendment that is not signed by all: who would see what else

    @property
    def passages(self) -> list[Passage]:
        """The clauses with what is said about them."""
        return [Passage(said, self.talks.get(said.clause.key, [])) for said in self.clauses]

    @property
    def about_the_whole(self) -> list[Talk]:
        """What is said about no clause that the agreement has now."""
        shown = {said.clause.key for said in self.clauses}
        return [talk for key, rows in self.talks.items() if key not in shown for talk in rows]

    @property
    def purposes(self) -> list[str]:
        """What it may be used for. Asked for when it is needed."""
        return list(self.agreement.purposes.order_by("pk").values_list("text", flat=True))

    @property
    def recipients(self) -> list[str]:
        """Who may see what is shared, in words. Asked for when it is needed."""
        rows = self.agreement.recipients.select_related("organisation", "person", "team").order_by("pk")
        return [texts.recipient_words(row) for row in rows]


RELATED = ("basis", "ending__recorded_by", "amends__basis", "amends__ending", "partnership", "drafted_for")
PARTIES = "parties__organisation"


def of(by: Actor) -> list[Listed]:
    """The agreements an actor may see, those in force first."""
    rows = list(
        policy.agreements.annotate(by, policy.agreements.scope(by), "sign", "acknowledge")
        .select_related(*RELATED)
        .prefetch_related(PARTIES)
        .order_by("-ends_on", "-pk")
    )
    order = list(Status)
    listed = [
        Listed(
            row,
            partner_of(row, by),
            row.status(),
            waits_for_me=bool(getattr(row, "can_sign", False)),
            duties_wait=bool(getattr(row, "can_acknowledge", False)),
        )
        for row in rows
    ]
    return sorted(listed, key=lambda row: (not row.waits_for_me, order.index(row.status)))


def coming(listed: list[Listed], months: int = 12) -> list[Due]:
    """The dates of listed agreements that come within some months, the next first."""
    now = clock.now()
    found = [due for row in listed for due in dates.of(row.agreement)]
    near = [due for due in found if 0 <= due.days_left(now) <= months * 31]
    return sorted(near, key=lambda due: (due.day, due.agreement.pk))


def partner_of(agreement: Agreement, by: Actor) -> Others:
    """The other party, or parties."""
    return others.of(agreement, by.organisation_id)


def find(uid: str, by: Actor) -> Agreement:
    """An agreement that the actor may see.

    Raises:
        Unseen: there is none for her.
    """
    found = policy.agreements.scope(by).select_related(*RELATED).prefetch_related(PARTIES).filter(uid=uid).first()
    if found is None:
        raise Unseen("Agreement")
    return found


def page(uid: str, by: Actor) -> AgreementPage:
    """The page of an agreement; titles of the partner's knowledge are recorded as shown."""
    agreement = find(uid, by)
    partner = partner_of(agreement, by)
    successors = list(policy.agreements.scope(by).filter(amends=agreement).select_related(*RELATED).order_by("pk"))
    return AgreementPage(
        agreement=agreement,
        ours=next(row.organisation for row in agreement.parties.all() if row.organisation_id == by.organisation_id),
        partner=partner,
        relation_uid=others.relation_uid(agreement, by),
        status=agreement.status(),
        noted=_noted(agreement, by),
        dates=dates.of(agreement),
        code_waits=codes.waiting(agreement, by.person_id) is not None,
        has_paper=Paper.objects.filter(agreement=agreement).exists(),
        talks=negotiation.talks(agreement, by),
        revisions=negotiation.revisions(agreement, by),
        clauses=_clauses(agreement),
        heeds=[] if agreement.basis else heeds.of(agreement),
        barrier=heeds.barrier(agreement, by.organisation) if agreement.status() == Status.IN_FORCE else None,
        signings=signings(agreement),
        opened=doors.opened(list(live_grants(agreement).order_by("pk")), by),
        can=policy.agreements.abilities_of(by, agreement),
        ending=agreement.recorded_end,
        receipts=list(policy.receipts.scope(by).filter(agreement=agreement).order_by("-at", "-pk")),
        text=agreement.text or texts.write(agreement),
        replaced_by=next((row for row in successors if row.basis_id), None),
        pending=[row for row in successors if row.status() in (Status.DRAFT, Status.OUT)],
        term_changes=amendments.term_changes(agreement),
        effect=amendments.effect(agreement, by),
    )


def _noted(agreement: Agreement, by: Actor) -> list[Acknowledgement]:
    if not by.keeps or agreement.basis is None or not agreement.basis.duties_first:
        return []
    rows = agreement.basis.acknowledgements.filter(organisation=by.organisation_id)
    return list(rows.select_related("person").order_by("at", "pk"))


def _clauses(agreement: Agreement) -> list[Said]:
    """What it says, clause by clause; what is signed is its text, so nothing where that says something else."""
    said = texts.clauses(agreement)
    return said if all(row.text in agreement.text for row in said) or not agreement.text else []


def signings(agreement: Agreement) -> list[Signing]:
    """The parties with their signatures under the present text."""
    under_it = agreement.signatures.filter(text_sha256=agreement.text_sha256)
    signed = {row.organisation_id: row for row in under_it.select_related("signer", "attested_by")}
    parties = agreement.parties.select_related("organisation", "signatory").order_by("pk")
    return [Signing(party, signed.get(party.organisation_id)) for party in parties]


def live_grants(agreement: Agreement) -> QuerySet[Grant]:
    """The doors open under an agreement now: when it is over, those that stay for reading."""
    if agreement.basis is None:
        return Grant.objects.none()
    return closing.holding(agreement.basis).select_related("organisation", "team", "person", "purpose")


def shareable(by: Actor) -> list[Agreement]:
    """The agreements under which the actor may share now."""
    return list(
        policy.agreements.scope(by, "share")
        .select_related("basis", "partnership")
        .prefetch_related(PARTIES)
        .order_by("title", "pk")
    )


def receipts_of(by: Actor, limit: int = 50) -> list[Receipt]:
    """The receipts of the actor's organisation, the newest first."""
    return list(policy.receipts.scope(by).select_related("agreement").order_by("-at", "-pk")[:limit])
