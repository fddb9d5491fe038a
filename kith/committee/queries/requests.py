"""Requests to the committee, as their reader sees them."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kith.commitments import queries as commitments
from kith.commitments.queries import Shown as Promised
from kith.committee import packs, policy
from kith.committee.actions.asking import PURPOSE, REQUEST
from kith.committee.models import Condition, Request
from kith.core.actor import Actor
from kith.core.errors import Sentence, Unseen
from kith.identity import queries as identity
from kith.knowledge import sight
from kith.knowledge.models import Item
from kith.knowledge.queries import references
from kith.meetings import policy as meetings_policy
from kith.meetings import queries as meetings
from kith.meetings.models import Ballot, Committee
from kith.meetings.queries import ballots
from kith.partnerships import queries as partnerships
from kith.register import policy as register
from kith.register.models import Asset

SHOWN = 200


class State(StrEnum):
    """Where a request stands. Computed, never typed."""

    WAITING = "waiting"
    VOTING = "voting"
    GRANTED = "granted"
    TO_RATIFY = "to_ratify"
    REFUSED = "refused"
    OVER = "over"
    WITHDRAWN = "withdrawn"


STATES: dict[State, tuple[Sentence, str]] = {
    State.WAITING: (_("Waits to be put to the vote"), ""),
    State.VOTING: (_("The committee votes"), "heed"),
    State.GRANTED: (_("Granted"), "good"),
    State.TO_RATIFY: (_("Granted by the chair alone, to be ratified"), "heed"),
    State.REFUSED: (_("Refused"), "stop"),
    State.OVER: (_("Granted, and over"), ""),
    State.WITHDRAWN: (_("Taken back"), ""),
}


@dataclass(frozen=True)
class Listed:
    """A request in the list."""

    row: Request
    state: State

    @property
    def words(self) -> Sentence:
        """Where it stands, in words."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """How that is coloured."""
        return STATES[self.state][1]


@dataclass(frozen=True)
class RequestsPage:
    """The committee, and what it was asked."""

    committee: Committee | None
    sees_committee: bool
    open: list[Listed]
    closed: list[Listed]


@dataclass(frozen=True)
class RequestPage:
    """One request, with its vote, what followed, and what its reader can do."""

    listed: Listed
    items: list[Item]
    unseen: int
    asset: Asset | None  # as far as its reader may see it
    ballot: ballots.Shown | None
    may_vote: bool
    may_close: bool
    pack: list[packs.Line]  # as it would be put to the vote now; for who can put it
    conditions: list[Condition]
    promised: list[Promised]
    can: set[str]

    @property
    def row(self) -> Request:
        """The request itself."""
        return self.listed.row


def state_of(row: Request, ballot: Ballot | None) -> State:
    """Where a request stands, with its newest vote at hand."""
    if row.withdrawn_at:
        return State.WITHDRAWN
    if ballot and ballot.closed_at is None:
        return State.VOTING
    if row.decided_at is None:
        return State.WAITING
    if not row.granted:
        return State.REFUSED
    if row.over_at:
        return State.OVER
    return State.TO_RATIFY if row.to_ratify else State.GRANTED


def page(by: Actor) -> RequestsPage:
    """All requests that she may see, the newest first: four questions."""
    rows = list(policy.requests.scope(by).select_related("asked_by").order_by("-asked_at", "-pk")[:SHOWN])
    voting = {
        ballot.about_id: ballot
        for ballot in Ballot.objects.filter(about=REQUEST, about_id__in=[row.pk for row in rows], closed_at=None)
    }
    listed = [Listed(row, state_of(row, voting.get(row.pk))) for row in rows]
    committee = meetings.committee_of(PURPOSE, by)
    waits = {State.WAITING, State.VOTING, State.TO_RATIFY}
    return RequestsPage(
        committee=committee,
        sees_committee=committee is not None and meetings_policy.committees.scope(by).filter(pk=committee.pk).exists(),
        open=[row for row in listed if row.state in waits],
        closed=[row for row in listed if row.state not in waits],
    )


def one(uid: str, by: Actor) -> RequestPage:
    """The page of a request; titles of pages as far as its reader may see them.

    Raises:
        Unseen: there is none for her.
    """
    rows = policy.requests.scope(by).select_related(
        "asked_by", "decided_by", "over_by", "partner", "asset", "committee"
    )
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Unseen("Request")
    ballot = meetings.ballot_of(REQUEST, row.pk)
    if ballot:
        ballot.committee = row.committee
    sees = ballot is not None and meetings_policy.ballots.scope(by).filter(pk=ballot.pk).exists()
    uids = list(row.items.order_by("title", "pk").values_list("uid", flat=True))
    shown = references.titles(uids, sight.of(by)) if uids else {}
    state = state_of(row, ballot)
    can = policy.requests.abilities_of(by, row)
    closes = sees and state == State.VOTING and row.asked_by_id != by.person_id
    return RequestPage(
        listed=Listed(row, state),
        items=[shown[each] for each in uids if each in shown],
        unseen=sum(each not in shown for each in uids),
        asset=row.asset if row.asset and register.assets.can(by, "see", row.asset) else None,
        ballot=ballots.shown([ballot])[0] if ballot and sees else None,
        may_vote=bool(sees and ballot and meetings_policy.ballots.can(by, "vote", ballot)),
        may_close=bool(closes and ballot and meetings_policy.ballots.can(by, "close", ballot)),
        pack=packs.of(row, by) if "put" in can and state != State.VOTING else [],
        conditions=list(row.conditions.order_by("pk")),
        promised=commitments.about(REQUEST, row.pk, by),
        can=can,
    )


def choices(by: Actor) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The actor's partners, and the entries of the register that she may see, as choices."""
    firms = {firm.uid: firm.name for firm in (partnerships.partner_of(row, by) for row in partnerships.of(by))}
    rows = register.assets.scope(by).filter(given_up_at=None).order_by("title", "pk")
    return list(firms.items()), list(rows.values_list("uid", "title"))


def people(row: Request) -> list[tuple[int, str]]:
    """Who may be asked to do what was decided: whoever sees the request, as choices."""
    seats = seats_of(row)
    found = identity.colleagues(row.organisation_id).filter(person__in=seats)
    return [(each.person_id, each.person.name) for each in found]


def seats_of(row: Request) -> set[int]:
    """Who sees a request: who asked, the committee's members, owners and stewards of its organisation."""
    here = {each.person_id for each in identity.colleagues(row.organisation_id)}
    members = {each.person_id for each in meetings.members(row.committee)}
    keepers = {person for person, _firm in identity.keepers([row.organisation_id])}
    return ({row.asked_by_id} & here) | members | keepers
