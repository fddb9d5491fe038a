"""What workers do for exports and imports."""

from django_tasks import task

from kith.exchange import actions, bringing_work


@task()
def make(export_id: int) -> bool:
    """Make an export."""
    return actions.make(export_id)


@task()
def sweep() -> int:
    """Let go of old exports, and of imports that nobody agreed to."""
    return actions.sweep() + bringing_work.sweep()


@task()
def bring(import_id: int) -> str:
    """Do what an import waits for."""
    return bringing_work.work(import_id)
