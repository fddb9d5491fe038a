"""Capability 60: advisers, insurance and claims, with who was shown what of the pages that a claim is about."""

import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kith.audit import chain
from kith.audit.models import Event, Exposure
from kith.claims import heeds, policy
from kith.claims.actions import advising, claiming, covering
from kith.claims.actions.advising import Contact
from kith.claims.actions.claiming import Details, Happened
from kith.claims.actions.covering import Terms
from kith.claims.models import Claim
from kith.claims.queries import listing, pages
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.exposures.queries import log
from kith.exposures.queries.log import Asked
from kith.identity.actions import leaving
from kith.identity.models import Membership
from kith.knowledge.actions import arranging
from kith.knowledge.queries import items, lists
from tests import walk

TODAY = date(2027, 3, 1)
CONTACT = Contact("patent", "Ms Hale", "Hale & Finch", "hale@example.org", "+44 20 7946 0000", "Pump patents")
TERMS = Terms(
    "liability", "Northern Mutual", "IP-1", date(2027, 1, 1), date(2027, 12, 31), Decimal(500000), Decimal("0"), "GBP"
)
DETAILS = Details(
    "Vented cores", "against", "patent", "They say that our vents use their patent.", TODAY, other="Vent Rights Ltd"
)


@pytest.fixture(autouse=True)
def spring():
    with clock.at(clock.start_of(TODAY, "UTC") + timedelta(hours=9)):
        yield


@pytest.fixture
def ada(world):
    return world.actor("ada")


def on(day, hours=12):
    return clock.at(clock.start_of(day, "UTC") + timedelta(hours=hours))


def words(claim_uid, by):
    return [str(each) for each in pages.claim(claim_uid, by).heeds]


def test_a_letter_comes_and_is_seen_through_to_its_end(world, ada):
    adviser = advising.add(CONTACT, by=ada)
    cover = covering.add(replace(TERMS, adviser_uid=adviser.uid), by=ada)
    ben = world.people["ben"].pk
    row = claiming.make(
        replace(
            DETAILS,
            adviser_uid=adviser.uid,
            cover_uid=cover.uid,
            amount=Decimal("120000.50"),
            currency="GBP",
            reply_by=TODAY + timedelta(days=30),
            responsible=ben,
        ),
        by=ada,
    )
    assert words(row.uid, ada) == ["The insurer was not told yet."]
    claiming.step(row.uid, Happened(TODAY, "Sent the file to Ms Hale."), by=world.actor("ben"))
    claiming.step(row.uid, Happened(TODAY, "We do not use it.", is_reply=True), by=world.actor("ben"))
    row.refresh_from_db()
    assert (row.answered_on, row.closed_at, row.waits_for_reply) == (TODAY, None, False)
    with pytest.raises(Refused):
        claiming.step(row.uid, Happened(TODAY, "Again.", is_reply=True), by=ada)
    with pytest.raises(Denied):
        claiming.step(row.uid, Happened(TODAY, "They gave up.", outcome="withdrawn"), by=world.actor("ben"))
    claiming.step(row.uid, Happened(TODAY, "They gave up.", outcome="withdrawn"), by=ada)
    row.refresh_from_db()
    assert (row.outcome, row.closed_at) == ("withdrawn", clock.now())
    assert words(row.uid, ada) == []
    for deed in (
        lambda: claiming.step(row.uid, Happened(TODAY, "Again.", outcome="won"), by=ada),
        lambda: claiming.step(row.uid, Happened(TODAY, "Again."), by=ada),
        lambda: claiming.change(row.uid, DETAILS, by=ada),
    ):
        with pytest.raises(Denied):
            deed()
    assert [step.words for step in pages.claim(row.uid, ada).steps][-1] == "They gave up."
    names = list(Event.objects.filter(name__startswith="claims.").order_by("pk").values_list("name", flat=True))
    assert names == [
        "claims.AdviserAdded",
        "claims.CoverAdded",
        "claims.ClaimMade",
        "claims.ClaimStepped",
        "claims.ClaimStepped",
        "claims.ClaimClosed",
    ]
    written = "".join(Event.objects.filter(name__startswith="claims.").values_list("data", flat=True))
    for said in ("Vent", "Hale", "Northern", "120000"):
        assert said not in written


