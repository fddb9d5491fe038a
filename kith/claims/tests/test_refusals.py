"""What makes no sense, or is not hers to name, is refused beside its field."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kith.claims.actions import advising, claiming, covering
from kith.claims.models import Claim
from kith.claims.tests.making import CONTACT, DETAILS, TERMS, TODAY
from kith.core.errors import Refused


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " \x00 "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"words": ""}, "words"),
        ({"words": "x" * 4001}, "words"),
        ({"side": "both"}, "side"),
        ({"kind": "sofa"}, "kind"),
        ({"npe": "perhaps"}, "npe"),
        ({"other": ""}, "other"),
        ({"other": "x" * 201}, "other"),
        ({"asserted_on": TODAY + timedelta(days=1)}, "asserted_on"),
        ({"asserted_on": date(1, 1, 1)}, "asserted_on"),
        ({"reply_by": TODAY - timedelta(days=1)}, "reply_by"),
        ({"reply_by": date(9999, 12, 31)}, "reply_by"),
        ({"notified_on": TODAY + timedelta(days=1)}, "notified_on"),
        ({"amount": Decimal(-5), "currency": "GBP"}, "amount"),
        ({"amount": Decimal(0), "currency": "GBP"}, "amount"),
        ({"amount": Decimal("1.234"), "currency": "GBP"}, "amount"),
        ({"amount": Decimal("9e12"), "currency": "GBP"}, "amount"),
        ({"amount": Decimal("1e40"), "currency": "GBP"}, "amount"),
        ({"amount": Decimal("NaN"), "currency": "GBP"}, "amount"),
        ({"amount": Decimal("Infinity"), "currency": "GBP"}, "amount"),
        ({"amount": Decimal(5), "currency": ""}, "currency"),
        ({"amount": Decimal(5), "currency": "XTS"}, "currency"),
        ({"amount": Decimal(5), "currency": "gbp\x00"}, "currency"),
        ({"responsible": 999_999}, "responsible"),
        ({"adviser_uid": "nothingx0000"}, "adviser"),
        ({"cover_uid": "nothingx0000"}, "cover"),
        ({"partner_uid": "nothingx0000", "other": ""}, "partner"),
        ({"item_uids": ("",)}, "pages"),
        ({"item_uids": ("nothingx0000",)}, "pages"),
        ({"item_uids": tuple(f"{n:012}" for n in range(51))}, "pages"),
    ],
)
def test_a_claim_that_makes_no_sense_is_refused_beside_its_field(world, ada, changes, field):
    with pytest.raises(Refused) as refused:
        claiming.make(replace(DETAILS, **changes), by=ada)
    assert refused.value.field == field
    assert not Claim.objects.exists()


def test_what_is_somebody_elses_cannot_be_named(world, ada):
    cleo = world.actor("cleo")
    theirs = world.item(world.space("Moulding", by="cleo"), "Gate speeds", by="cleo")
    adviser, cover = advising.add(CONTACT, by=cleo), covering.add(TERMS, by=cleo)
    for changes in (
        {"item_uids": (theirs.uid,)},
        {"adviser_uid": adviser.uid},
        {"cover_uid": cover.uid},
        {"responsible": world.people["cleo"].pk},
        {"partner_uid": world.firms["outside"].uid, "other": ""},
        {"partner_uid": world.pumps.uid, "other": ""},
        {"partner_uid": world.firms["foundry"].uid},  # and a name beside it
    ):
        with pytest.raises(Refused):
            claiming.make(replace(DETAILS, **changes), by=ada)
    for terms in (replace(TERMS, adviser_uid=adviser.uid), replace(TERMS, responsible=world.people["tom"].pk)):
        with pytest.raises(Refused):
            covering.add(terms, by=ada)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "sofa"}, "kind"),
        ({"insurer": "\x00"}, "insurer"),
        ({"insurer": "x" * 201}, "insurer"),
        ({"number": ""}, "number"),
        ({"number": "x" * 101}, "number"),
        ({"ends_on": date(2026, 12, 31)}, "ends_on"),
        ({"ends_on": date(2999, 1, 1)}, "ends_on"),
        ({"limit": Decimal(-1)}, "limit"),
        ({"excess": Decimal(-1)}, "excess"),
        ({"excess": Decimal(-1), "limit": None}, "excess"),
        ({"currency": "EURO"}, "currency"),
        ({"exclusions": "x" * 4001}, "exclusions"),
        ({"territory": "x" * 201}, "territory"),
    ],
)
def test_an_insurance_that_makes_no_sense_is_refused_beside_its_field(world, ada, changes, field):
    with pytest.raises(Refused) as refused:
        covering.add(replace(TERMS, **changes), by=ada)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "friend"}, "kind"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"mail": "hale at example"}, "mail"),
        ({"mail": "a@b.example\x00, c@d"}, "mail"),
        ({"phone": "ring me"}, "phone"),
        ({"phone": "+-+-"}, "phone"),
        ({"phone": "1" * 41}, "phone"),
        ({"mail": "", "phone": ""}, "mail"),
        ({"words": "x" * 1001}, "words"),
        ({"since": date(9999, 1, 1)}, "since"),
    ],
)
def test_an_adviser_whom_nobody_could_reach_is_refused(world, ada, changes, field):
    with pytest.raises(Refused) as refused:
        advising.add(replace(CONTACT, **changes), by=ada)
    assert refused.value.field == field
