"""What workers do for exports."""

from django_tasks import task

from kith.exchange import actions


@task()
def make(export_id: int) -> bool:
    """Make an export."""
    return actions.make(export_id)


@task()
def sweep() -> int:
    """Let go of old exports."""
    return actions.sweep()
