"""What workers do for exits, and how the clock finds it."""

from django_tasks import task

from kith.exits.actions import opening


@task()
def open_exit(agreement_id: int) -> bool:
    """Open the exit of an agreement that ran out; whether it was done now."""
    return opening.open_(agreement_id) is not None


@task()
def close_list(exit_id: int) -> bool:
    """List for good what was shown, where access has closed; whether it was done now."""
    return opening.close_list(exit_id)


def hand_out() -> int:
    """Give the workers what ran out, and what is to be listed; how many."""
    ran_out, closed = opening.to_open(), opening.to_gather()
    for pk in ran_out:
        open_exit.enqueue(pk)
    for pk in closed:
        close_list.enqueue(pk)
    return len(ran_out) + len(closed)