def test_only_keepers_auditors_and_who_sees_to_it_read_a_claim_and_partners_never(world, ada):
    world.colleague("olga", "ada", Role.AUDITOR)
    world.agree("foundry", "cleo")
    adviser = advising.add(CONTACT, by=ada)
    cover = covering.add(replace(TERMS, adviser_uid=adviser.uid), by=ada)
    foundry = world.firms["foundry"].uid
    row = claiming.make(
        replace(DETAILS, other="", partner_uid=foundry, adviser_uid=adviser.uid, cover_uid=cover.uid), by=ada
    )
    things = ((policy.claims, row), (policy.covers, cover), (policy.advisers, adviser))
    for rule, thing in things:
        assert rule.can(world.actor("olga"), "see", thing)
        assert not rule.can(world.actor("olga"), "run", thing)
        for name in ("ben", "cleo", "tom", "una", "dan"):
            assert not rule.can(world.actor(name), "see", thing), name
    details = replace(DETAILS, responsible=world.people["ben"].pk, adviser_uid=adviser.uid, cover_uid=cover.uid)
    claiming.change(row.uid, details, by=ada)
    for rule, thing in things:
        assert rule.can(world.actor("ben"), "see", thing)
        assert not rule.can(world.actor("ben"), "run", thing)
    for name in ("ben", "olga", "tom"):
        with pytest.raises(Denied):
            claiming.make(DETAILS, by=world.actor(name))
        with pytest.raises(Denied):
            covering.add(TERMS, by=world.actor(name))
        with pytest.raises(Denied):
            advising.add(CONTACT, by=world.actor(name))
    for name in ("cleo", "dan"):
        by = world.actor(name)
        for deed in (
            lambda by=by: claiming.step(row.uid, Happened(TODAY, "x"), by=by),
            lambda by=by: claiming.change(row.uid, DETAILS, by=by),
            lambda by=by: covering.change(cover.uid, TERMS, by=by),
            lambda by=by: covering.renew(cover.uid, TERMS, by=by),
            lambda by=by: covering.give_up(cover.uid, "x", by=by),
            lambda by=by: advising.change(adviser.uid, CONTACT, by=by),
            lambda by=by: advising.end(adviser.uid, by=by),
            lambda by=by: pages.claim(row.uid, by),
            lambda by=by: pages.cover(cover.uid, by),
            lambda by=by: pages.adviser(adviser.uid, by),
        ):
            with pytest.raises(Unseen):
                deed()
        assert listing.overview(by).open == []
    leaving.deactivate(Membership.objects.get(person=world.people["ben"]).pk, by=ada)
    assert pages.claim(row.uid, ada).row.responsible == world.people["ben"]
    claiming.change(row.uid, replace(details, title="Vents"), by=ada)  # who has left may stay named


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
        ({"amount": Decimal(5), "currency": "XXX"}, "currency"),
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


def test_slips_of_the_pen_are_corrected_and_the_ledger_says_that_they_were(world, ada):
    adviser = advising.add(replace(CONTACT, name="Ms H\x00ael"), by=ada)
    assert adviser.name == "Ms Hael"
    advising.change(adviser.uid, replace(CONTACT, since=adviser.since), by=ada)
    cover = covering.add(replace(TERMS, insurer="Nothern"), by=ada)
    covering.change(cover.uid, TERMS, by=ada)
    covering.change(cover.uid, TERMS, by=ada)  # nothing new, so nothing is recorded
    adviser.refresh_from_db()
    cover.refresh_from_db()
    assert (adviser.name, cover.insurer) == ("Ms Hale", "Northern Mutual")
    told = list(Event.objects.filter(name__endswith="Changed", name__startswith="claims.").order_by("pk"))
    assert [row.data for row in told] == [
        f'{{"adviser_id":{adviser.pk},"fields":["name"]}}',
        f'{{"cover_id":{cover.pk},"fields":["insurer"]}}',
    ]


