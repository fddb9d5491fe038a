"""Each check finds the fault that was planted for it, and nothing once that is mended (F6)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kith.agreements.actions import recertifying
from kith.assurance import asking, checks
from kith.assurance.outcome import State
from kith.audit import chain
from kith.audit.models import Event
from kith.backups.models import Backup, Trial
from kith.claims.actions import claiming, covering
from kith.claims.actions.claiming import Details
from kith.claims.actions.covering import Terms as Policy
from kith.core import clock
from kith.core.actor import Role
from kith.exposures.actions import telling
from kith.exposures.actions.telling import Telling
from kith.identity.actions import leaving, tokens
from kith.identity.models import Membership
from kith.knowledge.actions import arranging, vouching, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import AccessRequest
from kith.knowledge.queries import items
from kith.policies import actions as policies
from kith.register.actions import assets, licences, rights, steps
from kith.register.actions.assets import Entry
from kith.register.actions.given import Share
from kith.register.actions.licences import Terms
from kith.register.actions.rights import Filing
from tests.tampering import unguarded

DAY = timedelta(days=1)


@pytest.fixture
def ada(world):
    return world.actor("ada")


@pytest.fixture
def castings(world):
    return world.space("Castings")


@pytest.fixture
def shared(world, castings):
    world.agree("foundry", "cleo")
    page = world.item(castings, "Vent the core", classification=2)
    world.grant = world.share(page, "foundry")
    return page


def stands(world, key):
    """What a check comes to: its state, how many were looked at, and the faults."""
    found = asking.ask(world.pumps.pk, [key])[key]
    return found.state, found.looked, [(fault.kind, fault.pk) for fault in found.faults]


def today():
    return clock.now().date()


def later(days):
    return clock.at(clock.now() + days * DAY)


def entry(kind, **more):
    return Entry(kind, "Vent gauge", more.pop("origin", "background"), **more)


def test_a_firm_without_records_has_nothing_that_fails_and_nothing_that_holds_for_it(world):
    found = asking.ask(world.firms["outside"].pk)
    assert set(found) == {check.key for check in checks.ALL.values() if not check.by_hand}
    assert {key for key, outcome in found.items() if outcome.state != State.NOTHING} <= {"ledger_whole"}


def test_a_door_that_nobody_looked_through_for_ninety_days(world, ada, shared):
    assert stands(world, "looked_through") == (State.HOLDS, 1, [])
    with later(91):
        assert stands(world, "looked_through") == (State.FAILS, 1, [("grant", world.grant.pk)])
        recertifying.confirm([world.grant.uid], by=ada)
        assert stands(world, "looked_through")[0] == State.HOLDS


def test_a_door_and_a_key_of_somebody_who_left(world, ada, castings):
    world.agree("foundry", "cleo")
    page = world.item(castings, "Vent the core", classification=2)
    grant = world.share(page, "foundry", person="tom")
    tokens.make("Export", {"read"}, 30, by=world.actor("ben"))
    assert stands(world, "none_left_behind") == (State.HOLDS, 2, [])
    Membership.objects.filter(person=world.people["tom"]).update(ended_at=clock.now())
    Membership.objects.filter(person=world.people["ben"]).update(ended_at=clock.now())
    state, looked, faults = stands(world, "none_left_behind")
    assert (state, looked) == (State.FAILS, 2)
    assert [kind for kind, _pk in faults] == ["grant", "token"]
    assert faults[0] == ("grant", grant.pk)


def test_a_door_that_the_clock_has_closed_is_left_behind_by_nobody(world, castings):
    world.agree("foundry", "cleo", ends_on=today() + 5 * DAY)
    world.share(world.item(castings, "Vent the core", classification=2), "foundry", person="tom")
    Membership.objects.filter(person=world.people["tom"]).update(ended_at=clock.now())
    assert stands(world, "none_left_behind")[0] == State.FAILS
    with later(10):
        assert stands(world, "none_left_behind")[0] == State.NOTHING


def test_leaving_leaves_nothing_behind(world, ada):
    tokens.make("Export", {"read"}, 30, by=world.actor("ben"))
    leaving.deactivate(Membership.objects.get(person=world.people["ben"]).pk, by=ada)
    assert stands(world, "none_left_behind")[0] == State.NOTHING


def test_what_was_told_without_an_agreement_and_what_was_not_confirmed_in_time(world, ada, castings):
    page = world.item(castings, "Vent the core", classification=2)

    def tell():
        return telling.tell(
            Telling(
                partner_uid=world.firms["foundry"].uid,
                agreement_uid=world.agreements["foundry"].uid if "foundry" in world.agreements else "",
                channel="oral",
                told_on=today(),
                about="How wide the vents are.",
                told_by=world.people["ben"].pk,
                people=(world.people["tom"].pk,),
                item_uids=(page.uid,),
            ),
            by=ada,
        )

    told = tell()
    assert stands(world, "told_in_bounds") == (State.FAILS, 1, [("disclosure", told.pk)])
    telling.retract(told.uid, "It was another page.", by=ada)
    assert stands(world, "told_in_bounds")[0] == State.NOTHING
    world.agree("foundry", "cleo", further={"duties_first": None, "oral_confirm_days": 14})
    told = tell()
    assert stands(world, "told_in_bounds")[0] == State.HOLDS
    with later(15):
        assert stands(world, "told_confirmed") == (State.FAILS, 1, [("disclosure", told.pk)])


def test_personal_data_when_the_agreement_on_its_processing_has_run_out(world):
    main = world.agree("foundry", "cleo", further={"personal_data": True})
    assert stands(world, "data_protected") == (State.FAILS, 1, [("agreement", main.pk)])
    processing = {"processor": world.pumps.pk, "data_kinds": ["Names"], "data_subjects": ["Fitters"]}
    world.agree("foundry", "cleo", kind="data_processing", further=processing, ends_on=today() + 30 * DAY)
    assert stands(world, "data_protected") == (State.HOLDS, 1, [])
    with later(31):
        assert stands(world, "data_protected")[0] == State.FAILS, "the doors of the other one stay open"


def test_a_request_that_was_answered_by_who_asked(world, ada, castings):
    page = world.item(castings, "Vent the core", classification=2)
    asked = AccessRequest.objects.create(
        item=page, person=world.people["ben"], organisation=world.pumps, reason="I cast.", asked_at=clock.now()
    )
    assert stands(world, "asked_and_answered")[0] == State.NOTHING
    AccessRequest.objects.filter(pk=asked.pk).update(answered_by=world.people["ada"], answered_at=clock.now())
    assert stands(world, "asked_and_answered") == (State.HOLDS, 1, [])
    AccessRequest.objects.filter(pk=asked.pk).update(answered_by=world.people["ben"])
    assert stands(world, "asked_and_answered") == (State.FAILS, 1, [("access_request", asked.pk)])


def test_a_page_that_a_partner_read_and_to_which_nobody_gave_a_level(world, ada, castings):
    world.agree("foundry", "cleo")
    page = world.item(castings, "Vent the core")
    world.share(page, "foundry")
    assert stands(world, "pages_marked")[0] == State.NOTHING, "nobody has read it"
    items.page(page.uid, world.actor("tom"))
    assert stands(world, "pages_marked") == (State.FAILS, 1, [("item", page.pk)])
    arranging.classify(page.uid, 2, by=ada)
    assert stands(world, "pages_marked") == (State.HOLDS, 1, [])


def test_a_page_whose_owner_has_left(world, ada, castings):
    world.colleague("gus", "ada")
    page = world.item(castings, "Vent the core", by="gus")
    assert stands(world, "pages_owned")[0] == State.HOLDS
    Membership.objects.filter(person=world.people["gus"]).update(ended_at=clock.now())
    assert stands(world, "pages_owned") == (State.FAILS, 1, [("item", page.pk)])
    arranging.give_to(page.uid, world.people["ben"].pk, by=ada)
    assert stands(world, "pages_owned")[0] == State.HOLDS


def test_a_page_that_somebody_vouched_for_once(world, ada, castings):
    page = world.item(castings, "Vent the core")
    assert stands(world, "pages_checked")[0] == State.NOTHING
    vouching.verify(page.uid, by=ada, until=today() + 10 * DAY)
    assert stands(world, "pages_checked") == (State.HOLDS, 1, [])
    with later(11):
        assert stands(world, "pages_checked")[0] == State.FAILS
    writing.save_draft(page.uid, Words(page.title, "Another text."), by=ada, shown_saves=0)
    writing.publish(page.uid, by=ada)
    assert stands(world, "pages_checked") == (State.FAILS, 1, [("item", page.pk)])


def test_an_incident_that_nobody_closes(world, castings):
    page = world.item(castings, "Sand on the floor", kind="incident")
    assert stands(world, "incidents_closed")[0] == State.NOTHING
    with later(31):
        assert stands(world, "incidents_closed") == (State.FAILS, 1, [("item", page.pk)])


def test_what_was_published_without_the_committees_word(world, ada, castings):
    page = world.item(castings, "How pumps work", classification=0)
    mark = assets.enter(entry("patent", public_on=today(), makers=(world.people["ben"].pk,)), by=ada)
    state, looked, faults = stands(world, "published_after_review")
    assert (state, looked, faults) == (State.FAILS, 2, [("item", page.pk), ("asset", mark.pk)])


def test_policies_that_somebody_has_not_noted_and_training_that_somebody_lacks(world, ada, castings):
    rule = world.item(castings, "What stays here", kind="policy")
    asked = policies.ask_to_note(rule.uid, 0, by=ada)
    course = policies.ask_for_training("Secrets", 12, 10, by=ada)
    assert stands(world, "policies_noted") == (State.FAILS, 1, [("requirement", asked.pk)])
    assert stands(world, "people_trained") == (State.HOLDS, 1, []), "there is time left"
    for name in ("ada", "ben"):
        policies.acknowledge(asked.uid, asked.version_id, by=world.actor(name))
    assert stands(world, "policies_noted")[0] == State.HOLDS
    with later(11):
        assert stands(world, "people_trained") == (State.FAILS, 1, [("requirement", course.pk)])


def test_a_ledger_row_that_was_changed(world):
    while chain.seal():
        pass
    state, looked, faults = stands(world, "ledger_whole")
    assert (state, looked > 5, faults) == (State.HOLDS, True, [])
    unguarded(f"UPDATE audit_event SET via = 'api' WHERE id = {Event.objects.earliest('pk').pk}")
    assert stands(world, "ledger_whole")[0] == State.FAILS


def test_backups_that_are_old_or_were_not_proven(world):
    assert stands(world, "backups_hold")[0] == State.NOTHING, "somebody may make them by other means"
    now = clock.now()
    row = Backup.objects.create(begun_at=now, finished_at=now, sha256="ab" * 32)
    assert stands(world, "backups_hold") == (State.FAILS, 1, [("backup", row.pk)])
    Trial.objects.create(backup=row, begun_at=now, finished_at=now, seconds=60, within=90, compared=4)
    assert stands(world, "backups_hold") == (State.HOLDS, 1, [])
    with later(3):
        assert stands(world, "backups_hold")[0] == State.FAILS


def test_the_newest_links_are_read_and_an_older_fault_is_the_whole_checks(world):
    while chain.seal():
        pass
    unguarded(f"UPDATE audit_event SET via = 'api' WHERE id = {Event.objects.earliest('pk').pk}")
    assert chain.newest(3) == (3, None)
    assert chain.check().finding is not None


def test_rights_and_days_that_pass(world, ada):
    asset = assets.enter(entry("patent", makers=(world.people["ben"].pk,)), by=ada)
    assert stands(world, "rights_kept") == (State.HOLDS, 1, [])
    right = rights.enter(asset.uid, Filing("EPO", filed_on=today() - 800 * DAY), by=ada)
    state, _looked, faults = stands(world, "rights_kept")
    assert (state, faults) == (State.FAILS, [("asset", asset.pk)])
    state, _looked, faults = stands(world, "days_kept")
    assert (state, faults[0]) == (State.FAILS, ("due:right", right.pk))
    rights.drop(right.uid, "Not worth it.", by=ada)
    assert stands(world, "days_kept")[0] == State.NOTHING


def test_results_of_working_together_that_are_nobodys(world, ada):
    more = {"origin": "foreground", "partnership_uid": world.partnerships["foundry"].uid}
    asset = assets.enter(entry("knowhow", **more), by=ada)
    assert stands(world, "foreground_owned") == (State.FAILS, 1, [("asset", asset.pk)])
    assets.change(asset.uid, entry("knowhow", holdings=(Share(world.pumps.uid, Decimal(100)),), **more), by=ada)
    assert stands(world, "foreground_owned") == (State.HOLDS, 1, [])


def test_a_trade_secret_that_nobody_keeps_and_one_that_too_many_know(world, ada, castings, monkeypatch):
    page = world.item(castings, "Wash mixture", classification=4)
    more = {"value": "Halves the scrap", "item_uids": (page.uid,)}
    asset = assets.enter(entry("secret", **more), by=ada)
    assert stands(world, "secrets_kept") == (State.FAILS, 1, [("asset", asset.pk)])
    assets.change(asset.uid, entry("secret", custodian_id=world.people["ben"].pk, **more), by=ada)
    steps.attest(asset.uid, "physical", "Cabinet 4 is locked", today(), today() + 30 * DAY, by=ada)
    assert stands(world, "secrets_kept") == (State.HOLDS, 1, [])
    assert stands(world, "secrets_few") == (State.HOLDS, 1, [])
    monkeypatch.setattr("kith.assurance.checks.rights.HOLDERS", 0)
    assert stands(world, "secrets_few") == (State.FAILS, 1, [("asset", asset.pk)])


def test_what_belongs_to_others_and_open_source_in_what_is_licensed_out(world, ada):
    theirs = assets.enter(entry("knowhow", origin="third"), by=ada)
    assert stands(world, "licensed") == (State.FAILS, 1, [("asset", theirs.pk)])
    licences.enter(theirs.uid, Terms("in", "sole", world.firms["foundry"].uid, today()), by=ada)
    assert stands(world, "licensed") == (State.HOLDS, 1, [])
    code = assets.enter(entry("software", open_source="strong"), by=ada)
    assert stands(world, "open_source") == (State.HOLDS, 1, [])
    licences.enter(code.uid, Terms("out", "open", world.firms["foundry"].uid, today()), by=ada)
    assert stands(world, "open_source") == (State.FAILS, 1, [("asset", code.pk)])


def test_insurance_that_ran_out_and_a_claim_that_nobody_sees_to(world, ada):
    cover = covering.add(
        Policy("liability", "Northern Mutual", "IP-1", today() - 365 * DAY, today() + DAY, None, None), by=ada
    )
    claim = claiming.make(
        Details("Vents", "against", "patent", "They say so.", today(), other="Vent Rights Ltd"), by=ada
    )
    assert stands(world, "insured") == (State.HOLDS, 1, [])
    assert stands(world, "claims_seen_to") == (State.FAILS, 1, [("claim", claim.pk)])
    with later(3):
        assert stands(world, "insured") == (State.FAILS, 1, [("cover", cover.pk)])


def test_what_other_firms_keep_is_never_looked_at(world, shared):
    world.colleague("eve", "cleo", Role.AUDITOR)
    found = asking.ask(world.firms["foundry"].pk)
    assert found["looked_through"].looked == 0
    assert found["pages_owned"].looked == 0
