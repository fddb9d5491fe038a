"""What workers do for the committee, and how the clock finds it."""

from django_tasks import task

from kith.committee.actions import deciding


@task()
def run_out(request_id: int) -> bool:
    """End what was granted until a day that has passed, or was not ratified in time."""
    return deciding.run_out(request_id)


def hand_out() -> int:
    """Give the workers what was granted and does not hold any more; how many."""
    rows = deciding.due()
    for pk in rows:
        run_out.enqueue(pk)
    return len(rows)
