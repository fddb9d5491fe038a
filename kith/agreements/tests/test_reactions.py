"""Mails across the border: that something waits, never what; and nothing to whoever was shut out in the meantime."""

from kith.access.actions import Subject
from kith.agreements.actions import ending
from kith.agreements.models import Told
from kith.audit.models import Reaction


def sent(work, mailoutbox):
    work()
    return sorted(to for mail in mailoutbox for to in mail.to)


def forget(work, mailoutbox):
    """Let what was queued go out, and an hour pass."""
    work()
    mailoutbox.clear()
    Told.objects.all().delete()


def test_the_people_it_is_shared_with_hear_that_something_waits_and_nothing_more(world, work, mailoutbox):
    world.agree("foundry", "cleo")
    forget(work, mailoutbox)
    item = world.item(world.space("Castings"), "Vent the core", "Secret words", classification=2)
    world.share(item, "foundry")
    assert sent(work, mailoutbox) == ["cleo@example.org", "tom@example.org"]
    for mail in mailoutbox:
        assert "Vent the core" not in mail.subject + mail.body
        assert item.uid not in mail.body
        assert "Tarnside Pumps" in mail.body
    assert not Reaction.objects.exists()


def test_a_mail_that_was_queued_before_the_stop_is_not_sent(world, work, mailoutbox):
    agreement = world.agree("foundry", "cleo")
    forget(work, mailoutbox)
    world.share(world.item(world.space("Castings"), "Vent the core"), "foundry")
    ending.stop_sharing(agreement.uid, by=world.actor("ada"))
    assert sent(work, mailoutbox) == []


def test_only_a_named_recipient_hears(world, work, mailoutbox):
    cleo = Subject(world.firms["foundry"].pk, person_id=world.people["cleo"].pk)
    world.agree("foundry", "cleo", recipients=(cleo,))
    forget(work, mailoutbox)
    world.share(world.item(world.space("Castings"), "Vent the core"), "foundry")
    assert sent(work, mailoutbox) == ["cleo@example.org"]


def test_the_other_sides_signatory_hears_that_her_signature_is_wanted(world, work, mailoutbox):
    world.agree("foundry", "cleo", sign=False)
    assert sent(work, mailoutbox) == ["cleo@example.org"]


def test_24_shares_in_one_morning_are_one_mail(world, work, mailoutbox):
    world.agree("foundry", "cleo")
    space = world.space("Castings")
    forget(work, mailoutbox)
    for number in range(24):
        world.share(world.item(space, f"Item {number}"), "foundry", person="tom")
    assert sent(work, mailoutbox) == ["tom@example.org"]
