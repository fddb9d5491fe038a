"""Capability 74 and F7: an end lists every exposure both ways, has each decided, and is certified by both sides."""

import io
import json
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from kith.access.actions import Subject
from kith.agreements.actions import ending
from kith.agreements.actions.drafting import Signatory
from kith.agreements.actions.ending import End
from kith.audit import keys
from kith.audit.models import Event
from kith.core import clock
from kith.core.actor import Role
from kith.core.errors import Denied, Refused, Unseen
from kith.deadlines import alerting
from kith.deadlines import queries as deadlines
from kith.exits import packs, tasks
from kith.exits.actions import deciding, leaving, opening
from kith.exits.actions.leaving import Review, Statement
from kith.exits.models import Exit, Piece
from kith.exits.queries import pages
from kith.exits.standing import State
from kith.exposures.actions import telling
from kith.exposures.actions.telling import Telling
from kith.knowledge.queries import items
from kith.notices import queries as notices
from tests import walk

DAY = timedelta(days=1)
GOOD = Review("The vents.", "Begin with the drying.", "yes", "Ruth, by mail")


@pytest.fixture
def shown(world):
    """Ten days ago both shared: Tom read a page of ours, Cleo saw the titles; Ben read one of theirs."""
    with clock.at(clock.now() - 10 * DAY):
        world.agree("foundry", "cleo", starts_on=clock.now().date())
        castings, theirs = world.space("Castings"), world.space("Pour logs", by="cleo")
        world.vent = world.item(castings, "Vent the core", classification=2)
        world.dry = world.item(castings, "Dry the core", classification=2)
        world.pour = world.item(theirs, "Pour slowly", classification=2, by="cleo")
        for item in (world.vent, world.dry):
            world.share(item, "foundry")
        world.share(world.pour, "pumps", by="cleo", agreement=world.agreements["foundry"])
        items.page(world.vent.uid, world.actor("tom"))
        items.page(world.vent.uid, world.actor("tom"))
        items.page(world.pour.uid, world.actor("ben"))
        walk.browser(world, "cleo").get("/knowledge")
    return world.agreements["foundry"]


def end(world, reason="mutual", days=0, by="ada"):
    partner = "Brightforge Castings" if by == "ada" else "Tarnside Pumps"
    at = clock.now() + days * DAY
    return ending.record_end(world.agreements["foundry"].uid, End(reason, "Done.", at, partner), by=world.actor(by))


@pytest.fixture
def over(world, shown, work):
    """The end is recorded, at once; workers have done what follows."""
    end(world)
    work()
    tasks.hand_out()
    work()
    return Exit.objects.get(agreement=shown)


def seen(row, world, name):
    return pages.page(row.uid, world.actor(name))


def said_to(world, name):
    return [told.line.words for told in notices.inbox(world.actor(name)).told]


def whole(world, row, names=("ada", "cleo")):
    """Both sides do all that the end asks of them."""
    for name in names:
        deciding.confirm_list(row.uid, by=world.actor(name))
    for name in names:
        by = world.actor(name)
        waiting = [each.piece.uid for each in seen(row, world, name).waiting]
        if waiting:
            deciding.carry_out(row.uid, waiting, by=by)
        leaving.confirm_results(row.uid, "None.", by=by)
        leaving.certify(row.uid, Statement(world.people[name].name), by=by)
        leaving.look_back(row.uid, GOOD, by=by)


def test_every_exposure_is_listed_both_ways_with_what_becomes_of_it(world, over):
    ours, theirs = seen(over, world, "ada"), seen(over, world, "cleo")
    assert [(row.called, row.piece.people, row.piece.times, row.piece.decision) for row in ours.ours] == [
        ("Vent the core", 2, 3, "destroy"),
        ("Dry the core", 1, 1, "secret"),
    ]
    assert [(row.called, row.piece.decision) for row in theirs.ours] == [("Pour slowly", "destroy")]
    assert [row.piece.item_id for row in ours.theirs] == [world.pour.pk]
    assert {row.piece.item_id for row in theirs.theirs} == {world.vent.pk, world.dry.pk}
    assert (ours.state, ours.access.after, ours.unconfirmed) == (State.RUNNING, 0, 0)


