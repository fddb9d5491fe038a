"""Who was shown what of the pages that a claim is about: on its page and in its report, as the ledger has it."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from kith.audit import chain
from kith.audit.models import Exposure
from kith.claims.actions import claiming
from kith.claims.actions.claiming import Happened
from kith.claims.queries import pages
from kith.claims.tests.making import DETAILS, TODAY
from kith.core.errors import Refused
from kith.exposures.queries import log
from kith.exposures.queries.log import Asked
from kith.knowledge.actions import arranging
from tests import walk


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
