"""What happens here is posted to another program: signed, at least once, ids only, and nobody else's."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from kith.agreements.actions import ending
from kith.audit import chain, facts
from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Refused, Unseen
from kith.identity.actions import asking as demands
from kith.identity.actions import leaving
from kith.identity.models import Membership
from kith.knowledge import policy
from kith.knowledge.actions import arranging, using
from kith.notices import queries as notices
from kith.speakup import actions as speakup
from kith.webhooks import tasks, topics, wire
from kith.webhooks.actions import asking, gathering, keeping, sending
from kith.webhooks.actions.keeping import Wish
from kith.webhooks.models import Attempt, Delivery, Hook, Secret
from kith.webhooks.tests.receiver import receiving
from tests import walk

ALL = tuple(sorted(topics.KEYS))


@pytest.fixture
def receiver(settings):
    with receiving() as each:
        settings.KITH_WEBHOOKS_INSIDE = frozenset({f"127.0.0.1:{each.port}"})
        yield each


@pytest.fixture
def made(world, receiver):
    while chain.seal():
        pass
    return keeping.make(Wish("Chat", receiver.address, ALL), by=world.actor("ada"))


@pytest.fixture
def turn(work):
    """What the clock and a worker do in the next moment."""

    def now():
        while chain.seal():
            pass
        tasks.hand_out()
        work()

    return now


def signed(post, secret):
    """Whether a post is signed with a secret: the convention's own few lines."""
    _path, headers, body = post
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}"
    digest = hmac.digest(base64.b64decode(secret.split("_")[1]), content.encode(), hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}" in headers["webhook-signature"].split(" ")


def types(receiver):
    return [json.loads(body)["type"] for _path, _headers, body in receiver.posts]


def test_a_fact_is_posted_signed_and_holds_ids_only(world, receiver, made, turn):
    item = world.item(world.space("Castings"), "Volutes crack", "Vent the core.")
    turn()
    assert "knowledge.ItemPublished" in types(receiver)
    for path, headers, body in receiver.posts:
        assert path == "/in?from=kith"
        assert headers["Content-Type"] == "application/json"
        assert headers["User-Agent"] == "Kith"
        assert signed((path, headers, body), made.secret)
        for words in ("Volutes", "Vent", "Castings", "Ada"):
            assert words not in body.decode()
    sent = json.loads(receiver.posts[types(receiver).index("knowledge.ItemPublished")][2])
    event = Event.objects.get(name="knowledge.ItemPublished")
    assert set(sent) == {"type", "timestamp", "data"}
    assert sent["data"] == {"about": "item", "id": item.uid}, "no number: its gaps would tell of others"
    assert datetime.fromisoformat(sent["timestamp"]) == event.at
    before = len(receiver.posts)
    turn()
    assert len(receiver.posts) == before
    assert walk.program(world, "ada").get(f"/api/v1/items/{sent['data']['id']}").json()["title"] == "Volutes crack"


def test_another_secret_verifies_nothing(world, receiver, made, turn):
    asking.test(made.hook.uid, by=world.actor("ada"))
    turn()
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    assert signed(receiver.posts[0], made.secret)
    assert not signed(receiver.posts[0], other)


def test_only_what_was_ticked_is_posted(world, receiver, made, turn):
    keeping.change(made.hook.uid, Wish("Chat", receiver.address, ("spaces",)), by=world.actor("ada"))
    world.item(world.space("Castings"), "Volutes")
    turn()
    assert set(types(receiver)) <= topics.names(["spaces"])
    assert "knowledge.SpaceOpened" in types(receiver)


def test_what_was_not_taken_is_tried_again_with_the_same_id_and_signed_afresh(world, receiver, made, turn):
    receiver.answers = [(500, {}, b"Sorry")]
    asking.test(made.hook.uid, by=world.actor("ada"))
    turn()
    row = Delivery.objects.get()
    assert (row.tries, row.taken_at) == (1, None)
    assert timedelta(seconds=50) < row.due_at - clock.now() <= timedelta(seconds=72)
    turn()
    assert len(receiver.posts) == 1, "not before it is due"
    with clock.at(row.due_at + timedelta(seconds=1)):
        turn()
    first, second = receiver.posts
    assert first[1]["webhook-id"] == second[1]["webhook-id"]
    assert int(second[1]["webhook-timestamp"]) > int(first[1]["webhook-timestamp"])
    assert signed(second, made.secret)
    row.refresh_from_db()
    assert row.taken_at and row.due_at is None
    assert [each.status for each in row.attempts.order_by("pk")] == [500, 200]
    assert Hook.objects.get().failing_since is None


