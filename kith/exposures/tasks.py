"""What workers do for exposures, and how the clock finds it."""

from django_tasks import task

from kith.exposures import watching


@task()
def watch() -> int:
    """Tell keepers what was unusual in what their partners' people did; how many things."""
    return len(watching.tell(watching.waiting()))


def hand_out() -> int:
    """Let a worker look what was unusual lately."""
    watch.enqueue()
    return 1
