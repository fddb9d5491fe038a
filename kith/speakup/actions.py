"""Taking reports without names, answering them, and taking them up."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core import clock, ids
from kith.core.actor import SYSTEM, Actor, Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity import queries as identity
from kith.knowledge.actions import recording, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item
from kith.notices import actions as notices
from kith.speakup import events, policy
from kith.speakup.models import Channel, Message, Report, Round, Stage

REPORT = "speakup"  # the kind of notices
LONGEST = 10_000  # characters of a report or a message
REST = timedelta(hours=1)  # between two rounds in which reports are handed over
MOST_A_DAY = 100  # reports to one organisation, so that nobody fills the disk through an open link
MOST_SAID = 100  # messages about one report


@dataclass(frozen=True)
class Told:
    """What somebody reports: in a line, in her words, and in the fields of an incident."""

    title: str
    words: str
    data: dict[str, Any]


@transaction.atomic
def open_channel(*, by: Actor) -> Channel:
    """Make the organisation's link, or make it anew; the one before it leads nowhere."""
    _keepers_only(by)
    channel, _fresh = Channel.objects.update_or_create(
        organisation_id=by.organisation,
        defaults={
            "token": secrets.token_urlsafe(24),
            "opened_at": clock.now(),
            "opened_by_id": by.person,
            "closed_at": None,
        },
    )
    ledger.record(events.ChannelOpened(by=by, owner_id=by.organisation_id, channel_id=channel.pk))
    return channel


@transaction.atomic
def close_channel(*, by: Actor) -> None:
    """Take no more reports. Whoever made one goes on reading answers with her key."""
    _keepers_only(by)
    channel = Channel.objects.select_for_update().filter(organisation=by.organisation_id, closed_at=None).first()
    if channel is None:
        raise Unseen("Channel")
    channel.closed_at = clock.now()
    channel.save(update_fields=["closed_at"])
    ledger.record(events.ChannelClosed(by=by, owner_id=by.organisation_id, channel_id=channel.pk))


def _keepers_only(by: Actor) -> None:
    if not by.keeps:
        raise Denied(
            _("Owners and stewards decide this. Ask one of yours."), ability="run", kind="channel", object_id=None
        )


@transaction.atomic
def report(token: str, told: Told) -> str:
    """Take a report; the key that opens it again to whoever made it. It is kept nowhere, only its hash is.

    Raises:
        Unseen: no organisation takes reports there.
        Refused: too many came in today.
    """
    channel = Channel.objects.filter(token=token, closed_at=None).first()
    if channel is None:
        raise Unseen("Channel")
    today = clock.now().date()
    if Report.objects.filter(organisation=channel.organisation_id, received_on=today).count() >= MOST_A_DAY:
        raise Refused(_("No more reports can be taken today. Tell somebody in another way, or come back tomorrow."))
    key = "-".join(ids.new()[:4] for _part in range(5))  # 100 bits
    Report.objects.create(
        organisation_id=channel.organisation_id,
        key_sha256=fingerprint(key),
        title=" ".join(_clean(told.title).split())[:300],
        words=_clean(told.words)[:LONGEST],
        data=told.data,
        received_on=today,
    )
    return key