def test_a_worker_that_dies_after_the_post_sends_it_again_under_the_same_id(world, receiver, made, turn, monkeypatch):
    asking.test(made.hook.uid, by=world.actor("ada"))
    note = sending._note

    def cut(*_args):
        raise KeyboardInterrupt

    assert sending.due() == [made.hook.pk]
    monkeypatch.setattr(sending, "_note", cut)  # the process ends between the answer and the row
    with pytest.raises(KeyboardInterrupt):
        sending.turn(made.hook.pk)
    monkeypatch.setattr(sending, "_note", note)
    assert sending.due() == [], "still lent"
    with clock.at(clock.now() + sending.LEASE + timedelta(seconds=1)):
        turn()
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.posts}) == 1
    assert len(receiver.posts) == 2
    assert Delivery.objects.get().taken_at


def test_facts_are_found_once_even_when_the_finding_is_cut_short(world, receiver, made, turn, monkeypatch):
    world.space("Castings")
    while chain.seal():
        pass
    seq = Hook.objects.get().seq

    def cut(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(gathering, "body", cut)
        with pytest.raises(KeyboardInterrupt):
            gathering.gather()
    assert Hook.objects.get().seq == seq
    turn()
    assert types(receiver).count("knowledge.SpaceOpened") == 1
    assert gathering.gather() == 0


def test_410_switches_it_off_and_the_keepers_are_told_once(world, receiver, made, turn):
    receiver.always = (410, {}, b"")
    for _twice in range(2):
        asking.test(made.hook.uid, by=world.actor("ada"))
    turn()
    hook = Hook.objects.get()
    assert (hook.off_why, len(receiver.posts)) == ("gone", 1)
    assert Event.objects.filter(name="webhooks.HookSwitchedOff").count() == 1
    assert [line.words for line in _told(world, "ada")] == ["The webhook “Chat” was switched off"]
    world.space("Castings")
    turn()
    assert len(receiver.posts) == 1
    receiver.always = (200, {}, b"")
    keeping.resume(hook.uid, by=world.actor("ada"))
    turn()
    assert types(receiver)[1:] == ["kith.test"], "what waited, and nothing of what happened in between"


def _told(world, name):
    return [row.line for row in notices.inbox(world.actor(name)).told if row.line.href.startswith("/webhooks")]


def test_what_is_never_taken_is_given_up_and_told_once(world, receiver, made, turn):
    world.colleague("mae", "ada", Role.STEWARD)
    turn()
    receiver.always = (503, {}, b"Busy")
    rows = [asking.test(made.hook.uid, by=world.actor("ada")) for _twice in range(2)]
    moment = clock.now()
    while Delivery.objects.filter(due_at__isnull=False).exists():
        moment = max(
            Delivery.objects.filter(due_at__isnull=False).earliest("due_at").due_at, Hook.objects.get().not_before
        )
        with clock.at(moment + timedelta(seconds=1)):
            turn()
    assert all(row.attempts.count() == 1 + len(sending.GAPS) for row in rows)
    assert Event.objects.filter(name="webhooks.DeliveryGivenUp").count() == 2
    for name in ("ada", "mae"):
        assert [line.words for line in _told(world, name)] == ["“Chat” did not take what was posted to it"]
    assert _told(world, "ben") == []
    assert Hook.objects.get().runs, "two days are not five"


def test_five_days_of_nothing_but_failures_switch_it_off(world, receiver, made, turn):
    receiver.always = (500, {}, b"")
    start = clock.now()
    for day in range(6):
        with clock.at(start + timedelta(days=day, minutes=day)):
            if Hook.objects.get().runs:
                asking.test(made.hook.uid, by=world.actor("ada"))
            turn()
        assert Hook.objects.get().runs == (day < 5)
    assert Hook.objects.get().off_why == "failing"


def test_a_failure_weeks_after_the_last_was_given_up_is_a_first_one(world, receiver, made, turn):
    receiver.always = (503, {}, b"Busy")
    row = asking.test(made.hook.uid, by=world.actor("ada"))
    moment = clock.now()
    while Delivery.objects.filter(due_at__isnull=False).exists():
        due = Delivery.objects.filter(due_at__isnull=False).earliest("due_at").due_at
        moment = max(due, Hook.objects.get().not_before) + timedelta(seconds=1)
        with clock.at(moment):
            turn()
    row.refresh_from_db()
    assert row.given_up_at
    with clock.at(moment + timedelta(days=21)):
        asking.test(made.hook.uid, by=world.actor("ada"))
        turn()
        hook = Hook.objects.get()
        assert (hook.runs, hook.failing_since) == (True, clock.now())


def test_a_receiver_that_is_gone_costs_one_attempt_a_turn_and_holds_up_no_other(world, receiver, made, turn):
    with receiving() as slow:
        wire_inside(slow, receiver)
        slow.always = (500, {}, b"")
        other = keeping.make(Wish("Slow", slow.address, ALL), by=world.actor("ada"))
        for _each in range(5):
            asking.test(other.hook.uid, by=world.actor("ada"))
            asking.test(made.hook.uid, by=world.actor("ada"))
        turn()
        assert (len(slow.posts), len(receiver.posts)) == (1, 5)


def wire_inside(*receivers):
    from django.conf import settings  # noqa: PLC0415

    settings.KITH_WEBHOOKS_INSIDE = frozenset(f"127.0.0.1:{each.port}" for each in receivers)


def test_a_new_secret_and_the_one_before_sign_for_a_day(world, receiver, made, turn):
    fresh = keeping.draw_secret(made.hook.uid, by=world.actor("ada")).secret
    for hours, both in ((0, True), (23, True), (25, False)):
        with clock.at(clock.now() + timedelta(hours=hours)):
            asking.test(made.hook.uid, by=world.actor("ada"))
            turn()
            assert signed(receiver.posts[-1], fresh)
            assert signed(receiver.posts[-1], made.secret) == both
            assert len(receiver.posts[-1][1]["webhook-signature"].split(" ")) == 1 + both
    keeping.end(made.hook.uid, by=world.actor("ada"))
    assert not Secret.objects.exists()


def test_what_happens_while_it_is_paused_is_not_sent(world, receiver, made, turn):
    keeping.pause(made.hook.uid, by=world.actor("ada"))
    with pytest.raises(Refused):
        asking.test(made.hook.uid, by=world.actor("ada"))
    world.space("Castings")
    turn()
    keeping.resume(made.hook.uid, by=world.actor("ada"))
    world.space("Patterns")
    turn()
    assert types(receiver).count("knowledge.SpaceOpened") == 1


def test_it_is_sent_again_under_the_same_id(world, receiver, made, turn):
    asking.test(made.hook.uid, by=world.actor("ada"))
    turn()
    row = Delivery.objects.get()
    ada = walk.browser(world, "ada")
    ada.post(f"/webhooks/{made.hook.uid}/deliveries/{row.uid}/repeat")
    turn()
    tests = [post for post in receiver.posts if json.loads(post[2])["type"] == topics.TEST]
    assert [headers["webhook-id"] for _path, headers, _body in tests] == [row.message_id] * 2
    assert "Taken" in walk.said(ada.get(f"/webhooks/{made.hook.uid}/deliveries/{row.uid}"))


def test_nothing_of_others_is_posted(world, receiver, made, turn):
    world.agree("foundry", "cleo")
    theirs = world.space("Pour logs", by="cleo")
    log = world.item(theirs, "Pour log", by="cleo")
    arranging.classify(log.uid, 3, by=world.actor("cleo"))
    world.space("Outside", by="dan")
    ours = world.item(world.space("Castings"), "Volutes")
    world.share(ours, "foundry")
    using.use(ours.uid, "quality", by=world.actor("tom"))
    ending.stop_sharing(world.agreements["foundry"].uid, by=world.actor("ada"))
    turn()
    sent = {headers["webhook-id"] for _path, headers, _body in receiver.posts}
    rows = [row for row in Delivery.objects.all() if row.message_id in sent]
    assert len(rows) == len(sent) > 0
    for row in rows:
        assert Event.objects.get(pk=row.event_id).owner_id == world.pumps.pk
    everything = b"".join(body for _path, _headers, body in receiver.posts).decode()
    for hidden in (theirs.uid, log.uid, world.firms["foundry"].uid, world.people["tom"].uid):
        assert hidden not in everything
    assert "knowledge.ItemUsed" in types(receiver)


def test_an_item_that_the_keeper_may_not_see_has_no_id(world, receiver, made, turn):
    world.colleague("mae", "ada", Role.STEWARD)
    hidden = world.item(world.space("Quiet", to_all=False, by="ben"), "Hidden", by="ben")
    may = policy.items.scope(world.actor("ada")).filter(pk=hidden.pk).exists()
    turn()
    assert (hidden.uid in b"".join(body for _p, _h, body in receiver.posts).decode()) == may
    leaving_ = Membership.objects.get(person=world.ada)
    world.colleague("kim", "ada", Role.OWNER)
    leaving.deactivate(leaving_.pk, by=world.actor("kim"))
    item = world.item(world.space("Later", by="mae"), "Later", by="mae")
    turn()
    assert types(receiver).count("knowledge.ItemPublished") == 2
    assert item.uid not in b"".join(body for _p, _h, body in receiver.posts).decode()


def test_a_keeper_to_whom_nothing_opens_before_her_second_step_has_no_ids_named(world, receiver, turn):
    world.colleague("mae", "ada", Role.STEWARD)
    while chain.seal():
        pass
    keeping.make(Wish("Chat", receiver.address, ALL), by=world.actor("mae"))
    demands.ask_own({"steward"}, by=world.actor("ada"))
    item = world.item(world.space("Castings"), "Volutes")
    turn()
    assert "knowledge.ItemPublished" in types(receiver)
    assert item.uid.encode() not in b"".join(body for _path, _headers, body in receiver.posts)
    Authenticator.objects.create(user=world.people["mae"], type="totp", data={"secret": "x"})
    later = world.item(world.space("Patterns"), "Later")
    turn()
    assert later.uid.encode() in b"".join(body for _path, _headers, body in receiver.posts)


def test_what_the_operator_lists_inside_is_open_to_the_founders_webhooks_only(world, receiver, made, turn):
    dan = world.actor("dan")
    with pytest.raises(Refused) as refused:
        keeping.make(Wish("Mine", receiver.address, ALL), by=dan)
    assert refused.value.field == "address"
    theirs = keeping.make(Wish("Mine", "https://example.com/", ALL), by=dan)
    with pytest.raises(Refused):
        keeping.change(theirs.hook.uid, Wish("Mine", receiver.address, ALL), by=dan)
    Hook.objects.filter(pk=theirs.hook.pk).update(address=receiver.address)  # as before the rule
    asking.test(theirs.hook.uid, by=dan)
    asking.test(made.hook.uid, by=world.actor("ada"))
    turn()
    assert len([name for name in types(receiver) if name == topics.TEST]) == 1
    assert Attempt.objects.get(delivery__hook=theirs.hook).failure == Attempt.Failure.REFUSED


def test_speaking_up_is_never_posted(world, receiver, made, turn):
    channel = speakup.open_channel(by=world.actor("ada"))
    speakup.report(channel.token, speakup.Told("Hook", "Slipped", {}))
    for hours in (0, 1):
        with clock.at(clock.now() + timedelta(hours=hours)):
            speakup.hand_over()
    turn()
    assert Event.objects.filter(name="speakup.ReportHandedOver", owner_id=world.pumps.pk).exists()
    assert not any(name.startswith("speakup.") for name in types(receiver))


def test_the_topics_name_facts_that_there_are_and_none_of_speaking_up():
    named = topics.names(topics.KEYS)
    assert named <= set(facts.KINDS)
    assert len(named) > 80
    assert not any(name.startswith(("speakup.", "webhooks.", "audit.")) for name in named)
    assert sum(len(topic.names) for topic in topics.ALL) == len(named), "each stands in one topic"


@pytest.mark.parametrize("name", ["ben", "cleo", "dan"])
def test_members_and_others_see_nothing_of_it(world, made, name):
    client = walk.browser(world, name)
    uid = made.hook.uid
    for path in ("", "/settings"):
        assert client.get(f"/webhooks/{uid}{path}").status_code == 404
    for path in ("/secret", "/pause", "/test", "/end", "/settings"):
        assert client.post(f"/webhooks/{uid}{path}").status_code == 404
    if name == "ben":
        for path in ("", "/new"):
            assert client.get(f"/people/organisation/webhooks{path}").status_code == 404
        with pytest.raises(Unseen):
            keeping.make(Wish("Mine", "https://example.com/", ALL), by=world.actor("ben"))
    assert Secret.objects.count() == 1


def test_a_steward_makes_one_and_sees_its_secret_once(world, receiver):
    world.colleague("mae", "ada", Role.STEWARD)
    mae = walk.browser(world, "mae")
    sent = {"name": "Alarm", "address": "https://10.0.0.1/", "topics": ["pages", "people"]}
    refused = mae.post("/people/organisation/webhooks/new", sent)
    assert refused.status_code == 422
    assert "not one where Kith may go" in walk.said(refused)
    answer = mae.post("/people/organisation/webhooks/new", sent | {"address": "https://alarm.example:8443/kith"})
    secret = Secret.objects.get().secret
    assert secret in walk.said(answer)
    assert answer["Cache-Control"] == "no-store, private"
    uid = Hook.objects.get().uid
    for path in ("/people/organisation/webhooks", f"/webhooks/{uid}", f"/webhooks/{uid}/settings"):
        said = walk.said(mae.get(path))
        assert "Alarm" in said
        assert secret not in said
    mae.post(f"/webhooks/{uid}/pause")
    assert "Paused" in walk.said(mae.get(f"/webhooks/{uid}"))
    assert mae.post(f"/webhooks/{uid}/nonsense").status_code == 404
    mae.post(f"/webhooks/{uid}/end")
    assert mae.get(f"/webhooks/{uid}").status_code == 404


def test_what_came_back_is_shown_as_text_and_failures_can_be_picked_out(world, receiver, made, turn):
    receiver.answers = [(200, {}, b"fine"), (400, {}, b"<script>bad</script>")]
    for _twice in range(2):
        asking.test(made.hook.uid, by=world.actor("ada"))
    turn()
    ada = walk.browser(world, "ada")
    failed = Delivery.objects.get(tries=1)
    taken = Delivery.objects.get(tries=0)
    said = walk.said(ada.get(f"/webhooks/{made.hook.uid}?failed=1"))
    assert failed.uid in said
    assert taken.uid not in said
    assert "&lt;script&gt;bad" in walk.said(ada.get(f"/webhooks/{made.hook.uid}/deliveries/{failed.uid}"))
    assert ada.get(f"/webhooks/{made.hook.uid}?after=nonsense").status_code == 200


def test_the_log_asks_as_much_with_more_in_it_and_goes_on(world, made):
    ada = walk.browser(world, "ada")

    def fill(count):
        for _each in range(count):
            row = asking.test(made.hook.uid, by=world.actor("ada"))
            Attempt.objects.create(delivery=row, at=clock.now(), status=500, failure="status", took=1)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert ada.get(f"/webhooks/{made.hook.uid}").status_code == 200
        return len(captured)

    fill(3)
    asked()
    before = asked()
    fill(60)
    assert asked() <= before
    said = walk.said(ada.get(f"/webhooks/{made.hook.uid}"))
    more = said.split("?after=")[1].split("#")[0]
    rest = walk.said(ada.get(f"/webhooks/{made.hook.uid}?after={more}"))
    assert sum(row.uid in said for row in Delivery.objects.all()) == 50
    assert sum(row.uid in rest for row in Delivery.objects.all()) == 13


def test_the_log_is_kept_for_thirty_days(world, receiver, made, turn):
    asking.test(made.hook.uid, by=world.actor("ada"))
    turn()
    with clock.at(clock.now() + timedelta(days=29)):
        assert asking.sweep() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert asking.sweep() == 1
    assert not Attempt.objects.exists()


def test_there_are_at_most_ten(world, made):
    for number in range(keeping.MOST - 1):
        keeping.make(Wish(f"{number}", "https://example.com/", ALL), by=world.actor("ada"))
    with pytest.raises(Refused):
        keeping.make(Wish("Eleven", "https://example.com/", ALL), by=world.actor("ada"))


def test_the_clock_asks_nothing_of_workers_where_nothing_is_due(world, made):
    before = DBTaskResult.objects.count()
    assert tasks.hand_out() == 0
    assert DBTaskResult.objects.count() == before
    assert sending.LEASE.total_seconds() > wire.WHOLE * 2