def test_what_closed_is_named_to_the_other_side_by_its_id_alone(world, over):
    told = walk.browser(world, "cleo").get(f"/exits/{over.uid}").content.decode()
    assert world.vent.uid in told
    assert "Vent the core" not in told
    assert "Pour slowly" in told
    rows = {row.piece.item_id: row.who for row in seen(over, world, "cleo").theirs}
    assert rows[world.vent.pk] == ("Cleo", "Tom"), "she can ask them"


def test_access_closes_the_same_day_and_the_page_measures_it(world, over):
    page = seen(over, world, "ada")
    assert page.access.closes_at - page.row.opened_at < timedelta(minutes=1)
    assert page.access.last < page.access.closes_at
    assert (
        "Since then nothing of ours was shown under it."
        in walk.browser(world, "ada").get(f"/exits/{over.uid}").content.decode()
    )


def test_under_notice_access_goes_on_nothing_new_is_shared_and_nothing_is_certified(world, shown, work):
    end(world, "notice", 40)
    work()
    row = Exit.objects.get(agreement=shown)
    assert seen(row, world, "ada").state == State.NOTICE
    with pytest.raises(Refused, match="Its end is recorded"):
        world.share(world.space("Cores"), "foundry")
    items.page(world.dry.uid, world.actor("tom"))
    for deed in (
        lambda: deciding.confirm_list(row.uid, by=world.actor("ada")),
        lambda: leaving.certify(row.uid, Statement("Ada"), by=world.actor("ada")),
    ):
        with pytest.raises(Refused, match="Access is still open"):
            deed()
    with pytest.raises(Refused, match="when access has closed"):
        leaving.look_back(row.uid, GOOD, by=world.actor("ada"))
    with clock.at(clock.now() + 41 * DAY):
        assert seen(row, world, "ada").state == State.RUNNING
        assert tasks.hand_out() == 1
        work()
        pieces = {each.called: each.piece for each in seen(row, world, "ada").ours}
        assert pieces["Dry the core"].decision == "destroy", "it was read under notice"
        assert said_to(world, "cleo")[0] == "“Mutual NDA” is over: all that was shown is listed"


def test_an_agreement_that_runs_out_becomes_work_by_itself_once(world, shown, work):
    with clock.at(clock.now() + 400 * DAY):
        assert tasks.hand_out() == 1
        work()
        assert tasks.hand_out() == 1, "it is opened, and is listed next"
        work()
        assert tasks.hand_out() == 0
        assert opening.open_(shown.pk) is None
        assert seen(Exit.objects.get(), world, "cleo").state == State.RUNNING


def test_what_an_amendment_replaced_does_not_end(world, shown, work):
    world.amend("foundry", "cleo", shown, title="Mutual NDA, wider")
    work()
    assert not opening.to_open()
    assert not Exit.objects.exists()
    end(world)
    work()
    row = Exit.objects.get()
    assert {each.called for each in seen(row, world, "ada").ours} == {"Vent the core", "Dry the core"}, "all it opened"


def test_the_owner_decides_and_says_why_something_is_kept_or_free(world, over):
    ada, piece = world.actor("ada"), seen(over, world, "ada").ours[0].piece
    with pytest.raises(Refused, match="under which licence"):
        deciding.decide(over.uid, [piece.uid], "keep", " ", by=ada)
    with pytest.raises(Refused, match="Choose at least one"):
        deciding.decide(over.uid, [], "keep", "Licence 4", by=ada)
    with pytest.raises(Refused, match="not yours to decide"):
        deciding.decide(over.uid, [piece.uid], "free", "It is in a book.", by=world.actor("cleo"))
    deciding.decide(over.uid, [piece.uid], "keep", "Under licence 4", by=ada)
    assert [row.piece.words for row in seen(over, world, "cleo").theirs][:1] == ["Under licence 4"]
    assert not seen(over, world, "cleo").waiting


