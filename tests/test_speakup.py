"""Reporting without one's name: it keeps no identity anywhere, and yet one can be answered."""

import logging
from datetime import timedelta

import pytest
from django.db import connection

from kith.audit.models import Event
from kith.core import clock
from kith.core.errors import Denied, Refused, Unseen
from kith.knowledge.models import Item
from kith.knowledge.queries import items
from kith.notices.models import Notice
from kith.speakup import actions, queries
from kith.speakup.actions import Told
from kith.speakup.models import Channel, Message, Report
from tests import walk

SENT = {
    "title": "Ladle hook slipped",
    "words": "The latch did not close.",
    "sort": "near_miss",
    "severity": "3",
    "happened_on": "2026-11-20",
    "where": "Ladle bay",
}


@pytest.fixture
def channel(world):
    return actions.open_channel(by=world.actor("ada"))


def told(channel, title="Ladle hook slipped"):
    return actions.report(channel.token, Told(title, "The latch did not close.", {"sort": "near_miss"}))


def rounds(count=2):
    """So many hours pass, and with each a round in which reports are handed over."""
    for hours in range(count):
        with clock.at(clock.now() + timedelta(hours=hours)):
            actions.hand_over()


def everything():
    """The whole database, as text, by table."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(str(row) for row in cursor.fetchall())
    return found


def test_what_is_reported_changes_nothing_but_its_own_row_and_that_tells_nobody(world, channel, caplog):
    tom = walk.browser(world, "ben")
    tom.get("/")
    before = everything()
    with caplog.at_level(logging.DEBUG):
        address = f"/speak-up/{channel.token}"
        assert tom.get(address).status_code == 200
        answer = tom.post(address, SENT)
    key = walk.said(answer).split("<code>")[1].split("<")[0]
    after = everything()
    changed = {table for table in after if before[table] != after[table] and table != "sqlite_sequence"}
    assert changed == {"speakup_report"}
    row = Report.objects.get()
    assert row.received_on == clock.now().date()
    kinds = {field.get_internal_type() for field in Report._meta.get_fields() if hasattr(field, "get_internal_type")}
    assert "DateTimeField" not in kinds
    [text] = [line for line in after["speakup_report"]]
    person = world.people["ben"]
    for trace in (person.name, person.email, person.uid, key, "127.0.0.1", tom.cookies["sessionid"].value):
        assert trace not in text.replace("number", ""), trace
    assert not [record for record in caplog.records if "Ladle" in record.getMessage() or "Ben" in record.getMessage()]
    with caplog.at_level(logging.DEBUG):
        tom.post("/speak-up", {"key": key, "words": "And again today."})
    changed = {table for table in after if everything()[table] != after[table] and table != "sqlite_sequence"}
    assert changed == {"speakup_message"}


def test_its_pages_show_nobody_who_she_is_and_leave_her_messages_where_they_are(world, channel):
    ben = walk.browser(world, "ben")
    said = walk.said(ben.get(f"/speak-up/{channel.token}")) + walk.said(ben.post(f"/speak-up/{channel.token}", SENT))
    assert "Ben" not in said
    assert "Tarnside Pumps" in said


def test_keepers_hear_of_it_one_to_two_hours_later_and_nobody_else_does(world, channel):
    told(channel)
    actions.hand_over()
    assert not queries.listed(world.actor("ada")).reports
    with clock.at(clock.now() + timedelta(minutes=59)):
        assert actions.hand_over() == 0
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert actions.hand_over() == 1
    assert [row.title for row in queries.listed(world.actor("ada")).reports] == ["Ladle hook slipped"]
    assert list(Notice.objects.filter(kind="speakup").values_list("person__name", flat=True)) == ["Ada"]
    uid = Report.objects.get().uid
    for name in ("ben", "cleo", "dan"):
        assert walk.browser(world, name).get(f"/reports/{uid}").status_code == 404
    assert "Ladle hook" not in walk.said(walk.browser(world, "ben").get("/reports"))
    [event] = Event.objects.filter(name="speakup.ReportHandedOver")
    assert event.person_id is None


def test_one_comes_back_with_the_key_is_answered_and_says_more(world, channel):
    key = told(channel)
    rounds()
    uid = Report.objects.get().uid
    actions.answer(uid, "Which hook was it?", by=world.actor("ada"))
    anybody = walk.browser(world, None)
    page = walk.said(anybody.post("/speak-up", {"key": key.upper().replace("-", " ")}))
    assert "Which hook was it?" in page
    assert "Ada" not in page
    anybody.post("/speak-up", {"key": key, "words": "The one at the door."})
    ada = walk.browser(world, "ada")
    assert "at the door" not in walk.said(ada.get(f"/reports/{uid}"))
    with clock.at(clock.now() + timedelta(hours=3)):
        actions.hand_over()
    with clock.at(clock.now() + timedelta(hours=5)):
        assert actions.hand_over() == 1
    assert "at the door" in walk.said(ada.get(f"/reports/{uid}"))
    assert anybody.post("/speak-up", {"key": "aaaa-bbbb"}).status_code == 422


def test_it_is_taken_up_as_an_incident_of_the_keeper_and_whoever_reported_it_reads_where_it_stands(
    world, work, channel
):
    key = told(channel)
    rounds()
    report = Report.objects.get()
    space = world.space("Safety")
    ada = walk.browser(world, "ada")
    assert ada.post(f"/reports/{report.uid}", {"take": "1", "space": space.uid}).status_code == 302
    item = Item.objects.get()
    assert (item.kind, item.owner, item.current) == ("incident", world.ada, None)
    assert items.page(item.uid, world.actor("ada")).record.data == {"sort": "near_miss"}
    with pytest.raises(Refused, match="already"):
        actions.take_up(report.uid, space.uid, by=world.actor("ada"))
    assert queries.case(key).stands == ""
    ada.post(f"/items/{item.uid}/draft", {"saves": "1", "title": "Hook", "markdown": "The latch.", "publish": "1"})
    assert queries.case(key).stands == "Reported"


def test_nothing_comes_of_it_only_with_a_reason_that_she_can_read(world, channel):
    key = told(channel)
    rounds()
    uid = Report.objects.get().uid
    ada = walk.browser(world, "ada")
    assert ada.post(f"/reports/{uid}", {"close": "1", "words": " "}).status_code == 422
    ada.post(f"/reports/{uid}", {"close": "1", "words": "It was replaced last week."})
    said = walk.said(walk.browser(world, None).post("/speak-up", {"key": key}))
    assert "It was replaced last week." in said
    assert "Nothing will come of it." in said


def test_the_link_is_made_anew_and_closed_by_keepers_and_old_ones_lead_nowhere(world, channel):
    anybody = walk.browser(world, None)
    with pytest.raises(Denied):
        actions.open_channel(by=world.actor("ben"))
    actions.open_channel(by=world.actor("ada"))
    assert anybody.get(f"/speak-up/{channel.token}").status_code == 404
    token = Channel.objects.get().token
    assert anybody.get(f"/speak-up/{token}").status_code == 200
    actions.close_channel(by=world.actor("ada"))
    assert anybody.post(f"/speak-up/{token}", SENT).status_code == 404
    with pytest.raises(Unseen):
        actions.close_channel(by=world.actor("ada"))
    assert not Report.objects.exists()


def test_nobody_fills_the_disk_through_the_link(world, channel, monkeypatch):
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    monkeypatch.setattr(actions, "MOST_SAID", 1)
    key = told(channel)
    told(channel)
    refused = walk.browser(world, None).post(f"/speak-up/{channel.token}", SENT)
    assert refused.status_code == 422
    assert "come back tomorrow" in walk.said(refused)
    assert "The latch did not close." in walk.said(refused)
    actions.add(key, "More")
    with pytest.raises(Refused, match="new report"):
        actions.add(key, "Still more")
    assert walk.browser(world, None).post("/speak-up", {"key": key, "words": "x" * 10_001}).status_code == 422
    assert Message.objects.count() == 1
