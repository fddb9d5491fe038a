"""Capability F3: one file shows, from records, what was done to keep a secret, and what was not."""

import hashlib
import io
from datetime import timedelta

import openpyxl
import pytest

from kith.audit import chain
from kith.audit.models import Event, Exposure, Link
from kith.core import clock
from kith.core.errors import Denied, Unseen
from kith.exposures.actions import telling
from kith.exposures.actions.telling import Telling
from kith.knowledge.actions import arranging
from kith.knowledge.models import Item
from kith.knowledge.queries import items
from kith.policies import actions as policies
from kith.register import packs
from kith.register.actions import assets, steps
from kith.register.actions.assets import Entry
from kith.register.models import Asset
from tests import walk

DAY = timedelta(days=1)
TITLES = ["Identified and valued", "Marked", "Who has access", "Bound before it was shown", "Shown or told outside",
          "Policies and training", "Measures outside Kith, attested", "Incidents",
          "Proof: “kith check” reads the chain anew"]  # fmt: skip


@pytest.fixture
def ada(world):
    return world.actor("ada")


@pytest.fixture
def today():
    return clock.now().date()


@pytest.fixture
def pages(world):
    """Two pages of one secret: one that anybody of ours may open, and an incident that only keepers may."""
    open_ = world.space("Foundry floor", to_all=True)
    shut = world.space("Furnace", to_all=False)
    return [
        world.item(open_, "Wash mixture, parts", classification=3),
        world.item(shut, "A can of wash was left outside", kind=Item.Kind.INCIDENT, classification=4),
    ]


def secret(world, ada, pages, **more):
    uids = tuple(page.uid for page in pages)
    more = {"value": "Halves the scrap", "custodian_id": world.people["ben"].pk, "item_uids": uids} | more
    return assets.enter(Entry("secret", "Wash mixture", "background", **more), by=ada)


def table(report, title):
    [found] = [each for each in report.tables if each.title.split(". ", 1)[1] == title]
    return found


def rows(report, title):
    return [list(map(str, row)) for row in table(report, title).rows]


def told(world, today, pages, **more):
    given = {
        "partner_uid": world.firms["foundry"].uid,
        "agreement_uid": "",
        "channel": "oral",
        "told_on": today,
        "about": "What the wash is made of",
        "told_by": world.ada.pk,
        "people": (world.people["tom"].pk,),
        "item_uids": tuple(page.uid for page in pages),
    }
    return Telling(**(given | more))


def test_who_was_bound_before_she_read_is_told_from_who_was_not(world, ada, today, pages):
    world.agree("foundry", "cleo")
    with clock.at(clock.now() + DAY):
        world.share(pages[0], "foundry", person="cleo")
        items.page(pages[0].uid, world.actor("cleo"))
    with clock.at(clock.now() + 2 * DAY):
        arranging.classify(pages[0].uid, 4, by=ada)
        asset = secret(world, ada, pages)
        day = clock.now().date()
        telling.tell(told(world, day, pages[:1]), by=ada)
        telling.tell(told(world, day, pages[:1], people=(), others="Mr Hall, their fitter"), by=ada)
        report = packs.make(asset.uid, by=ada)
    found = {row[0]: row for row in rows(report, "Bound before it was shown")}
    assert set(found) == {"Cleo", "Tom", "Mr Hall, their fitter"}
    cleo, tom = found["Cleo"], found["Tom"]
    assert cleo[1:3] == ["Brightforge Castings", world.agreements["foundry"].title]
    assert cleo[3] < cleo[5]
    assert cleo[6] == "yes"
    assert tom[2:] == ["No agreement", "", "", f"{day}", "NO"]
    assert found["Mr Hall, their fitter"][6] == "NO"
    shown = {(row[0], row[2]): row for row in rows(report, "Shown or told outside")}
    assert shown["Wash mixture, parts", "By word of mouth"][3:5] == ["2", "2"]
    assert shown["Wash mixture, parts", "Read in Kith"][1] == "Brightforge Castings"


def test_being_told_counts_from_its_own_day_and_not_from_when_it_was_written_down(world, ada, today, pages):
    """The agreement began yesterday and was signed today: what was said yesterday was said before it was signed."""
    agreement = world.agree("foundry", "cleo")
    asset = secret(world, ada, pages)
    under = {"agreement_uid": agreement.uid}
    told_rows = [
        telling.tell(told(world, today, pages, told_on=today + days * DAY, **under), by=ada) for days in (-1, 0, 1)
    ]
    verdicts = [row[6] for row in rows(packs.make(asset.uid, by=ada), "Bound before it was shown")]
    assert verdicts == ["NO", "The same day", "yes"]
    telling.retract(told_rows[0].uid, "It was another mixture", by=ada)
    verdicts = [row[6] for row in rows(packs.make(asset.uid, by=ada), "Bound before it was shown")]
    assert verdicts == ["Taken back: It was another mixture", "The same day", "yes"]


def test_a_door_that_its_marking_shut_is_no_access(world, ada, pages):
    world.agree("foundry", "cleo")
    with clock.at(clock.now() + DAY):
        world.share(pages[0], "foundry", person="cleo")
        asset = secret(world, ada, pages)
        access = rows(packs.make(asset.uid, by=ada), "Who has access")
        assert [row[:3] for row in access if "Brightforge" in row[1]] == [
            ["Wash mixture, parts", "Cleo, Brightforge Castings", "Casting quality"]
        ]
        arranging.classify(pages[0].uid, 4, by=ada)
        access = rows(packs.make(asset.uid, by=ada), "Who has access")
        assert not [row for row in access if "Brightforge" in row[1]]
        assert [row[:2] for row in access if row[1] == "Our people"] == [[page.title, "Our people"] for page in pages]


