"""Signed checkpoints reach every organisation's owners."""

import smtplib

from django.core.mail.backends import locmem
from django_tasks_db.models import DBTaskResult

from kith.audit import chain, keys
from kith.audit.models import Checkpoint
from kith.core import clock
from kith.identity import tasks

OWNERS = [f"{who}@example.org" for who in ("ada", "cleo", "dan", "una")]


class NotForAda(locmem.EmailBackend):
    """A mail server that takes everybody's mail but Ada's."""

    def send_messages(self, messages):
        if any("ada@example.org" in message.to for message in messages):
            raise smtplib.SMTPRecipientsRefused({})
        return super().send_messages(messages)


def test_every_owner_gets_the_signed_state_and_nobody_else(world, work, mailoutbox):
    work()
    mailoutbox.clear()
    chain.seal()
    tasks.issue_checkpoint.enqueue()
    work()
    mark = Checkpoint.objects.get()
    assert sorted(mail.to[0] for mail in mailoutbox) == OWNERS
    assert mark.hash in mailoutbox[0].body
    assert keys.verify(chain.statement(mark.seq, mark.hash), mark.signature, keys.public_pem())
    tasks.issue_checkpoint.enqueue()
    work()
    assert Checkpoint.objects.count() == 1


def test_a_mail_that_was_not_taken_is_sent_later_and_keeps_nobody_elses_back(world, work, mailoutbox, settings):
    work()
    mailoutbox.clear()
    chain.seal()
    settings.EMAIL_BACKEND = f"{__name__}.NotForAda"
    tasks.issue_checkpoint.enqueue()
    work()
    assert sorted(mail.to[0] for mail in mailoutbox) == OWNERS[1:]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert DBTaskResult.objects.filter(run_after__gt=clock.now(), status="READY").update(run_after=clock.now()) == 1
    work()
    assert sorted(mail.to[0] for mail in mailoutbox) == OWNERS
