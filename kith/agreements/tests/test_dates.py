"""The calendar of agreements: renewals by themselves, and alerts that come once, on the right day, in every zone."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.agreements import alerting, dates, tasks
from kith.agreements.actions import ending, renewing
from kith.agreements.actions.ending import End
from kith.agreements.dates import What
from kith.agreements.models import Agreement, Alert, Receipt, Status
from kith.core import clock
from kith.core.errors import Denied, Refused
from kith.knowledge import policy
from kith.notices.models import Notice
from tests import walk


def fresh(agreement):
    return Agreement.objects.select_related("basis", "ending").get(pk=agreement.pk)


def at_noon(day):
    return clock.at(clock.start_of(day, "UTC") + timedelta(hours=12))


def turn(work):
    """One turn of the clock's wheel, and what the workers make of it."""
    tasks.hand_out_dates()
    tasks.hand_out_receipts()
    work()


def renewing_one(world, **more):
    today = clock.now().date()
    terms = {"renewal_months": 12, "notice_days": 60, "ends_on": today + timedelta(days=365)} | more
    return world.agree("foundry", "cleo", **terms)


def test_an_agreement_to_which_nobody_says_no_goes_on_and_what_is_shared_stays_shared(world, work):
    agreement = renewing_one(world)
    item = world.item(world.space("Castings"), "Vent the core", classification=2)
    world.share(item, "foundry")
    last = agreement.last_day
    with at_noon(last - timedelta(days=60)):
        turn(work)
        assert fresh(agreement).last_day == last  # the last day to say no
    with at_noon(last - timedelta(days=59)):
        turn(work)
        assert fresh(agreement).last_day == dates.add_months(last, 12)
    with at_noon(last + timedelta(days=1)):
        turn(work)
        assert fresh(agreement).status() == Status.IN_FORCE
        assert policy.items.can(world.actor("tom"), "see", item)
        assert not Receipt.objects.filter(deed=Receipt.Deed.ENDED).exists()


def test_a_side_that_says_no_in_time_ends_it_on_its_last_day(world, work):
    agreement = renewing_one(world)
    last = agreement.last_day
    with pytest.raises(Denied):
        renewing.decline(agreement.uid, by=world.actor("tom"))
    renewing.decline(agreement.uid, by=world.actor("cleo"))
    with at_noon(last - timedelta(days=10)):
        turn(work)
        assert fresh(agreement).last_day == last
    with at_noon(last + timedelta(days=1)):
        turn(work)
        assert fresh(agreement).status() == Status.EXPIRED
        assert Receipt.objects.filter(deed=Receipt.Deed.ENDED).count() == 2


def test_on_the_day_after_the_last_day_it_is_too_late_to_say_no(world):
    agreement = renewing_one(world)
    with at_noon(agreement.decline_by):
        assert fresh(agreement).renews
    with at_noon(agreement.decline_by + timedelta(days=1)), pytest.raises(Refused, match="has passed"):
        renewing.decline(agreement.uid, by=world.actor("ada"))


def test_after_a_long_stillstand_it_renews_for_all_terms_and_no_receipt_says_that_it_ended(world, work):
    agreement = renewing_one(world)
    with at_noon(agreement.last_day + timedelta(days=500)):
        turn(work)
        row = fresh(agreement)
        assert row.last_day == dates.add_months(agreement.ends_on, 24)
        assert row.renewals.count() == 2
        assert row.status() == Status.IN_FORCE
        assert not Receipt.objects.exists()


def test_what_was_ended_or_amended_does_not_renew(world, work):
    ended = renewing_one(world)
    ending.record_end(ended.uid, End("mutual", "Done", clock.now(), "Tarnside Pumps"), by=world.actor("cleo"))
    amended = renewing_one(world)
    world.amend("foundry", "cleo", amended)
    with at_noon(ended.last_day):
        turn(work)
    assert not fresh(ended).renewals.exists()
    assert not fresh(amended).renewals.exists()


def test_who_renews_by_themselves_get_days_to_say_no(world):
    with pytest.raises(Refused) as refused:
        renewing_one(world, notice_days=3)
    assert refused.value.field == "notice_days"


def test_the_text_of_one_that_renewed_is_still_the_text_that_was_signed(world, work):
    agreement = renewing_one(world)
    with at_noon(agreement.last_day):
        turn(work)
        page = walk.said(walk.browser(world, "ada").get(f"/agreements/{agreement.uid}"))
    assert "Clause by clause" in page
    assert "It renews for 12 months each time" in page