def test_policies_measures_and_incidents_are_named_as_the_records_have_them(world, ada, today, pages):
    rule = world.item(world.space("How we work"), "What stays here", kind=Item.Kind.POLICY)
    asked = policies.ask_to_note(rule.uid, 30, by=ada)
    policies.acknowledge(asked.uid, asked.version_id, by=ada)
    asset = secret(world, ada, pages)
    steps.attest(asset.uid, "physical", "Cabinet 4 is locked", today - 9 * DAY, today + 30 * DAY, by=ada)
    steps.attest(asset.uid, "leaving", "Olaf was reminded", today - 9 * DAY, today - DAY, by=world.actor("ben"))
    report = packs.make(asset.uid, by=ada)
    assert [each.title for each in report.tables] == [f"{n}. {title}" for n, title in enumerate(TITLES, 1)]
    assert rows(report, "Policies and training") == [["What stays here", "Policy", "1", "2"]]
    measures = {row[1]: (row[4], row[5]) for row in rows(report, "Measures outside Kith, attested")}
    assert measures == {"Cabinet 4 is locked": ("Ada", "yes"), "Olaf was reminded": ("Ben", "no")}
    assert [row[0] for row in rows(report, "Incidents")] == [pages[1].title]
    assert dict(rows(report, "Identified and valued"))["Who sees to it"] == "Ben"
    assert rows(report, "Shown or told outside") == [["Nothing is recorded.", *[""] * 6]]
    assert any("legal advice" in line for line in report.about)


def test_the_proof_is_the_chains_own_and_making_the_file_is_recorded(world, ada, pages):
    asset = secret(world, ada, pages)
    packs.make(asset.uid, by=ada)
    assert rows(packs.make(asset.uid, by=ada), TITLES[8])[-1][4] == "Not sealed yet"
    while chain.seal():
        pass
    signed = chain.checkpoint()
    proof = rows(packs.make(asset.uid, by=world.actor("ben")), TITLES[8])
    events = Event.objects.filter(kind="asset", object_id=asset.pk).order_by("pk")
    assert [event.name for event in events] == ["register.AssetRegistered", *["register.PackMade"] * 3]
    links = [Link.objects.get(event_id=event.pk) for event in events[:3]]
    assert [(row[0], row[4]) for row in proof[:3]] == [(str(link.seq), link.hash) for link in links]
    assert [row[3] for row in proof[:4]] == ["Ada", "Ada", "Ada", "Ben"]
    assert (proof[-1][0], proof[-1][4]) == (str(signed.seq), signed.hash)
    assert signed.signature in proof[-1][2]
    assert all(len(row[4]) == hashlib.sha256().digest_size * 2 for row in proof[:3])


def test_a_custodian_gets_no_page_that_she_may_not_open_and_nothing_about_her_colleagues(world, ada, pages):
    asset = secret(world, ada, pages[1:])
    page = walk.browser(world, "ben")
    for address in ("", "?as=pdf"):
        said = walk.said(page.get(f"/register/{asset.uid}/pack{address}"))
        assert pages[1].title not in said
    report = packs.make(asset.uid, by=world.actor("ben"))
    assert "1 page is not open to who made this file, and is left out." in report.about
    assert [each.title.split(". ", 1)[1] for each in report.tables] == TITLES[:3] + TITLES[6:]
    assert any("Policies and training are left out" in line for line in report.about)
    assert any("Who was shown what is left out" in line for line in report.about)


def test_nobody_else_gets_the_file_and_it_leaves_no_trace(world, ada, pages):
    world.colleague("ivy", "ada")
    made = secret(world, ada, pages), assets.enter(Entry("knowhow", "Core wash", "background"), by=ada)
    mark = assets.enter(Entry("mark", "Tarnside", "background"), by=ada)
    for name in ("cleo", "tom", "dan", "una"):
        for asset in (*made, mark):
            with pytest.raises(Unseen):
                packs.make(asset.uid, by=world.actor(name))
    with pytest.raises(Unseen):
        packs.make(made[0].uid, by=world.actor("ivy"))
    for name, asset in (("ivy", made[1]), ("ivy", mark), ("ada", mark)):
        with pytest.raises(Denied):
            packs.make(asset.uid, by=world.actor(name))
    assert not Event.objects.filter(name="register.PackMade").exists()
    assert not Exposure.objects.exists()
    assert walk.browser(world, "cleo").get(f"/register/{made[0].uid}/pack").status_code == 404
    assert walk.browser(world, "ivy").get(f"/register/{made[1].uid}/pack").status_code == 403


def test_both_files_say_what_it_is_and_every_heading(world, ada, today, pages):
    asset = secret(world, ada, pages)
    steps.attest(asset.uid, "physical", "Cabinet 4 is locked", today, None, by=ada)
    page = walk.browser(world, "ada")
    book, pdf = page.get(f"/register/{asset.uid}/pack"), page.get(f"/register/{asset.uid}/pack?as=pdf")
    read = walk.said(pdf)
    assert Asset.objects.get().title in read
    sheets = openpyxl.load_workbook(io.BytesIO(book.content))
    assert "Wash mixture" in str([list(sheet.values) for sheet in sheets])
    report = packs.make(asset.uid, by=ada)
    for each, sheet in zip(report.tables, sheets, strict=False):
        assert [value or "" for value in next(iter(sheet.values))] == list(each.head)
        words = " ".join(read.split())
        assert all(" ".join(head.split()) in words for head in (each.title, *each.head) if each.rows)
