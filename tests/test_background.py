"""The clock finds what is due, workers do it, and what a dead worker began is done by another."""

import signal
import threading
import time
from datetime import timedelta

from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from kith.agreements import tasks
from kith.agreements.models import Receipt
from kith.cli import background, clockwork
from kith.core import clock
from tests.serving import PATIENCE, running


def test_an_agreement_that_ran_out_gets_its_receipts_by_the_clock_alone(world, work):
    agreement = world.agree("foundry", "cleo")
    with clock.at(agreement.basis.ends_at + timedelta(minutes=1)):
        assert tasks.hand_out_receipts() == 1
        work()
        assert Receipt.objects.filter(agreement=agreement).count() == 2
        assert tasks.hand_out_receipts() == 0


def test_what_a_worker_began_before_it_died_is_done_by_another(world, work):
    agreement = world.agree("foundry", "cleo")
    with clock.at(agreement.basis.ends_at + timedelta(minutes=1)):
        tasks.hand_out_receipts()
        DBTaskResult.objects.get().claim("a worker that was killed")
        DBTaskResult.objects.update(started_at=clock.now())
        assert clockwork.take_back() == 0  # it may be at it
        work()
        assert not Receipt.objects.exists()
        DBTaskResult.objects.update(started_at=clock.now() - clockwork.LONGEST - timedelta(seconds=1))
        assert clockwork.take_back() == 1
        work()
    assert Receipt.objects.filter(agreement=agreement).count() == 2


def test_the_worker_begins_again_after_the_database_was_gone(monkeypatch):
    begun = threading.Semaphore(0)
    runs = []

    class Frail:
        running = True

        def __init__(self, queue):
            self.queue = queue

        def run(self):
            runs.append(len(runs))
            begun.release()
            if len(runs) == 1:
                raise OSError("the database is gone")

    monkeypatch.setattr(background, "worker", Frail)
    monkeypatch.setattr(background, "PAUSE", 0.01)
    monkeypatch.setattr(clockwork, "run", lambda stop: stop.wait())
    both = background.Background()
    both.start()
    assert all(begun.acquire(timeout=PATIENCE) for _ in range(3))  # each of the two, and one again
    both.stop()


def test_workers_in_processes_of_their_own_share_the_work_and_do_each_piece_once(tmp_path):
    tell = "from kith.audit.models import Reaction; print(Reaction.objects.count())"
    ended = """from django_tasks_db.models import DBTaskResult
for row in DBTaskResult.objects.filter(task_path="kith.audit.tasks.react"): print(row.status, row.return_value)"""
    with running(tmp_path, "--demo", "--no-worker") as server:
        waiting = int(server.python(tell)[0])
        assert waiting > 3
        workers = [server.start("worker") for _ in range(2)]
        until = time.monotonic() + PATIENCE
        while server.python(tell) != ["0"] and time.monotonic() < until:
            time.sleep(0.2)
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        assert [worker.wait(PATIENCE) for worker in workers] == [0, 0]
        assert server.python(ended) == ["SUCCESSFUL True"] * waiting
        assert len(list((server.data / "mail").glob("*"))) > 3


def test_sessions_that_are_over_are_cleared_and_no_other_ones(db):
    now = clock.now()
    for key, ends in (("over", now - timedelta(seconds=1)), ("open", now + timedelta(minutes=5))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    clockwork.prune()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
