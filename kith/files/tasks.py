"""What workers do for what lies on the disk."""

from django_tasks import task

from kith.core import clock
from kith.core.queues import LONG
from kith.core.sealing import resealing
from kith.files import letting_go, store
from kith.files.models import Going

A_DAY = 24 * 3600  # seconds


@task(queue_name=LONG)
def seal_anew() -> dict[str, int]:
    """Bring everything under the current key: what an older one seals, and what was kept before there were any."""
    return resealing.everything()


@task(queue_name=LONG)
def let_go() -> int:
    """Take away files that nothing names any more; how many."""
    return letting_go.sweep()


def hand_out() -> None:
    """Hand it to a worker when a key is new or files are to go, and take away what was coming in a day ago when its
    process died."""
    store.sweep(clock.now().timestamp() - A_DAY)
    if Going.objects.exists():
        let_go.enqueue()
    if resealing.is_due():
        seal_anew.enqueue()
