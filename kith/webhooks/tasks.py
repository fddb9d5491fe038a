"""What workers do for webhooks, and how the clock finds it."""

from django_tasks import task

from kith.webhooks.actions import asking, gathering, sending


@task()
def take_turn(hook_id: int) -> int:
    """Post what is due for a webhook; how many were taken."""
    return sending.turn(hook_id)


@task()
def sweep() -> int:
    """Take away what is old; how many."""
    return asking.sweep()


def hand_out() -> int:
    """Find new facts, and give the workers the webhooks for which something is due; how many."""
    gathering.gather()
    taken = sending.due()
    for hook_id in taken:
        take_turn.enqueue(hook_id)
    return len(taken)