def test_whoever_advises_us_no_more_is_still_named_and_cannot_be_chosen(world, ada):
    adviser = advising.add(CONTACT, by=ada)
    row = claiming.make(replace(DETAILS, adviser_uid=adviser.uid), by=ada)
    assert words(row.uid, ada) == []
    advising.end(adviser.uid, by=ada)
    with pytest.raises(Denied):
        advising.end(adviser.uid, by=ada)
    assert words(row.uid, ada) == ["Nobody advises us on it."]
    claiming.change(row.uid, replace(DETAILS, adviser_uid=adviser.uid, npe="no"), by=ada)
    with pytest.raises(Refused):
        claiming.make(replace(DETAILS, adviser_uid=adviser.uid), by=ada)


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


@pytest.fixture
def shown(world, ada):
    """Two pages, one shown to the foundry and the university, one to the university."""
    with on(TODAY - timedelta(days=30)):
        world.agree("university", "una", title="NDA with Northmere")
        world.agree("foundry", "cleo")
        castings = world.space("Castings")
        vent = world.item(castings, "Vent the core", classification=2)
        world.dry = world.item(world.space("Drying"), "Dry the core", classification=2)
        world.share(castings, "foundry")
        world.share(castings, "university")
        world.share(world.dry, "university")
    for day, name in ((1, "tom"), (5, "tom"), (6, "cleo"), (7, "una")):
        with on(TODAY - timedelta(days=20 - day)):
            lists.knowledge_page(world.actor(name))
            items.page(vent.uid, world.actor(name))
    with on(TODAY - timedelta(days=2)):
        items.page(world.dry.uid, world.actor("una"))
    return vent


def counted(vent, **more):
    """What the ledger itself holds about a page."""
    rows = Exposure.objects.filter(item_id=vent.pk, **more)
    return (
        len(set(rows.values_list("person_id", flat=True))),
        rows.count(),
        rows.exclude(channel__in=("title", "snippet")).count(),
        min(rows.values_list("at", flat=True)),
        max(rows.values_list("at", flat=True)),
    )


def told(page):
    return {
        row.known.firm.name: (row.known.people, row.known.times, row.known.closer, row.known.first, row.known.last)
        for row in page.told
    }


def test_a_claim_tells_who_was_shown_what_of_its_pages_as_the_ledger_has_it(world, ada, shown):
    row = claiming.make(replace(DETAILS, item_uids=(shown.uid, world.dry.uid)), by=ada)
    dry, vent = pages.claim(row.uid, ada).pages
    foundry, northmere = world.firms["foundry"], world.firms["university"]
    assert told(vent) == {
        "Brightforge Castings": counted(shown, organisation_id=foundry.pk),
        "University of Northmere": counted(shown, organisation_id=northmere.pk),
    }
    assert told(vent)["Brightforge Castings"][0] == 2
    assert told(dry) == {"University of Northmere": counted(world.dry)}
    browser = walk.browser(world, "ada")
    for each in vent.told:
        page = walk.said(browser.get(each.href))
        assert page.startswith("200")
        asked = Asked(item=shown.uid, partner=each.known.firm.uid, channel="all", days=0)
        assert len(log.everything(asked, ada)[0]) == each.known.times


def test_where_a_partner_is_named_only_what_its_people_were_shown_counts(world, ada, shown):
    details = replace(DETAILS, other="", partner_uid=world.firms["foundry"].uid, item_uids=(shown.uid, world.dry.uid))
    row = claiming.make(details, by=ada)
    dry, vent = pages.claim(row.uid, ada).pages
    assert set(told(vent)) == {"Brightforge Castings"}
    assert dry.told == []
    page = walk.said(walk.browser(world, "ada").get(f"/protect/claims/{row.uid}"))
    assert "Nothing of it was shown to them" in page
    assert "University of Northmere</bdi>:" not in page


def test_who_sees_to_it_but_does_not_read_the_log_gets_no_exposures(world, ada, shown):
    row = claiming.make(replace(DETAILS, responsible=world.people["ben"].pk, item_uids=(shown.uid,)), by=ada)
    ben = walk.browser(world, "ben")
    page = walk.said(ben.get(f"/protect/claims/{row.uid}"))
    assert "Owners, stewards and auditors read who was shown what" in page
    assert "Brightforge Castings</bdi>:" not in page
    report = walk.said(ben.get(f"/protect/claims/{row.uid}/report"))
    assert "Vent the core" in report
    assert "Brightforge" not in report
    assert "is not in this file" in report


