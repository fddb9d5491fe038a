"""What workers do for knowledge."""

from django_tasks import task

from kith.knowledge import lapses
from kith.knowledge.actions import arrangements


@task()
def remind_of_lapses() -> None:
    """Tell people that their word for an item has run out."""
    lapses.remind()


@task()
def arrange(arrangement_id: int) -> bool:
    """Do what was asked for with many pages."""
    return arrangements.work(arrangement_id)


def hand_out_lapses() -> None:
    """Hand the reminders to a worker when there are any."""
    if lapses.waits():
        remind_of_lapses.enqueue()
