"""A committee of three at the pump maker's: Ada owns the firm, Ben chairs, Eve and Finn sit there too."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kith.core import clock
from kith.meetings.actions import balloting, calling, committees, voting
from kith.meetings.actions.calling import When
from kith.meetings.actions.committees import Rules

LONDON = ZoneInfo("Europe/London")


def committee(world, *others, quorum=2, chair="ben", name="Inventions", **options):
    """A committee that Ada founds; who is not in the cast yet joins the firm."""
    for each in (chair, *others):
        if each not in world.people:
            world.colleague(each, "ada")
    people = [world.people[each].pk for each in others]
    return committees.found(Rules(name, quorum, 14), world.people[chair].pk, people, by=world.actor("ada"), **options)


def when(days=3, hour=10, zone="Europe/London", minutes=60, place="Room 2"):
    """So many days from now."""
    day = (clock.now() + timedelta(days=days)).date()
    return When(datetime(day.year, day.month, day.day, hour), zone, minutes, place)


def meeting(world, row, by="ben", title="Spring round", **options):
    return calling.call(row.uid, title, when(**options), by=world.actor(by))


def question(world, row, by="ben", words="", pack=(), question="Shall we file it?", **options):
    if "closes_on" not in options and "meeting_uid" not in options:
        options["closes_on"] = clock.now().date() + timedelta(days=7)
    return balloting.put(row.uid, question, words, pack, by=world.actor(by), **options)


def vote(world, ballot, **choices):
    for name, choice in choices.items():
        voting.vote(ballot.uid, choice, by=world.actor(name))


def close(world, ballot, by="ben"):
    return balloting.close(ballot.uid, world.actor(by))
