"""The ledger: written with the deed, sealed into a chain, and honest about what is missing."""

from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction

from kith.audit import chain, keys, ledger, outbox, tasks
from kith.audit.facts import Fact
from kith.audit.models import Checkpoint, Denial, Event, Exposure, Link, Miss, Pending, Reaction
from kith.core import clock
from kith.core.actor import NOBODY, Actor
from kith.core.patience import wait
from tests.tampering import unguarded

ADA = Actor(person_id=1, organisation_id=1)


@dataclass(frozen=True, kw_only=True)
class LampLit(Fact):
    about = "lamp"
    lamp_id: int


def light(number):
    with transaction.atomic():
        return ledger.record(LampLit(by=ADA, owner_id=1, lamp_id=number))


@pytest.mark.django_db
@pytest.mark.parametrize("tells_ids", [True, False])  # an old SQLite does not say the ids of several rows
def test_facts_recorded_together_stand_in_their_order_each_in_the_outbox(monkeypatch, tells_ids):
    kind = type(connection.features)
    monkeypatch.setattr(kind, "can_return_rows_from_bulk_insert", property(lambda self: tells_ids))
    with transaction.atomic():
        events = ledger.record_all([LampLit(by=ADA, owner_id=1, lamp_id=n) for n in (3, 1, 2)])
    assert list(Event.objects.order_by("id").values_list("object_id", flat=True)[:3]) == [3, 1, 2]
    assert set(Pending.objects.values_list("event_id", flat=True)) == {event.pk for event in events}


@pytest.mark.django_db(transaction=True)
def test_a_fact_without_a_transaction_is_an_error():
    with pytest.raises(ledger.OutsideTransaction):
        ledger.record(LampLit(by=ADA, lamp_id=1))


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["UPDATE audit_event SET name = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_or_delete_a_row(deed):
    light(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)
    assert Event.objects.get().name == "audit.LampLit"


@pytest.mark.django_db
def test_sealed_events_form_a_chain_that_checks():
    for number in range(5):
        light(number)
    assert Pending.objects.count() == 5
    assert chain.seal() == 5
    light(5)
    assert chain.seal() == 1
    assert chain.seal() == 0
    verdict = chain.check()
    assert verdict.finding is None
    assert (verdict.events, verdict.sealed, verdict.waiting) == (6, 6, 0)
    assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("deed", "named"),
    [
        ("UPDATE audit_event SET object_id = 99 WHERE object_id = 2", "was changed"),
        ("UPDATE audit_link SET hash = 'f' WHERE seq = 3", "was changed"),
        ("DELETE FROM audit_link WHERE seq = 2", "Link 2 is missing"),
        ("DELETE FROM audit_link WHERE seq = 4", "The chain ends at link 3, but 4 links"),
    ],
)
def test_the_check_names_the_first_fault(deed, named):
    for number in range(4):
        light(number)
    chain.seal()
    unguarded(deed)
    finding = chain.check().finding
    assert finding is not None
    assert named in finding.sentence


@pytest.mark.django_db
def test_an_event_that_vanished_is_named():
    events = [light(number) for number in range(3)]
    chain.seal()
    unguarded(f"DELETE FROM audit_event WHERE id = {events[1].pk}")
    assert f"Event {events[1].pk} (link 2) is missing." == chain.check().finding.sentence


@pytest.mark.django_db
def test_an_event_slipped_past_the_sealer_is_named():
    event = light(1)
    Pending.objects.all().delete()
    assert f"Event {event.pk} is neither sealed nor waiting" in chain.check().finding.sentence


@pytest.mark.django_db
def test_a_rewritten_chain_does_not_fit_its_signed_checkpoint():
    light(1)
    chain.seal()
    mark = chain.checkpoint()
    assert mark and keys.verify(chain.statement(mark.seq, mark.hash), mark.signature)
    assert chain.checkpoint() is None
    unguarded(f"UPDATE audit_checkpoint SET hash = '{'0' * 64}'")
    assert "does not fit the chain" in chain.check().finding.sentence
    unguarded(f"UPDATE audit_checkpoint SET hash = '{mark.hash}', signature = 'AAAA'")
    assert "is not ours" in chain.check().finding.sentence
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_denials_are_counted_by_actor_object_and_minute_and_strangers_only_counted():
    for _ in range(3):
        ledger.deny(ADA, "item", 7, "edit")
    ledger.deny(ADA, "item", 8, "edit")
    ledger.deny(NOBODY, "item", 7, "edit")
    assert sorted(Denial.objects.values_list("object_id", "times")) == [(7, 3), (8, 1)]
    assert Event.objects.filter(name="audit.DeniedFact").count() == 2
    assert Miss.objects.get().times == 1


@pytest.mark.django_db
def test_an_exposure_to_ones_own_organisation_is_refused_by_the_database():
    showing = ledger.Showing(channel=Exposure.Channel.READ, item_id=1, owner_id=1, basis_id=1, grant_id=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        ledger.expose(ADA, [showing])
    ben = Actor(person_id=2, organisation_id=2)
    with transaction.atomic():
        ledger.expose(ben, [showing])
    assert Exposure.objects.get().person_id == 2


@pytest.mark.django_db
def test_a_reaction_lost_in_a_crash_is_done_again_and_a_failing_one_waits(work):
    seen = []

    def shine(event):
        seen.append(event.object_id)
        if len(seen) == 1:
            raise RuntimeError("the power went")

    outbox.on(LampLit, shine)
    try:
        light(4)
        assert len(outbox.take()) == 1  # by a worker that died
        assert tasks.hand_out() == 0
        with clock.at(clock.now() + outbox.LEASE):
            work()
            assert Reaction.objects.get().tries == 1
            work()
            assert seen == [4]
        with clock.at(clock.now() + outbox.LEASE + wait(1)):
            work()
        assert seen == [4, 4]
        assert not Reaction.objects.exists()
    finally:
        outbox._handlers.pop(LampLit)