def fingerprint(key: str) -> str:
    """What is kept of a key: its SHA-256, whatever its spelling."""
    letters = "".join(character for character in key.lower() if character.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


@transaction.atomic
def add(key: str, words: str) -> Message:
    """Say more about a report that one has made.

    Raises:
        Unseen: the key opens none.
        Refused: nothing was said, or too much.
    """
    found = Report.objects.select_for_update().filter(key_sha256=fingerprint(key)).first()
    if found is None:
        raise Unseen("Report")
    return _say(found, words, None)


@transaction.atomic
def answer(uid: str, words: str, *, by: Actor) -> Message:
    """Answer whoever made a report; she reads it when she comes back with her key."""
    found = _held(uid, by)
    message = _say(found, words, by)
    ledger.record(events.ReportAnswered(by=by, owner_id=found.organisation_id, report_id=found.pk))
    return message


def _say(found: Report, words: str, by: Actor | None) -> Message:
    said = _clean(words).strip()
    if not said:
        raise Refused(_("Write what you want to say."), "words")
    if len(said) > LONGEST:
        raise Refused(_("At most %(n)s characters.") % {"n": LONGEST}, "words")
    if found.messages.count() >= MOST_SAID:
        raise Refused(_("No more can be said here. Make a new report."), "words")
    return Message.objects.create(
        report=found,
        words=said,
        said_on=clock.now().date(),
        by_id=by.person if by else None,
        stage=Stage.HANDED_OVER if by else Stage.FRESH,
    )


@transaction.atomic
def take_up(uid: str, space_uid: str, *, by: Actor) -> Item:
    """Begin the incident that comes of a report, as a draft of the one who takes it up.

    Raises:
        Refused: it was taken up already.
        Unseen: there is no such report, or no such space for her.
    """
    found = _held(uid, by)
    if found.item_id is not None:
        raise Refused(_("It has been taken up already."))
    item = writing.begin(space_uid, Words(found.title, found.words), by=by, kind=Item.Kind.INCIDENT)
    recording.save(item.uid, found.data, by=by, shown_saves=0)
    found.item, found.closed_on = item, None
    found.save(update_fields=["item", "closed_on"])
    ledger.record(events.ReportTakenUp(by=by, owner_id=found.organisation_id, report_id=found.pk, item_id=item.pk))
    return item


@transaction.atomic
def close(uid: str, words: str, *, by: Actor) -> Report:
    """Say that nothing will come of a report, and why: whoever made it reads that."""
    found = _held(uid, by)
    if found.item_id is not None:
        raise Refused(_("It has been taken up already."))
    _say(found, words, by)
    found.closed_on = clock.now().date()
    found.save(update_fields=["closed_on"])
    ledger.record(events.ReportClosed(by=by, owner_id=found.organisation_id, report_id=found.pk))
    return found


def _held(uid: str, by: Actor) -> Report:
    found = Report.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if found is None:
        raise Unseen("Report")
    policy.reports.require(by, "see", found)
    return found


@transaction.atomic
def hand_over() -> int:
    """Hand over what has rested, and let rest what has just come in; how many reports were handed over or added to.

    The clock calls this each minute and it acts once an hour, so that between one and two hours lie between what
    somebody does and what anybody can see of it.
    """
    if not _is_time():
        return 0
    resting = list(Report.objects.select_for_update().filter(stage=Stage.RESTING))
    said = list(Message.objects.select_for_update(of=("self",)).filter(stage=Stage.RESTING).select_related("report"))
    about = {row.pk: row for row in [*resting, *(message.report for message in said)]}
    Report.objects.filter(pk__in=[row.pk for row in resting]).update(stage=Stage.HANDED_OVER)
    Message.objects.filter(pk__in=[row.pk for row in said]).update(stage=Stage.HANDED_OVER)
    Report.objects.filter(stage=Stage.FRESH).update(stage=Stage.RESTING)
    Message.objects.filter(stage=Stage.FRESH).update(stage=Stage.RESTING)
    for row in about.values():
        keepers = identity.colleagues(row.organisation_id).filter(role__in=(Role.OWNER, Role.STEWARD))
        notices.tell(REPORT, row.pk, [(member.person_id, row.organisation_id) for member in keepers], by=SYSTEM)
        ledger.record(events.ReportHandedOver(by=SYSTEM, owner_id=row.organisation_id, report_id=row.pk))
    return len(about)


def _is_time() -> bool:
    """Whether an hour has passed since the last round; if so this is one. Rounds go on where nothing waits, so that
    when one is due tells nothing of when something came in."""
    now = clock.now()
    if not Round.objects.exists():
        Round.objects.create(at=now)
        return True
    return bool(Round.objects.filter(at__lte=now - REST).update(at=now))


def _clean(words: str) -> str:
    return words.replace("\x00", "")