def test_nothing_is_certified_before_the_owner_has_decided_and_copies_are_gone(world, over):
    ada, cleo = world.actor("ada"), world.actor("cleo")
    with pytest.raises(Refused, match="may still decide"):
        leaving.certify(over.uid, Statement("Cleo"), by=cleo)
    [waiting] = seen(over, world, "cleo").waiting
    with pytest.raises(Refused, match="may still decide what becomes of them"):
        deciding.carry_out(over.uid, [waiting.piece.uid], by=cleo)
    deciding.confirm_list(over.uid, by=ada)
    assert said_to(world, "cleo")[0] == "They have decided: “Mutual NDA”"
    with pytest.raises(Refused, match="are to be returned or deleted first"):
        leaving.certify(over.uid, Statement("Cleo"), by=cleo)
    [waiting] = seen(over, world, "cleo").waiting
    deciding.carry_out(over.uid, [waiting.piece.uid], by=cleo)
    with pytest.raises(Refused, match="not yet"):
        deciding.carry_out(over.uid, [waiting.piece.uid], by=cleo)
    with pytest.raises(Refused, match="Type your name"):
        leaving.certify(over.uid, Statement("Tom"), by=cleo)
    with pytest.raises(Refused, match="or neither"):
        leaving.certify(over.uid, Statement("Cleo", "Tapes in the safe"), by=cleo)
    paper = leaving.certify(over.uid, Statement("cleo ", "Tapes in the safe", clock.now().date() + 90 * DAY), by=cleo)
    assert keys.verify(paper.body.encode(), paper.signature, keys.public_pem())
    said = json.loads(paper.body)
    assert (said["deed"], said["certificate"]["name"]) == ("returned", "Cleo")
    assert "Vent the core" not in paper.body, "the holder's copy has ids"
    copy = over.agreement.receipts.get(organisation=world.pumps, deed="returned")
    assert "Vent the core" in copy.body, "the owner's names what is hers"
    with pytest.raises(Refused, match="You have confirmed what becomes of them"):
        deciding.decide(over.uid, [waiting.piece.uid], "free", "After all.", by=ada)
    assert said_to(world, "ada")[0] == "The other side has certified: “Mutual NDA”"


def test_who_never_decides_lets_the_agreement_decide(world, over):
    with clock.at(clock.now() + 16 * DAY):  # in time: she is not late because of the other side's silence
        cleo = world.actor("cleo")
        deciding.carry_out(over.uid, [each.piece.uid for each in seen(over, world, "cleo").waiting], by=cleo)
        assert leaving.certify(over.uid, Statement("Cleo"), by=cleo)


def test_it_runs_until_both_are_done_then_secrecy_goes_on_and_then_it_is_closed(world, over):
    for name in ("ada", "cleo"):
        assert seen(over, world, name).state == State.RUNNING
    whole(world, over)
    page = seen(over, world, "ada")
    assert page.state == State.SURVIVAL
    assert page.others[0].side.contact == "Ruth, by mail"
    with clock.at(clock.start_of(page.secret_until, "UTC") + 12 * timedelta(hours=1)):
        assert seen(over, world, "ada").state == State.SURVIVAL
    with clock.at(clock.start_of(page.secret_until + 2 * DAY, "UTC")):
        assert seen(over, world, "ada").state == State.CLOSED
    names = set(Event.objects.filter(kind="exit").values_list("name", flat=True))
    assert {name.removeprefix("exits.") for name in names} == {
        "ExitOpened",
        "PiecesGathered",
        "ListConfirmed",
        "PiecesDone",
        "ResultsConfirmed",
        "ExitCertified",
        "ExitReviewed",
    }


def test_where_nothing_stays_secret_both_sides_have_their_days_all_the_same(world, work):
    world.agree("foundry", "cleo", survival_months=0)
    end(world)
    work()
    tasks.hand_out()
    work()
    row = Exit.objects.get()
    with clock.at(clock.now() + 2 * DAY):
        assert seen(row, world, "ada").state == State.RUNNING
    with clock.at(clock.now() + 32 * DAY):
        assert seen(row, world, "ada").state == State.CLOSED


