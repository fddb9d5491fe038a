"""When a policy has a new version, those who have to take note of it are told."""

import json

from kith.access.models import Requirement
from kith.audit import outbox
from kith.audit.models import Event
from kith.core.actor import SYSTEM
from kith.knowledge import events
from kith.policies import actions


def listen() -> None:
    """Register with the outbox."""
    outbox.on(events.PolicyRenewed, tell_again)


def tell_again(event: Event) -> None:
    """Tell everybody who has not taken note of the new version yet; not who wrote it."""
    row = Requirement.objects.filter(pk=json.loads(event.data)["requirement_id"], ended_at=None).first()
    if row is not None:
        actions.tell(row, SYSTEM)
