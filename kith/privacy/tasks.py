"""What workers do about the data of people."""

import logging

from django_tasks import task

from kith.privacy import erased
from kith.privacy.actions import erasing, retaining
from kith.privacy.models import Retention

log = logging.getLogger(__name__)


def hand_out() -> int:
    """Have each organisation that keeps something for a time let go of what is over; how many organisations.

    Before that, whoever was erased and came back with a restored backup is erased again, and whoever waits for nobody
    any more is erased.
    """
    try:
        erased.again()
        erasing.finish_all()
    except Exception:
        log.exception("people who are to be erased were not; it will be tried again")
    ids = list(Retention.objects.values_list("organisation_id", flat=True).distinct().order_by("organisation_id"))
    for organisation_id in ids:
        dispose.enqueue(organisation_id)
    return len(ids)


@task()
def dispose(organisation_id: int) -> int:
    """Let go of one organisation's records whose time is over; how many."""
    return retaining.dispose(organisation_id)
