"""What workers do for knowledge."""

from django_tasks import task

from kith.knowledge import lapses


@task()
def remind_of_lapses() -> None:
    """Tell people that their word for an item has run out."""
    lapses.remind()


def hand_out_lapses() -> None:
    """Hand the reminders to a worker when there are any."""
    if lapses.waits():
        remind_of_lapses.enqueue()
