"""What workers do for commitments."""

from django_tasks import task

from kith.commitments import reminders


@task()
def remind() -> None:
    """Tell people what is due and what waits to be checked."""
    reminders.remind()


def hand_out_reminders() -> None:
    """Hand the reminders to a worker when there are any."""
    if reminders.waits():
        remind.enqueue()
