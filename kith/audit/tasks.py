"""What workers do for the ledger."""

from django_tasks import task

from kith.audit import outbox


@task()
def react(reaction_id: int) -> bool:
    """Do what must follow an event."""
    return outbox.react(reaction_id)


def hand_out() -> int:
    """Give the reactions that are due to the workers; how many."""
    taken = outbox.take()
    for reaction_id in taken:
        react.enqueue(reaction_id)
    return len(taken)
