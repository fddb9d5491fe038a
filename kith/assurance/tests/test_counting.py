"""What is counted as evidence: an organisation's own records, and never reports without names."""

from datetime import timedelta

import pytest

from kith.access.models import Grant
from kith.agreements.actions import recertifying
from kith.assurance import checks, evidence
from kith.assurance.actions import applying, auditing
from kith.assurance.outcome import State
from kith.assurance.support import Support
from kith.assurance.tests import evident
from kith.assurance.tests.evident import NOW, states
from kith.audit import chain, ledger
from kith.core import clock
from kith.identity.actions import leaving, tokens
from kith.identity.models import Membership
from kith.knowledge.actions import reading
from kith.policies import actions as policies
from tests import walk


@pytest.fixture(autouse=True)
def spring():
    with clock.at(NOW):
        yield


@pytest.fixture
def ada(world):
    return world.actor("ada")


@pytest.fixture
def shared(world):
    return evident.shared(world)


def test_counters_count_only_the_own_organisations_records(world, ada, shared):
    ours, theirs = (evidence.counted(world.firms[name].pk) for name in ("pumps", "foundry"))
    today = NOW.date()
    assert ours["items"] == ours["doors_given"] == (1, today)
    assert ours["exposures"][0] > 0
    assert theirs["items"] == theirs["doors_given"] == theirs["exposures"] == (0, None)
    assert ours["agreements_signed"] == theirs["agreements_signed"] == (1, today)
    assert ours["agreements_in_force"] == theirs["agreements_in_force"] == (1, today - timedelta(days=1))
    assert (ours["partnerships"][0], theirs["partnerships"][0]) == (2, 1)
    outside = evidence.counted(world.firms["outside"].pk)
    assert outside.keys() == evidence.COUNTS.keys()
    assert {key for key, (number, _day) in outside.items() if number} <= {"people", "events"}
    applying.apply("iso27001", "7", False, "No rooms at the foundry.", by=world.actor("cleo"))
    assert states(world.actor("cleo"))["7"] == Support.EXCLUDED
    assert states(ada)["7"] == Support.NOTHING
    assert "foundry" not in walk.said(walk.browser(world, "ada").get("/evidence/iso27001"))


def test_what_somebody_does_is_counted_for_her_own_firm_the_same_day(world, ada, shared):
    ours, foundry = world.firms["pumps"].pk, world.firms["foundry"].pk
    before, theirs = evidence.counted(ours), evidence.counted(foundry)
    training = policies.ask_for_training("Keeping secrets", 12, 5, by=ada)
    policies.attest(training.uid, [world.people["ben"].pk], NOW.date(), by=ada)
    reading.ask(shared.uid, [world.people["ben"].pk], by=ada)
    reading.acknowledge(shared.uid, by=world.actor("ben"))
    tokens.revoke(tokens.make("robot", {"read"}, 30, by=ada).token.uid, by=ada)
    recertifying.confirm(list(Grant.objects.values_list("uid", flat=True)), by=ada)
    recertifying.close(list(Grant.objects.values_list("uid", flat=True)), by=ada)
    ledger.deny(world.actor("ben"), "audit", 1, "open")
    leaving.deactivate(Membership.objects.get(person=world.people["ben"]).pk, by=ada)
    chain.seal()
    chain.checkpoint()
    audit = auditing.open_("Spring", ada.person, by=ada)
    for check in checks.ALL.values():
        if check.by_hand:
            auditing.answer(audit.uid, check.key, State.HOLDS, "Seen.", by=ada)
    auditing.close(audit.uid, "All is well.", by=ada)
    after = evidence.counted(ours)
    one = "trainings_asked trainings_done readings tokens_revoked doors_looked_through doors_closed receipts denials"
    for key in [*one.split(), "people_left", "checkpoints", "audits_closed"]:
        assert before[key][0] == 0, key
        assert after[key] == (1, NOW.date()), key
    assert after["people"][0] == before["people"][0] - 1
    moved = {key for key, found in evidence.counted(foundry).items() if found != theirs[key]}
    assert moved <= {"receipts", "checkpoints", "events"}


def test_reports_without_names_are_never_counted(world):
    for count in evidence.COUNTS.values():
        assert count.rows(world.pumps.pk).model._meta.app_label != "speakup", count.key
