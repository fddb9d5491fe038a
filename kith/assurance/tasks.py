"""What workers do for checks, and how the clock finds it."""

from django_tasks import task

from kith.assurance import watching


@task()
def turn() -> int:
    """Look at all checks whose turn has come; how many held before and do not any more."""
    return watching.turn()


def hand_out() -> int:
    """Let a worker look at the checks, if a day has passed somewhere."""
    if not watching.waiting().exists():
        return 0
    turn.enqueue()
    return 1