def test_a_page_in_the_bin_stays_named_without_its_title_and_so_does_what_was_shown_of_it(world, ada, shown):
    details = replace(DETAILS, responsible=world.people["ben"].pk)
    row = claiming.make(replace(details, item_uids=(shown.uid, world.dry.uid)), by=ada)
    arranging.bin_item(shown.uid, by=ada)
    dry, binned = pages.claim(row.uid, ada).pages
    assert (dry.item, binned.item) == (world.dry, None)
    assert told(binned)["Brightforge Castings"] == counted(shown, organisation_id=world.firms["foundry"].pk)
    assert {each.href for each in binned.told} == {""}
    with pytest.raises(Refused):
        claiming.change(row.uid, replace(details, item_uids=(shown.uid,)), by=ada)
    claiming.change(row.uid, details, by=ada)
    assert list(row.items.all()) == [shown]
    for name in ("ada", "ben"):
        browser = walk.browser(world, name)
        assert "Vent the core" not in walk.said(browser.get(f"/protect/claims/{row.uid}"))
        assert "lies in the bin" in walk.said(browser.get(f"/protect/claims/{row.uid}/report"))


def test_who_sees_to_it_reads_no_title_of_a_page_that_is_closed_to_her(world, ada):
    quiet = world.item(world.space("Quiet", to_all=False), "zqquiet")
    row = claiming.make(replace(DETAILS, responsible=world.people["ben"].pk, item_uids=(quiet.uid,)), by=ada)
    ben = walk.browser(world, "ben")
    for address in ("", "/report", "/report?as=pdf"):
        answer = walk.said(ben.get(f"/protect/claims/{row.uid}{address}"))
        assert "zqquiet" not in answer
        assert quiet.uid not in answer


def test_the_report_holds_steps_the_ledgers_rows_and_what_proves_them(world, ada, shown):
    row = claiming.make(
        replace(DETAILS, title="=1+1", item_uids=(shown.uid,), amount=Decimal(1250000), currency="EUR"), by=ada
    )
    claiming.step(row.uid, Happened(TODAY, "=SUM(A1)"), by=ada)
    while chain.seal():
        pass
    point = chain.checkpoint()
    browser = walk.browser(world, "ada")
    book = load_workbook(io.BytesIO(browser.get(f"/protect/claims/{row.uid}/report").content))
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    values = [str(cell.value) for cell in cells]
    assert {"=SUM(A1)", "EUR\u00a01,250,000", "Vent Rights Ltd", "Vent the core"} <= set(values)
    assert any(point.hash in value and str(point.seq) in value for value in values)
    numbers = [line[0].value for line in book["Exposures"].iter_rows(min_row=2)]
    assert sorted(numbers) == sorted(Exposure.objects.filter(item_id=shown.pk).values_list("pk", flat=True))
    pdf = walk.said(browser.get(f"/protect/claims/{row.uid}/report?as=pdf"))
    assert "Vent Rights Ltd" in pdf