ZONES = ("Pacific/Auckland", "Europe/London", "America/Los_Angeles")


def test_in_a_year_and_more_every_alert_is_given_once_on_its_day_in_three_zones(world, work):
    """Two turns in each twelve hours, as two servers would; nothing is kept between them but rows."""
    today = clock.now().date()
    rows = {
        zone: world.agree(
            "foundry", "cleo", zone=zone, ends_on=today + timedelta(days=200), survival_months=3, title=zone
        )
        for zone in ZONES
    }
    renews = renewing_one(world, ends_on=today + timedelta(days=250), title="Renews")
    begun = clock.now()
    for half_days in range(2 * 330):
        with clock.at(begun + timedelta(hours=12 * half_days)):
            for _twice in range(2):
                for pk in alerting.waiting():
                    alerting.alert(pk)
    given_ = Alert.objects.select_related("agreement")
    assert max(Counter((row.agreement_id, row.what, row.before) for row in given_).values()) == 1
    for zone, agreement in rows.items():
        mine = [row for row in given_ if row.agreement_id == agreement.pk]
        assert {(row.what, row.before) for row in mine} == {
            (what, before) for what in ("ends", "secrecy") for before in dates.BEFORE
        }
        for row in mine:
            assert (row.day - clock.day_of(row.at, zone)).days in (row.before, row.before - 1)
        ends = next(row for row in mine if row.what == "ends")
        secrecy = next(row for row in mine if row.what == "secrecy")
        assert (ends.day, secrecy.day) == (agreement.last_day, dates.add_months(agreement.last_day, 3))
    declining = [row for row in given_ if row.agreement_id == renews.pk]
    assert {(row.what, row.before, row.day) for row in declining} == {
        ("decline", before, renews.last_day - timedelta(days=60)) for before in dates.BEFORE
    }


def test_both_sides_keepers_are_told_and_nobody_else(world):
    agreement = world.agree("foundry", "cleo", ends_on=clock.now().date() + timedelta(days=100))
    with at_noon(agreement.last_day - timedelta(days=30)):
        assert alerting.waiting() == [agreement.pk]
        alerting.alert(agreement.pk)
        told = set(Notice.objects.filter(kind="date_ends").values_list("person__name", flat=True))
        assert told == {"Ada", "Cleo"}
        page = walk.said(walk.browser(world, "cleo").get("/inbox"))
        assert "“Mutual NDA” ends on" in page


def test_an_agreement_that_is_shorter_than_the_notice_gives_no_alert_at_once(world):
    world.agree("foundry", "cleo", ends_on=clock.now().date() + timedelta(days=20))
    assert alerting.waiting() == []


def test_secrecy_is_reckoned_from_an_early_end_and_told_after_it(world):
    agreement = world.agree("foundry", "cleo", survival_months=6)
    ending.record_end(agreement.uid, End("mutual", "Done", clock.now(), "Tarnside Pumps"), by=world.actor("cleo"))
    today = clock.day_of(clock.now(), agreement.zone)
    due = next(due for due in dates.of(fresh(agreement)) if due.what == What.SECRECY)
    assert due.day == dates.add_months(today, 6)
    receipt = Receipt.objects.filter(deed=Receipt.Deed.ENDED).first()
    assert f'"until":"{due.day.isoformat()}"' in receipt.body.replace(" ", "")
    with at_noon(due.day - timedelta(days=7)):
        alerting.alert(agreement.pk)
        assert Notice.objects.filter(kind="date_secrecy").count() == 2


def test_what_comes_within_a_year_stands_on_the_protect_page(world):
    world.agree("foundry", "cleo", ends_on=clock.now().date() + timedelta(days=100))
    page = walk.said(walk.browser(world, "ada").get("/protect"))
    assert "Coming up" in page
    assert "It ends, and access closes" in page


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-120, 600))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    later = dates.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_an_amendment_of_one_that_renewed_begins_with_its_present_last_day_and_cannot_end_in_the_past(world, work):
    agreement = renewing_one(world)
    with at_noon(agreement.ends_on + timedelta(days=30)):
        turn(work)
        form = walk.browser(world, "ada").get(f"/agreements/{agreement.uid}/amendments/new").context["form"]
        assert form.initial["ends_on"] == fresh(agreement).last_day
        with pytest.raises(Refused, match="last day has passed"):
            world.amend("foundry", "cleo", fresh(agreement), ends_on=agreement.ends_on)