def test_it_is_a_deadline_of_each_side_and_so_are_copies_in_backups(world, over):
    with clock.at(clock.now() + 24 * DAY):
        alerting.turn()
        assert [row.line.words for row in deadlines.page(world.actor("cleo")).waiting] == ["End of “Mutual NDA”"]
        for name in ("ada", "cleo"):
            deciding.confirm_list(over.uid, by=world.actor(name))
        cleo, until = world.actor("cleo"), clock.now().date() + 30 * DAY
        deciding.carry_out(over.uid, [each.piece.uid for each in seen(over, world, "cleo").waiting], by=cleo)
        leaving.confirm_results(over.uid, "None.", by=cleo)
        leaving.certify(over.uid, Statement("Cleo", "Tapes", until), by=cleo)
        leaving.look_back(over.uid, GOOD, by=cleo)
        assert not deadlines.page(cleo).waiting
        with clock.at(clock.now() + 29 * DAY):
            alerting.turn()
            assert [str(row.words) for row in deadlines.page(cleo).waiting] == ["Copies in backups, overwritten"]
            leaving.backups_gone(over.uid, by=cleo)
            assert not deadlines.page(cleo).waiting


def test_what_was_told_by_hand_is_the_tellers_own_until_it_is_confirmed(world, shown, work):
    told = telling.tell(
        Telling(
            partner_uid=world.firms["foundry"].uid,
            agreement_uid=shown.uid,
            channel="physical",
            told_on=clock.now().date(),
            about="A vented core.",
            told_by=world.people["ben"].pk,
            people=(world.people["tom"].pk,),
            item_uids=(world.dry.uid,),
        ),
        by=world.actor("ada"),
    )
    end(world)
    work()
    tasks.hand_out()
    work()
    row = Exit.objects.get()
    page = seen(row, world, "ada")
    assert (page.unconfirmed, {each.called: each.piece.told for each in page.ours}["Dry the core"]) == (1, 0)
    telling.confirm(told.uid, by=world.actor("ada"))
    deciding.confirm_list(row.uid, by=world.actor("ada"))
    piece = {each.called: each.piece for each in seen(row, world, "ada").ours}["Dry the core"]
    assert (piece.told, piece.copies, piece.decision) == (1, 1, "destroy")


def test_access_is_open_under_notice_so_nothing_can_be_done_yet(world, shown, work):
    end(world, "notice", 40)
    work()
    row = Exit.objects.get()
    with pytest.raises(Refused, match="Access is still open"):
        deciding.carry_out(row.uid, None, by=world.actor("cleo"))
    ada, piece = world.actor("ada"), seen(row, world, "ada").ours[0].piece
    deciding.decide(row.uid, [piece.uid], "secret", "", by=ada)
    items.page(world.vent.uid, world.actor("cleo"))
    with clock.at(clock.now() + 41 * DAY):
        tasks.hand_out()
        work()
        [piece] = [each.piece for each in seen(row, world, "ada").ours if each.called == "Vent the core"]
        assert piece.decision == "destroy", "it was opened after that was said"


def test_many_pages_are_decided_and_done_at_once(world, over, monkeypatch):
    monkeypatch.setattr(pages, "SHOWN", 1)
    ada, cleo = world.actor("ada"), world.actor("cleo")
    page = seen(over, world, "ada")
    assert (len(page.ours), page.more) == (1, 1)
    assert deciding.decide(over.uid, None, "destroy", "", by=ada) == 2
    deciding.confirm_list(over.uid, by=ada)
    assert (seen(over, world, "cleo").waits, len(seen(over, world, "cleo").theirs)) == (2, 1)
    assert deciding.carry_out(over.uid, None, by=cleo) == 2
    assert leaving.certify(over.uid, Statement("Cleo"), by=cleo)