def test_the_pages_in_the_browser_from_the_first_to_the_last(world, ada, shown):
    ada = walk.browser(world, "ada")
    page = walk.said(ada.get("/protect/claims"))
    for said in ("No claim is written down", "No insurance is written down", "No adviser is written down"):
        assert said in page
    assert "/protect/claims" in walk.said(ada.get("/protect"))
    contact = {"kind": "patent", "name": "Ms Hale", "mail": "hale@example.org", "since": "2027-03-01"}
    assert ada.post("/protect/advisers/new", contact | {"mail": "x"}).status_code == 422
    adviser = ada.post("/protect/advisers/new", contact)["Location"]
    assert "mailto:hale@example.org" in walk.said(ada.get(adviser))
    terms = {
        "kind": "expenses",
        "insurer": "Northern",
        "number": "7",
        "starts_on": "2027-01-01",
        "ends_on": "2027-04-30",
    }
    money = {"currency": "GBP", "limit": "2,000,000", "excess": "1 299.50"}
    for wrong in ({"limit": "lots"}, {"limit": "-5"}, {"ends_on": "2026-01-01"}, {"currency": "???"}):
        answer = ada.post("/protect/covers/new", terms | money | wrong)
        assert answer.status_code == 422, wrong
    cover = ada.post("/protect/covers/new", terms | money)["Location"]
    page = walk.said(ada.get(cover))
    assert "GBP\u00a02,000,000" in page
    assert "GBP\u00a01,299.50" in page
    assert "60 days left" in page
    assert 'value="1299.5' in walk.said(ada.get(f"{cover}/edit"))
    details = {
        "title": "Vented cores",
        "side": "against",
        "kind": "patent",
        "other": "Vent Rights Ltd",
        "words": "They say so.",
        "asserted_on": "2027-02-20",
        "npe": "yes",
        "reply_by": "2027-03-20",
        "cover": cover.rsplit("/", 1)[1],
        "pages": f"http://testserver/items/{shown.uid}",
    }
    assert ada.post("/protect/claims/new", details | {"pages": "nonsense"}).status_code == 422
    assert ada.post("/protect/claims/new", details | {"title": "a\x00b"}).status_code == 422
    claim = ada.post("/protect/claims/new", details)["Location"]
    page = walk.said(ada.get(claim))
    for said in ("19 days left", "nobody advises us", "Vent the core", "Brightforge Castings", "Row by row"):
        assert said in page
    assert shown.uid in walk.said(ada.get(f"{claim}/edit"))
    ada.post(f"{claim}/edit", details | {"adviser": adviser.rsplit("/", 1)[1]})
    assert "nobody advises us" not in walk.said(ada.get(claim))
    ada.post(claim, {"day": "2027-03-01", "words": "Answered them.", "is_reply": "on", "outcome": ""})
    assert "answered on" in walk.said(ada.get(claim))
    assert ada.post(claim, {"day": "2027-03-02", "words": "Tomorrow", "outcome": ""}).status_code == 422
    ada.post(claim, {"day": "2027-03-01", "words": "Over.", "outcome": "settled"})
    assert ada.post(claim, {"day": "2027-03-01", "words": "Over.", "outcome": "won"}).status_code == 403
    assert "Settled" in walk.said(ada.get("/protect/claims"))
    renewal = walk.said(ada.get(f"{cover}/renewal"))
    assert 'value="2027-05-01"' in renewal
    follows = ada.post(f"{cover}/renewal", terms | {"starts_on": "2027-05-01", "ends_on": "2028-04-30"})["Location"]
    assert follows != cover
    assert "Another one follows it" in walk.said(ada.get(cover))
    assert ada.post(f"{cover}/renewal", terms).status_code == 403
    assert "Given up" in walk.said(ada.post(follows, {"reason": "Sold the line"}, follow=True))
    assert "no more" in walk.said(ada.post(f"{adviser}/end", follow=True))


def test_members_and_partners_are_shown_no_button_and_no_row(world, ada, shown):
    covering.add(TERMS, by=ada)
    for name in ("ben", "tom"):
        browser = walk.browser(world, name)
        page = walk.said(browser.get("/protect/claims"))
        assert "Northern Mutual" not in page
        assert "/protect/claims/new" not in page
        for address in ("claims", "covers", "advisers"):
            assert browser.get(f"/protect/{address}/new").status_code == 403
            assert browser.post(f"/protect/{address}/new", {}).status_code == 403


def test_the_overview_and_a_claim_ask_as_much_whatever_is_in_them(world, ada, shown):
    def fill(count):
        for _n in range(count):
            adviser = advising.add(CONTACT, by=ada)
            cover = covering.add(replace(TERMS, adviser_uid=adviser.uid), by=ada)
            more = {"adviser_uid": adviser.uid, "cover_uid": cover.uid, "item_uids": (shown.uid, world.dry.uid)}
            row = claiming.make(replace(DETAILS, **more), by=ada)
            claiming.step(row.uid, Happened(TODAY, "Called."), by=ada)
        return row

    def asked(address):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    row, browser = fill(1), walk.browser(world, "ada")
    browser.get("/")
    before = [asked("/protect/claims"), asked(f"/protect/claims/{row.uid}"), asked("/deadlines")]
    row = fill(4)
    for _n in range(3):
        claiming.step(row.uid, Happened(TODAY, "Called."), by=ada)
    more = tuple(world.item(world.space(f"S{n}"), f"P{n}").uid for n in range(4))
    claiming.change(row.uid, replace(DETAILS, item_uids=(shown.uid, *more)), by=ada)
    assert [asked("/protect/claims"), asked(f"/protect/claims/{row.uid}"), asked("/deadlines")] == before
