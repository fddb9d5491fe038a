"""Who sees that backups are made, and who makes one: everybody's keepers see it, the founder's owners do it.

A backup holds what all organisations keep here. So no page hands one out: its file lies where only whoever runs this
Kith gets at it.
"""

from kith.core.actor import Actor, Role
from kith.identity import queries as identity


def reads(by: Actor) -> bool:
    """Owners, stewards and auditors of every organisation: whether backups hold is everybody's matter."""
    return by.present and (by.keeps or by.role is Role.AUDITOR)


def runs(by: Actor) -> bool:
    """Owners of the organisation that founded this installation."""
    return by.present and by.role is Role.OWNER and by.organisation_id == identity.founder()
