"""Capability 58: the register, its days and what is missing in it; inventions that people tell."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.deadlines import actions as noting
from kith.deadlines import alerting
from kith.deadlines import queries as deadlines
from kith.deadlines.models import Alert
from kith.knowledge.queries import own
from kith.notices import queries as notices
from kith.register import heeds
from kith.register.actions import assets, inventions, licences, rights, schedules, steps
from kith.register.actions.assets import Entry
from kith.register.actions.given import Share
from kith.register.actions.inventions import Telling
from kith.register.actions.licences import Terms
from kith.register.actions.rights import Filing
from kith.register.actions.schedules import Wanted as Rule
from kith.register.models import Asset, Invention
from kith.register.queries import assets as queries
from kith.register.queries.assets import Wanted
from tests import walk

LATER = timedelta(days=1)


@pytest.fixture
def ada(world):
    return world.actor("ada")


@pytest.fixture
def today():
    return clock.now().date()


def enter(by, kind="patent", **more):
    return assets.enter(
        Entry(kind, more.pop("title", "Vented volute"), more.pop("origin", "background"), **more), by=by
    )


def keys(asset, by):
    return {heed.key for heed in queries.one(asset.uid, by).heeds}


def test_foreground_without_an_owner_is_flagged_until_its_shares_are_named(world, ada):
    uid = world.partnerships["foundry"].uid
    with pytest.raises(Refused, match="partnership"):
        enter(ada, origin="foreground")
    entry = Entry("knowhow", "Core wash", "foreground", partnership_uid=uid)
    asset = assets.enter(entry, by=ada)
    assert keys(asset, ada) == {"no_owner"}
    shares = (Share("Tarnside Pumps", Decimal(60)), Share("brightforge  castings", Decimal("39.5")))
    assets.change(asset.uid, replace(entry, holdings=shares), by=ada)
    assert keys(asset, ada) == {"shares", "joint"}
    assert [row.organisation for row in asset.holdings.order_by("-percent")] == [world.pumps, world.firms["foundry"]]
    whole = (*shares[:1], Share("Brightforge Castings", Decimal(40)))
    assets.change(asset.uid, replace(entry, holdings=whole), by=ada)
    assert keys(asset, ada) == {"joint"}


@pytest.mark.parametrize(
    "shares",
    [
        [("A", "0")],
        [("A", "100.01")],
        [("A", "60"), ("B", "40.01")],
        [("A", "33.333")],
        [("", "10")],
        [("A" * 301, "10")],
    ],
)
def test_shares_that_make_no_sense_are_refused(world, ada, shares):
    with pytest.raises(Refused):
        enter(ada, holdings=[Share(name, Decimal(percent)) for name, percent in shares])
    assert not Asset.objects.exists()


def test_only_ones_own_people_partners_and_pages_can_be_named(world, ada):
    theirs = world.item(world.space("Moulding", by="cleo"), "Gate speeds", by="cleo")
    for more in (
        {"custodian_id": world.people["tom"].pk},
        {"makers": [world.people["tom"].pk]},
        {"item_uids": (theirs.uid,)},
        {"item_uids": ("",)},
        {"partnership_uid": "000000000000"},
        {"title": "\x00 "},
        {"title": "x" * 301},
        {"kind": "soul"},
        {"origin": "heaven"},
        {"classification": 9},
        {"public_on": clock.now().date() + 2 * LATER},
    ):
        with pytest.raises(Refused):
            enter(ada, **more)
    for name in ("ben", "cleo"):
        by = world.actor(name)
        if name == "ben":
            with pytest.raises(Denied):
                enter(by)
        else:
            assert enter(by).organisation == world.firms["foundry"]


def test_a_partner_never_sees_the_register_and_members_see_what_is_open_inside(world, ada):
    open_, secret = enter(ada, "mark"), enter(ada, "secret", title="Wash mixture")
    hers = enter(ada, "secret", title="Ladle coat", custodian_id=world.people["ben"].pk)
    made = enter(ada, "patent", title="Gate", classification=3, makers=[world.people["ben"].pk])
    assert secret.classification == 4
    ben = {row.asset for row in queries.page(Wanted(), world.actor("ben")).rows}
    assert ben == {open_, hers, made}
    for name in ("cleo", "tom", "dan", "una"):
        assert queries.page(Wanted(), world.actor(name)).rows == []
        for asset in (open_, secret):
            with pytest.raises(Unseen):
                queries.one(asset.uid, world.actor(name))
            with pytest.raises(Unseen):
                rights.enter(asset.uid, Filing("EPO"), by=world.actor(name))
    with pytest.raises(Denied):
        rights.enter(open_.uid, Filing("EPO"), by=world.actor("ben"))


def test_what_the_public_knew_first_bars_a_patent(world, ada, today):
    asset = enter(ada, public_on=today - 10 * LATER, makers=[world.ada.pk])
    assert keys(asset, ada) == {"no_right", "public_first"}
    rights.enter(asset.uid, Filing("EPO", filed_on=today), by=ada)
    assert keys(asset, ada) == {"public_first"}
    before = enter(ada, public_on=today, makers=[world.ada.pk])
    rights.enter(before.uid, Filing("EPO", filed_on=today - LATER), by=ada)
    assert keys(before, ada) == set()


def test_a_secret_wants_a_custodian_a_value_marked_pages_and_steps(world, ada, today):
    space = world.space("Furnace", to_all=False)
    loose = world.item(space, "Mixture", classification=2)
    entry = Entry("secret", "Wash mixture", "background", item_uids=(loose.uid,))
    asset = assets.enter(entry, by=ada)
    assert keys(asset, ada) == {"no_custodian", "no_value", "marked_lower", "no_steps"}
    tight = world.item(space, "Mixture, in full", classification=4)
    better = replace(entry, item_uids=(tight.uid,), custodian_id=world.ada.pk, value="Halves the scrap")
    assets.change(asset.uid, better, by=ada)
    step = steps.attest(asset.uid, "physical", "Cabinet 4 is locked", today, today + 30 * LATER, by=ada)
    assert keys(asset, ada) == set()
    with clock.at(clock.now() + 32 * LATER):
        assert keys(asset, ada) == {"no_steps"}
        new = clock.now().date()
        steps.attest(asset.uid, "physical", "Cabinet 4 is locked", new, new, by=ada, follows=step.pk)
        assert keys(asset, ada) == set()
        with pytest.raises(Unseen):
            steps.end(asset.uid, step.pk, by=ada)
    assets.change(asset.uid, replace(better, public_on=today), by=ada)
    assert "no_secret" in keys(asset, ada)


def test_what_a_change_does_not_show_stays_named(world, ada):
    world.colleague("kim", "ada", role=Role.STEWARD)
    seen, quiet = (world.item(world.space(name, to_all=name == "Open"), name) for name in ("Open", "Quiet"))
    entry = Entry("knowhow", "Core wash", "background", item_uids=(seen.uid, quiet.uid))
    asset = assets.enter(entry, by=ada)
    world.colleague("eve", "ada")
    hidden = own.unseen(asset.items.values_list("pk", flat=True), world.actor("eve"))
    assert hidden == {quiet.pk}
    assets.change(asset.uid, replace(entry, item_uids=()), by=world.actor("kim"))
    assert not asset.items.exists()  # a steward sees both, and left both out


def test_licences_are_watched_and_copyleft_in_what_is_licensed_out_is_flagged(world, ada, today):
    theirs = enter(ada, "software", origin="third", open_source="unknown")
    assert keys(theirs, ada) == {"no_licence", "open_unknown"}
    licences.enter(theirs.uid, Terms("in", "open", "Moulder GmbH", today, today), by=ada)
    assert keys(theirs, ada) == {"open_unknown"}
    with clock.at(clock.now() + 2 * LATER):
        assert keys(theirs, ada) == {"no_licence", "open_unknown", "licence_over"}
    ours = enter(ada, "software", open_source="strong", licence_name="GPL-3.0")
    assert keys(ours, ada) == set()
    first = licences.enter(ours.uid, Terms("out", "exclusive", world.firms["foundry"].uid, today), by=ada)
    assert keys(ours, ada) == {"open_conflict"}
    licences.enter(ours.uid, Terms("out", "open", "Somebody", today), by=ada)
    assert keys(ours, ada) == {"open_conflict", "two_exclusive"}
    with pytest.raises(Refused):
        licences.end(first.uid, " ", by=ada)
    licences.end(first.uid, "They stopped using it", by=ada)
    assert keys(ours, ada) == {"open_conflict"}
    with pytest.raises(Refused):
        licences.enter(ours.uid, Terms("out", "open", "X", today, today - LATER), by=ada)


def test_a_fee_that_nobody_pays_alerts_until_it_is_written_down(world, ada, today):
    asset = enter(ada, custodian_id=world.people["ben"].pk, makers=[world.ada.pk])
    filed = today - timedelta(days=430)  # so that the fee for the third year is due in ten months
    right = rights.enter(asset.uid, Filing("EPO", filed_on=filed, paid_before=today), by=ada)
    [row] = queries.one(asset.uid, ada).rights
    due = row.row.next.due_on
    told = []
    day = today
    while day < due + 5 * LATER:
        with clock.at(clock.start_of(day, "UTC") + timedelta(hours=9)):
            told += _turned(world)
        day += LATER
    assert told == [180, 90, 30, 7, "late"]
    with clock.at(clock.start_of(due + 5 * LATER, "UTC")):
        by = world.actor("ben")
        assert {row.alert.what for row in deadlines.waiting(by)} == {"fee", "late"}
        with pytest.raises(Refused):
            rights.pay(right.uid, due + LATER, due, "", by=by)
        rights.pay(right.uid, due, due, "By bank", by=by)
        assert deadlines.waiting(by) == []
        [row] = queries.one(asset.uid, ada).rights
        assert row.row.next.due_on.year == due.year + 1
        with pytest.raises(Refused):
            rights.pay(right.uid, due, due, "", by=by)


def _turned(world):
    known = set(Alert.objects.values_list("pk", flat=True))
    alerting.turn()
    for row in Alert.objects.exclude(pk__in=known).exclude(what="late").order_by("pk"):
        yield "late" if row.before < 0 else row.before
        if row.before > 0:
            noting.acknowledge(row.uid, "Seen", by=world.actor("ben"))


def test_giving_up_ends_its_days_and_changing_it_too(world, ada, today):
    asset = enter(ada, makers=[world.ada.pk])
    rights.enter(asset.uid, Filing("UKIPO", filed_on=today - timedelta(days=1465), is_first=True), by=ada)
    alerting.turn()
    assert deadlines.waiting(ada)
    with pytest.raises(Refused):
        assets.give_up(asset.uid, "", by=ada)
    assets.give_up(asset.uid, "Worth nothing", by=ada)
    assert deadlines.waiting(ada) == []
    assert deadlines.coming(ada) == []
    with pytest.raises(Denied):
        assets.change(asset.uid, Entry("patent", "Again", "background"), by=ada)
    assert [row.asset for row in queries.page(Wanted(given_up=True), ada).rows] == [asset]
    assert queries.page(Wanted(), ada).rows == []


def test_an_own_rule_takes_the_place_of_kiths_and_can_be_dropped(world, ada, today):
    asset = enter(ada, makers=[world.ada.pk])
    rights.enter(asset.uid, Filing("EPO", filed_on=today), by=ada)
    by_kith = queries.one(asset.uid, ada).rights[0].row.next.due_on
    own = Rule("EPO", "patent", "filing", [12, 1], False, 2, 240, "Letter of 1 May")
    row = schedules.set_own(own, by=ada)
    shown = queries.one(asset.uid, ada).rights[0].row
    assert shown.rule.own
    assert (shown.next.due_on - today).days < 32
    theirs = enter(world.actor("cleo"), makers=[world.people["cleo"].pk])
    rights.enter(theirs.uid, Filing("EPO", filed_on=today), by=world.actor("cleo"))
    assert not queries.one(theirs.uid, world.actor("cleo")).rights[0].row.rule.own
    with pytest.raises(Unseen):
        schedules.go_back(row.pk, by=world.actor("cleo"))
    schedules.go_back(row.pk, by=ada)
    assert queries.one(asset.uid, ada).rights[0].row.next.due_on == by_kith
    for wrong in (
        replace(own, months=[]),
        replace(own, months=[0]),
        replace(own, months=range(1, 62)),
        replace(own, words=" "),
        replace(own, kind="copyright"),
        replace(own, grace_months=25),
    ):
        with pytest.raises(Refused):
            schedules.set_own(wrong, by=ada)


def test_days_of_rights_that_make_no_sense_are_refused(world, ada, today):
    asset = enter(ada)
    for wrong in (
        Filing(""),
        Filing("EPO", filed_on=today + 3 * LATER),
        Filing("EPO", filed_on=today, granted_on=today - LATER),
        Filing("EPO", granted_on=today),
        Filing("EPO", filed_on=today.replace(year=1800)),
        Filing("x" * 41),
    ):
        with pytest.raises(Refused):
            rights.enter(asset.uid, wrong, by=ada)
    with pytest.raises(Refused, match="No office"):
        rights.enter(enter(ada, "secret").uid, Filing("EPO"), by=ada)
    right = rights.enter(asset.uid, Filing("EPO"), by=ada)
    rights.drop(right.uid, "Refused by the office", by=ada)
    with pytest.raises(Refused):
        rights.change(right.uid, Filing("EPO"), by=ada)


def test_an_invention_is_told_answered_once_and_its_inventors_go_with_it(world, ada):
    ben = world.actor("ben")
    telling = Telling("Vent in the core", "Gas", "A vent of wax", inventors=[ben.person], others="Iris, Olaf")
    for wrong in (replace(telling, idea=""), replace(telling, inventors=[world.people["tom"].pk]),
                  replace(telling, inventors=[], others=" ")):  # fmt: skip
        with pytest.raises(Refused):
            inventions.tell(wrong, by=ben)
    row = inventions.tell(telling, by=ben)
    assert [told.line.words for told in notices.inbox(ada).told] == ["An invention was told: “Vent in the core”"]
    inventions.mend(row.uid, replace(telling, title="Wax vent"), by=ben)
    with pytest.raises(Denied):
        inventions.take(row.uid, "patent", "We file", by=ben)
    with pytest.raises(Unseen):
        inventions.take(row.uid, "patent", "We file", by=world.actor("cleo"))
    asset = inventions.take(row.uid, "patent", "We file at the EPO", by=ada)
    assert [maker.called for maker in asset.makers.order_by("pk")] == ["Ben", "Iris", "Olaf"]
    assert asset.classification == 3
    assert [told.line.words for told in notices.inbox(ben).told] == ["There is an answer to “Wax vent”"]
    for deed in (
        lambda: inventions.put_aside(row.uid, "No", by=ada),
        lambda: inventions.mend(row.uid, telling, by=ben),
    ):
        with pytest.raises(Denied):
            deed()


def test_what_was_changed_stands_in_the_ledger_without_its_words(world, ada):
    asset = enter(ada)
    entry = Entry("patent", "Other name", "background", value="Much")
    assets.change(asset.uid, entry, by=ada)
    assets.change(asset.uid, entry, by=ada)  # again changes nothing
    [event] = Event.objects.filter(name="register.AssetChanged")
    assert '"fields":["title","value"]' in event.data
    assert "Other name" not in event.data
    rights.enter(asset.uid, Filing("EPO"), by=ada)
    with pytest.raises(Refused):
        assets.change(asset.uid, replace(entry, kind="mark"), by=ada)


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(world, ada, today):
    def asked():
        with CaptureQueriesContext(connection) as queries_:
            queries.page(Wanted(), ada)
        return len(queries_)

    for n in range(2):
        _busy_asset(world, ada, today, n)
    few = asked()
    for n in range(2, 8):
        _busy_asset(world, ada, today, n)
    assert asked() == few


def _busy_asset(world, ada, today, n):
    asset = enter(ada, title=f"Gate {n}", makers=[world.ada.pk], holdings=[Share("Tarnside Pumps", Decimal(100))])
    right = rights.enter(asset.uid, Filing("UKIPO", filed_on=today - timedelta(days=1500)), by=ada)
    [row] = queries.one(asset.uid, ada).rights
    rights.pay(right.uid, row.row.next.due_on, today, "", by=ada)
    licences.enter(asset.uid, Terms("out", "open", "Somebody", today, today), by=ada)


def test_every_heed_is_of_an_asset_that_stands(world, ada):
    asset = enter(ada, "secret")
    assert heeds.of(asset, [], clock.now().date())
    asset.given_up_at = clock.now()
    assert heeds.of(asset, [], clock.now().date()) == []


def test_keeping_the_register_in_the_browser(world, ada, today):
    page = walk.browser(world, "ada")
    assert "Nothing stands here yet" in walk.said(page.get("/register"))
    given = {"kind": "patent", "title": "Vented volute", "origin": "background", "classification": 1,
             "holdings": "Tarnside Pumps 60\nMoulder GmbH; 40 %", "makers": [world.ada.pk]}  # fmt: skip
    assert page.post("/register/new", given | {"holdings": "Tarnside"}).status_code == 422
    said = walk.said(page.post("/register/new", given, follow=True))
    assert "Moulder GmbH" in said
    assert "several owners" in said
    asset = Asset.objects.get()
    base = f"/register/{asset.uid}"
    said = walk.said(page.get(f"{base}/edit"))
    assert "Moulder GmbH 40" in said
    changed = walk.said(page.post(f"{base}/edit", given | {"title": "Vented volute 2"}, follow=True))
    assert "Vented volute 2" in changed
    filed = f"{today - timedelta(days=1500)}"
    said = walk.said(page.post(f"{base}/rights/new", {"office": "UKIPO", "filed_on": filed}, follow=True))
    assert "Fee overdue" in said
    right = asset.rights.get()
    assert page.post(f"/register/rights/{right.uid}", {"office": ""}).status_code == 422
    due = queries.one(asset.uid, ada).rights[0].row.next.due_on
    said = walk.said(page.post(f"/register/rights/{right.uid}/fee", {"due_on": f"{due}", "paid_on": ""}, follow=True))
    assert "Say on which day" in said
    paid = {"due_on": f"{due}", "paid_on": f"{today}", "words": "Bank"}
    said = walk.said(page.post(f"/register/rights/{right.uid}/fee", paid, follow=True))
    assert "Fee overdue" not in said
    terms = {"way": "out", "sort": "open", "other": "Brightforge Castings", "starts_on": f"{today}"}
    assert "Brightforge Castings" in walk.said(page.post(f"{base}/licences/new", terms, follow=True))
    licence = asset.licences.get()
    assert "It is over." in walk.said(
        page.post(f"/register/licences/{licence.uid}/end", {"reason": "Done"}, follow=True)
    )
    assert "Nothing is to be decided" in walk.said(page.post(f"/register/rights/{right.uid}/priority", follow=True))
    assert "Vented volute 2" in walk.said(page.get("/register?kind=patent"))
    assert "Vented volute 2" not in walk.said(page.get("/register?kind=mark"))
    for address in ("/register/report", "/register/report?as=pdf"):
        assert "Vented volute 2" in walk.said(page.get(address))
    assert "Office" in walk.said(
        page.post(f"/register/rights/{right.uid}/end", {"reason": "Office said no"}, follow=True)
    )
    said = walk.said(page.post(f"{base}/end", {"reason": "Sold"}, follow=True))
    assert "It stays in the register" in said
    assert page.get(f"{base}/pack").status_code == 403


def test_rules_and_inventions_in_the_browser(world, ada):
    page, ben = walk.browser(world, "ada"), walk.browser(world, "ben")
    assert "Patents Act 1977" in walk.said(page.get("/register/rules"))
    assert ben.get("/register/rules").status_code == 404
    own = {"office": "INPI", "kind": "patent", "counted_from": "filing", "months": "24, x", "grace_months": 6,
           "term_months": 240, "words": "Letter"}  # fmt: skip
    assert page.post("/register/rules", own).status_code == 422
    assert "INPI" in walk.said(page.post("/register/rules", own | {"months": "24, 36"}, follow=True))
    telling = {"title": "Wax vent", "problem": "Gas", "idea": "Wax", "inventors": [world.people["ben"].pk]}
    assert ben.post("/register/inventions/new", telling | {"idea": ""}).status_code == 422
    said = walk.said(ben.post("/register/inventions/new", telling, follow=True))
    assert "tell nobody outside" in said
    uid = Invention.objects.get().uid
    assert "Wax vent" in walk.said(ben.get("/register/inventions"))
    assert "Wax" in walk.said(
        ben.post(f"/register/inventions/{uid}/edit", telling | {"title": "Wax vents"}, follow=True)
    )
    assert page.post(f"/register/inventions/{uid}/take", {"kind": ""}).status_code == 422
    assert page.post(f"/register/inventions/{uid}/aside", {"words": ""}).status_code == 422
    assert "Put aside" in walk.said(page.post(f"/register/inventions/{uid}/aside", {"words": "Known"}, follow=True))
