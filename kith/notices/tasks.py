"""What workers do for notices."""

import logging

from django_tasks import task

from kith.notices import mails

log = logging.getLogger(__name__)


@task()
def mail_waiting() -> None:
    """Mail those who have not looked; whoever could not be mailed is tried again at the next turn."""
    for person_id in mails.due():
        try:
            mails.mail(person_id)
        except OSError:
            log.exception("person %s was not mailed about her notices; it will be tried again", person_id)


def hand_out_mails() -> None:
    """Hand the mails to a worker when there are any."""
    if mails.due():
        mail_waiting.enqueue()