def test_a_thing_that_was_handed_over_without_a_page_stands_on_both_pages_and_in_the_certificate(world, shown, work):
    ada = world.actor("ada")
    told = telling.tell(
        Telling(
            partner_uid=world.firms["foundry"].uid,
            agreement_uid=shown.uid,
            channel="physical",
            told_on=clock.now().date(),
            about="A core box, painted blue.",
            told_by=world.people["ben"].pk,
            people=(world.people["tom"].pk,),
        ),
        by=ada,
    )
    end(world)
    work()
    tasks.hand_out()
    work()
    row = Exit.objects.get()
    assert not seen(row, world, "cleo").told, "it is not confirmed to them"
    telling.confirm(told.uid, by=ada)
    assert [each.about for each in seen(row, world, "cleo").told] == ["A core box, painted blue."]
    deciding.confirm_list(row.uid, by=ada)
    deciding.carry_out(row.uid, None, by=world.actor("cleo"))
    paper = leaving.certify(row.uid, Statement("Cleo"), by=world.actor("cleo"))
    assert json.loads(paper.body)["certificate"]["told"][0]["about"] == "A core box, painted blue."


def test_of_three_parties_each_learns_what_is_hers(world, work):
    with clock.at(clock.now() - 10 * DAY):
        third = {
            "recipients": tuple(Subject(world.firms[name].pk) for name in ("pumps", "foundry", "university")),
            "signatories": tuple(
                Signatory(world.firms[firm].pk, world.people[name].pk, "Owner")
                for firm, name in (("pumps", "ada"), ("foundry", "cleo"), ("university", "una"))
            ),
        }
        agreement = world.agree("foundry", "cleo", sign=False, title="Three", starts_on=clock.now().date(), **third)
        for name in ("ada", "cleo", "una"):
            world.sign(agreement, name)
        agreement.refresh_from_db()
        page = world.item(world.space("Castings"), "Vent the core", classification=2)
        world.share(page, "foundry", agreement=agreement)
        items.page(page.uid, world.actor("tom"))
    end(world)
    work()
    tasks.hand_out()
    work()
    row = Exit.objects.get()
    una = seen(row, world, "una")
    assert (una.ours, una.theirs) == ([], [])
    for name in ("ada", "una"):
        deciding.confirm_list(row.uid, by=world.actor(name))
    deciding.carry_out(row.uid, None, by=world.actor("cleo"))
    leaving.certify(row.uid, Statement("Cleo"), by=world.actor("cleo"))
    papers = agreement.receipts.filter(organisation=world.firms["university"])
    assert papers.count() == 2
    for paper in papers:
        for secret in (page.uid, page.title, "Tom"):
            assert secret not in paper.body, f"{paper.deed} tells the third party {secret}"


def test_members_outsiders_and_auditors(world, over):
    world.colleague("eve", "cleo", Role.AUDITOR)
    for name in ("ben", "tom", "una", "dan"):
        with pytest.raises(Unseen):
            seen(over, world, name)
        assert walk.browser(world, name).get(f"/exits/{over.uid}/pack").status_code == 404
        assert walk.browser(world, name).post(f"/exits/{over.uid}/list").status_code == 404
    assert seen(over, world, "eve").can == set()
    with pytest.raises(Denied):
        deciding.confirm_list(over.uid, by=world.actor("eve"))


def test_the_database_holds_it_too(world, over):
    piece = Piece.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Piece.objects.filter(pk=piece.pk).update(holder=piece.owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        over.sides.update(certified_at=clock.now())


def test_the_pack_holds_the_list_the_exposures_and_what_is_signed(world, over):
    whole(world, over)
    with zipfile.ZipFile(io.BytesIO(packs.of(over.uid, world.actor("cleo")))) as file:
        names = file.namelist()
        book = openpyxl.load_workbook(io.BytesIO(file.read("what-was-shown.xlsx")))
        text = "\n".join(str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line)
        for name in names:
            if name.endswith(".json"):
                signed = json.loads(file.read(name))
                assert keys.verify(signed["body"].encode(), signed["signature"], signed["public_key"])
    assert sum(name.startswith("signed/") for name in names) >= 3
    assert "Pour slowly" in text
    assert world.vent.uid in text
    assert "Vent the core" not in text


def test_sharing_can_still_be_stopped_under_notice(world, shown, work):
    end(world, "notice", 40)
    assert ending.stop_sharing(shown.uid, by=world.actor("ada"))
