"""Who decides at the demo's pump maker what is shown and filed: a committee that met once and votes on a request."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.committee.actions import asking, deciding
from kith.committee.actions.asking import Asking
from kith.core import clock
from kith.demo import texts
from kith.demo.network import ZONE, Network
from kith.meetings.actions import agenda, calling, committees, minuting, voting
from kith.meetings.actions.calling import When
from kith.meetings.actions.committees import Rules
from kith.meetings.actions.minuting import Minutes
from kith.meetings.models import Committee

NAME = "What is ours"


def found(network: Network) -> Committee:
    """Ruth names a committee, chairs it, and holds its first meeting, three weeks ago."""
    by = network.by("Ruth")
    people = {name: network.people[name].pk for name in ("Ruth", "Asha", "Ines")}
    committee = committees.found(
        Rules(NAME, 2, 14), people["Ruth"], [people["Asha"], people["Ines"]], by=by, purpose="ip"
    )
    meeting = calling.call(committee.uid, "First round", _at(timedelta(days=3), time(10)), by=by)
    first = agenda.add(meeting.uid, "What a partner may see without asking us", by=by)
    second = agenda.add(meeting.uid, "The patent with the foundry", "Who pays the fees?", by=network.by("Asha"))
    said = {
        first.uid: "All up to “in confidence”, under an agreement in force. What holds others’ knowledge comes here.",
        second.uid: "We pay, and send Brightforge their 40 per cent once a year.",
    }
    with clock.at(clock.now() + timedelta(days=4)):
        there = {people["Ruth"]: "present", people["Asha"]: "present", people["Ines"]: "excused"}
        held = minuting.write(meeting.uid, Minutes(there, said), by=network.by("Asha"))
        minuting.approve(held.uid, held.edition, by=by)
    return committee


def ask(network: Network, committee: Committee) -> None:
    """Asha wants to show the foundry what the university told; two have not voted yet. The next meeting is called."""
    aim = network.items[texts.TRIALS[0].key]
    reason = "The foundry pours the rig’s castings. Callum said yes on the phone; his mail lies with Ruth."
    foundry = network.firms["foundry"].uid
    wanted = Asking("disclose", "Show the foundry what the trials aim at", reason, foundry, item_uids=(aim.uid,))
    row = asking.ask(wanted, by=network.by("Asha"))
    ballot = deciding.put(row.uid, "His mail is here: he agrees, for the foundry alone.", by=network.by("Ruth"))
    voting.vote(ballot.uid, "yes", "It is one figure, and he has said so.", by=network.by("Ines"))
    calling.call(committee.uid, "Second round", _at(timedelta(days=7), time(10)), by=network.by("Ruth"))


def _at(ahead: timedelta, hour: time) -> When:
    zone = ZoneInfo(ZONE)
    day = (clock.now() + ahead).astimezone(zone).date()
    return When(datetime.combine(day, hour), ZONE, 60, "The room above the test rig")
