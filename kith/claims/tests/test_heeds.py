"""What about a claim wants attention, on its page and in the list."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from kith.claims import heeds
from kith.claims.actions import advising, claiming, covering
from kith.claims.actions.claiming import Happened
from kith.claims.queries import listing, pages
from kith.claims.tests.making import CONTACT, DETAILS, TERMS, TODAY, on, words
from kith.core.errors import Denied, Refused


@pytest.mark.parametrize(
    ("terms", "details", "said"),
    [
        ({}, {"notified_on": TODAY}, []),
        ({}, {}, ["The insurer was not told yet."]),
        (
            {"ends_on": TODAY - timedelta(days=1)},
            {"notified_on": TODAY},
            ["The insurance ended before the claim was made."],
        ),
        ({"ends_on": TODAY}, {"notified_on": TODAY}, []),
        (
            {"starts_on": TODAY + timedelta(days=1)},
            {"notified_on": TODAY},
            ["The insurance began after the claim was made."],
        ),
        (
            {},
            {"notified_on": TODAY, "amount": Decimal("500000.01"), "currency": "GBP"},
            ["More is claimed than the insurance pays."],
        ),
        ({}, {"notified_on": TODAY, "amount": Decimal(500000), "currency": "GBP"}, []),
        (
            {},
            {"notified_on": TODAY, "amount": Decimal(1), "currency": "EUR"},
            ["What is claimed and what the insurance pays are in different currencies: compare them yourself."],
        ),
        ({"limit": None}, {"notified_on": TODAY, "amount": Decimal(1), "currency": "EUR"}, []),
    ],
)
def test_what_is_to_be_heeded_about_an_insurance(world, ada, terms, details, said):
    adviser = advising.add(CONTACT, by=ada)
    cover = covering.add(replace(TERMS, **terms), by=ada)
    row = claiming.make(replace(DETAILS, adviser_uid=adviser.uid, cover_uid=cover.uid, **details), by=ada)
    assert words(row.uid, ada) == said
    [listed] = listing.overview(ada).open
    assert [str(each) for each in listed.heeds] == said


def test_what_is_to_be_heeded_about_time_and_advice(world, ada):
    row = claiming.make(replace(DETAILS, npe="yes", reply_by=TODAY + timedelta(days=3)), by=ada)
    nobody = "The other side only holds rights, and nobody advises us: ask an attorney before you answer."
    assert words(row.uid, ada) == [nobody]
    with on(TODAY + timedelta(days=3)):
        assert words(row.uid, ada) == [nobody]
    with on(TODAY + timedelta(days=4)):
        assert words(row.uid, ada) == ["The day by which to answer has passed, and no answer is written down.", nobody]
        claiming.step(row.uid, Happened(TODAY, "Answered.", is_reply=True), by=ada)
        assert words(row.uid, ada) == [nobody]


def test_an_insurance_given_up_covers_nothing_that_is_claimed_later(world, ada):
    cover = covering.add(TERMS, by=ada)
    with pytest.raises(Refused):
        covering.give_up(cover.uid, "\x00", by=ada)
    with on(TODAY - timedelta(days=9)):
        covering.give_up(cover.uid, "Too dear", by=ada)
    for deed in (
        lambda: covering.give_up(cover.uid, "Again", by=ada),
        lambda: covering.renew(cover.uid, TERMS, by=ada),
        lambda: covering.change(cover.uid, TERMS, by=ada),
    ):
        with pytest.raises(Denied):
            deed()
    row = claiming.make(replace(DETAILS, cover_uid=cover.uid, notified_on=TODAY), by=ada)
    assert "The insurance ended before the claim was made." in words(row.uid, ada)
    assert heeds.of(pages.claim(row.uid, ada).row) == pages.claim(row.uid, ada).heeds
