"""What workers do for exits, and how the clock finds it."""

from django_tasks import task

from kith.exits.actions import opening


@task()
def turn() -> int:
    """Open the exits of agreements that ran out, and list what was shown where access has closed; how many."""
    return sum(opening.open_(pk) is not None for pk in opening.to_open()) + sum(
        opening.close_list(pk) for pk in opening.to_gather()
    )


def hand_out() -> int:
    """Let a worker see to it, if there is anything to do."""
    if not opening.to_open() and not opening.to_gather():
        return 0
    turn.enqueue()
    return 1
