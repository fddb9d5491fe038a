"""Counting a question's votes as they stand in the database."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from kith.meetings.models import Ballot, Bar, Seat, Vote
from kith.meetings.tallying import Count, tally


def of(ballot: Ballot) -> Count:
    """How a question stands: what was counted when it was closed, or what would be counted now."""
    return of_all([ballot])[ballot.pk]


def of_all(ballots: Iterable[Ballot]) -> dict[int, Count]:
    """How each of some questions stands, by its key: three questions of the database, however many they are.

    Each brings its `committee` along.
    """
    rows = list(ballots)
    live = [row for row in rows if row.closed_at is None]
    members = _by(Seat.objects.live().filter(committee__in={row.committee_id for row in live}), "committee_id")
    barred = _by(Bar.objects.filter(ballot__in=live), "ballot_id")
    votes: dict[int, list[tuple[int, str]]] = {}
    for ballot_id, person, choice in Vote.objects.filter(ballot__in=live).values_list(
        "ballot_id", "person_id", "choice"
    ):
        votes.setdefault(ballot_id, []).append((person, choice))
    return {
        row.pk: row.counted
        if row.closed_at
        else tally(
            members.get(row.committee_id, ()), barred.get(row.pk, ()), votes.get(row.pk, ()), row.committee.quorum
        )
        for row in rows
    }


def settle(ballot: Ballot) -> Count:
    """Count, and keep beside each vote whether it was counted: for the action that closes a question."""
    seats = Seat.objects.live().filter(committee=ballot.committee_id)
    members = set(seats.values_list("person_id", flat=True))
    barred = set(ballot.bars.values_list("person_id", flat=True))
    votes = list(ballot.votes.all())
    for vote in votes:
        vote.counts = vote.person_id in members - barred
    Vote.objects.bulk_update(votes, ["counts"])
    said = [(vote.person_id, vote.choice) for vote in votes]
    return tally(members, barred, said, ballot.committee.quorum)


def _by(rows: "QuerySet[Any]", key: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for group, person in rows.values_list(key, "person_id"):
        found.setdefault(group, set()).add(person)
    return found
