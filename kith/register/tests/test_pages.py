"""Capability 58: what the register's pages show, fold and leave out."""

from datetime import timedelta

import pytest

from kith.core import clock
from kith.register import schedules as by_rule
from kith.register.actions import licences, rights, steps
from kith.register.actions.licences import Terms
from kith.register.actions.rights import Filing
from kith.register.queries import assets as queries
from kith.register.queries.assets import Wanted
from kith.register.tests.test_register import enter
from tests import walk

LATER = timedelta(days=1)


@pytest.fixture
def ada(world):
    return world.actor("ada")


@pytest.fixture
def today():
    return clock.now().date()


def test_the_form_opens_what_a_kind_needs_and_what_is_filled_in(world):
    page = walk.browser(world, "ada")

    def opened(address):
        form = page.get(address).context["form"]
        return {name for part in form.parts if part.open for name in (field.name for field in part.fields)}

    assert opened("/register/new") == {"holdings", "makers", "others", "public_on"}
    assert opened("/register/new?kind=secret") == {"value", "pages"}
    assert opened("/register/new?kind=software") == {"holdings", "makers", "others", "open_source", "licence_name"}
    assert opened("/register/new?kind=soul") == opened("/register/new")
    given = {"kind": "secret", "title": "Wash", "origin": "background", "classification": 4, "holdings": "Tarnside"}
    wrong = page.post("/register/new", given)
    assert {part.open for part in wrong.context["form"].parts if part.fields[0].errors} == {True}
    said = walk.said(page.get("/register?kind=dataset&origin=third"))
    assert "Nothing of this kind and origin" in said
    assert "Nothing of this was given up" in walk.said(page.get("/register?given_up=1"))


def test_a_day_that_has_passed_for_filing_elsewhere_is_not_offered_any_more(world, ada, today):
    asset = enter(ada, makers=[world.ada.pk])
    rights.enter(asset.uid, Filing("UKIPO", filed_on=today, is_first=True), by=ada)
    page = walk.browser(world, "ada")
    assert "It is decided where else to file" in walk.said(page.get(f"/register/{asset.uid}"))
    with clock.at(clock.now() + 400 * LATER):
        [row] = queries.one(asset.uid, ada).rights
        assert row.priority_until is None


def test_the_next_day_of_an_entry_is_the_first_on_which_anything_has_to_be_done(world, ada, today):
    asset = enter(ada, "secret", custodian_id=world.ada.pk)
    licences.enter(asset.uid, Terms("out", "open", "Somebody", today, today + 9 * LATER), by=ada)
    step = steps.attest(asset.uid, "physical", "Cabinet 4", today, today + 5 * LATER, by=ada)
    [row] = queries.page(Wanted(), ada).rows
    assert row.next_on == today + 5 * LATER
    steps.end(asset.uid, step.pk, by=ada)
    [row] = queries.page(Wanted(), ada).rows
    assert row.next_on == today + 9 * LATER


def test_a_licence_says_where_it_stands(world, ada, today):
    asset = enter(ada)
    for starts, ends in ((today, None), (today - 9 * LATER, today - LATER), (today + LATER, None)):
        licences.enter(asset.uid, Terms("out", "open", "Somebody", starts, ends), by=ada)
    shown = {(str(row.state_name), row.tone) for row in queries.one(asset.uid, ada).licences}
    assert shown == {("in force", "good"), ("run out", "stop"), ("not yet", "")}


def test_rules_are_said_in_years():
    said = {(rule.office, rule.kind): by_rule.fees_said(rule) for rule in by_rule.RULES}
    assert said["UKIPO", "patent"] == "Each year, from 4 to 19 years after the filing."
    assert said["EUIPO", "mark"] == "Every 10 years after the filing."
    assert said["USPTO", "patent"] == "Years after the grant: 3.5, 7.5, 11.5."
    assert said["USPTO", "mark"] == "Years after the grant: 6, 10, 20, 30 and so on."
    assert said["USPTO", "design"] == ""
