"""An invitation's mail goes out after the deed, until the mail server takes it; no row holds its link."""

import smtplib
from datetime import timedelta

from django.core.mail.backends.locmem import EmailBackend

from kith.audit.models import Event, Reaction
from kith.core import clock
from kith.core.actor import Role
from kith.identity.actions import inviting
from kith.identity.actions.inviting import Guest
from kith.identity.models import Invitation
from tests import walk


class Down(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected


def invite(world):
    return inviting.invite_colleague(Guest("eve@example.org", "Eve"), Role.MEMBER, by=world.actor("ada"))


def test_the_mail_carries_the_link_that_works(world, work, mailoutbox):
    work()
    mailoutbox.clear()
    sent = invite(world)
    assert mailoutbox == []
    work()
    assert [mail.to for mail in mailoutbox] == [["eve@example.org"]]
    assert sent.url in mailoutbox[0].body
    assert inviting.find(sent.token) == sent.invitation
    sent.invitation.refresh_from_db()
    assert sent.invitation.mailed_at


def test_a_mail_server_that_is_down_loses_no_invitation(world, work, mailoutbox, settings):
    work()
    mailoutbox.clear()
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    said = walk.browser(world, "ada").post(
        "/people/new", {"name": "Eve", "email": "eve@example.org", "role": "member"}, follow=True
    )
    work()
    page = walk.browser(world, "ada").get("/people").content.decode()
    assert said.status_code == 200
    assert "The mail has not gone out yet" in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.at(clock.now() + timedelta(minutes=5)):
        work()
    assert [mail.to for mail in mailoutbox] == [["eve@example.org"]]
    assert not Reaction.objects.exists()


def test_a_withdrawn_invitation_is_not_mailed(world, work, mailoutbox):
    work()
    mailoutbox.clear()
    sent = invite(world)
    inviting.withdraw(sent.invitation.uid, by=world.actor("ada"))
    work()
    assert mailoutbox == []


def test_no_row_holds_the_link(world):
    sent = invite(world)
    rows = [*Invitation.objects.values_list("uid", "token_sha256"), *Event.objects.values_list("data", "kind")]
    assert not any(sent.token in str(row) for row in rows)
