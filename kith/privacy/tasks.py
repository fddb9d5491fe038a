"""What workers do about the data of people."""

from django_tasks import task

from kith.privacy import erased
from kith.privacy.actions import retaining
from kith.privacy.models import Retention


def hand_out() -> int:
    """Have each organisation that keeps something for a time let go of what is over; how many organisations.

    Before that, whoever was erased and came back with a restored backup is erased again.
    """
    erased.again()
    ids = list(Retention.objects.values_list("organisation_id", flat=True).distinct().order_by("organisation_id"))
    for organisation_id in ids:
        dispose.enqueue(organisation_id)
    return len(ids)


@task()
def dispose(organisation_id: int) -> int:
    """Let go of one organisation's records whose time is over; how many."""
    return retaining.dispose(organisation_id)
