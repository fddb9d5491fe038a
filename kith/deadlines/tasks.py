"""What workers do for deadlines, and how the clock finds it."""

from django_tasks import task

from kith.deadlines import alerting


@task()
def turn() -> int:
    """Tell people of days that come near, and again where nobody answers; how many times."""
    return alerting.turn()


def hand_out() -> int:
    """Let a worker see to the deadlines, if there is anything to do."""
    if not alerting.waits():
        return 0
    turn.enqueue()
    return 1
