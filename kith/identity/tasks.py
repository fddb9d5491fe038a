"""What workers do for people and their organisations."""

import logging

from django_tasks import task

from kith.audit import chain
from kith.core import clock
from kith.core.patience import wait
from kith.identity import checkpoints

log = logging.getLogger(__name__)


@task()
def issue_checkpoint() -> int | None:
    """Sign the ledger's state and have it mailed to all owners; None when nothing happened since the last one."""
    mark = chain.checkpoint()
    if mark is None:
        return None
    for person_id in checkpoints.owners():
        mail_checkpoint.enqueue(mark.pk, person_id)
    return mark.pk


@task()
def mail_checkpoint(checkpoint_id: int, person_id: int, tries: int = 0) -> None:
    """Mail a checkpoint to one owner; a mail that is not taken is tried again, each time twice as late."""
    try:
        checkpoints.mail(checkpoint_id, person_id)
    except OSError:  # what the mail library raises, its own errors included
        log.exception("checkpoint %s was not mailed; it will be tried again", checkpoint_id)
        later = mail_checkpoint.using(run_after=clock.now() + wait(tries + 1))
        later.enqueue(checkpoint_id, person_id, tries + 1)
