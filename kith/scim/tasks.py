"""What workers do for directories, and how the clock finds it."""

from django_tasks import task

from kith.scim.actions import connecting


@task()
def warn() -> int:
    """Tell owners whose directory's token ends soon; of how many directories."""
    return connecting.warn()
