"""What goes with an account that is erased, and what stays: rows of hers alone go, whatever others rely on stays."""

from functools import partial

from django.apps import apps
from django.db import transaction

from kith.exchange import actions as exchange
from kith.exchange.models import Export
from kith.identity.models import Person
from kith.privacy import gathering
from kith.privacy.kinds import GOES


def drop(person: Person) -> int:
    """Take away what was kept for nobody but her, in the caller's transaction; how many rows. Files made for her go
    after the commit."""
    for row in Export.objects.filter(person=person, gone_at=None):
        transaction.on_commit(partial(exchange.path_of(row).unlink, missing_ok=True))
    return sum(gathering.standing(apps.get_model(table), part, person).delete()[0] for table, part in sorted(GOES))
