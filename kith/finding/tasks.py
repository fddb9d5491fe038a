"""What workers do for searches that are kept, and for answers."""

from django_tasks import task

from kith.finding import answers, watching
from kith.finding.models import Watch


@task()
def look_through(watch_id: int) -> int:
    """Look a search through for what is new."""
    return watching.look_through(watch_id)


@task()
def write(written_id: int) -> str:
    """Have an answer written."""
    return answers.write(written_id)


def hand_out() -> int:
    """Hand all searches to the workers whose keepers want to be told; how many. Old answers go."""
    answers.tidy()
    rows = list(Watch.objects.filter(tells=True).values_list("pk", flat=True))
    for pk in rows:
        look_through.enqueue(pk)
    return len(rows)
