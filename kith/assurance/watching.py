"""Looking at all checks once a day, and telling when one that held does not hold any more."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from kith.assurance import asking, events, told
from kith.assurance.models import Standing
from kith.assurance.outcome import Outcome, State
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import SYSTEM
from kith.identity import queries as identity
from kith.identity.models import Organisation
from kith.notices import actions as notices

log = logging.getLogger(__name__)
EVERY = timedelta(hours=23)


def waiting() -> "QuerySet[Organisation]":
    """The organisations at whose checks nobody has looked for a day."""
    looked = Standing.objects.filter(organisation=OuterRef("pk"), looked_at__gt=clock.now() - EVERY)
    return Organisation.objects.exclude(Exists(looked)).order_by("pk")


def turn() -> int:
    """Look at the checks of all whose turn has come; how many checks broke."""
    return sum(_looked(pk) for pk in waiting().values_list("pk", flat=True))


def _looked(organisation_id: int) -> int:
    """What `look` says; where it fails, that is logged, and the others are looked at all the same."""
    try:
        return look(organisation_id)
    except Exception:
        log.exception("The checks of organisation %s could not be asked.", organisation_id)
        return 0


def look(organisation_id: int) -> int:
    """Ask all checks of an organisation and keep where they stand; how many held before and do not any more."""
    return _keep(organisation_id, asking.ask(organisation_id))  # asked first: nobody waits for it to write


@transaction.atomic
def _keep(organisation_id: int, found: dict[str, Outcome]) -> int:
    now = clock.now()
    before = {row.check_key: row for row in Standing.objects.select_for_update().filter(organisation=organisation_id)}
    broke = 0
    for key, outcome in found.items():
        row = before.get(key)
        if row is None:
            Standing.objects.create(
                organisation_id=organisation_id, check_key=key, state=outcome.state, since=now, looked_at=now
            )
            continue
        held = row.state != State.FAILS
        if row.state != outcome.state:
            row.state, row.since = outcome.state, now
        row.looked_at = now
        row.save(update_fields=["state", "since", "looked_at"])
        if held and outcome.state == State.FAILS:
            _tell(row, outcome)
            broke += 1
    return broke


def _tell(row: Standing, outcome: Outcome) -> None:
    ledger.record(
        events.CheckBroke(by=SYSTEM, owner_id=row.organisation_id, check_key=row.check_key, found=outcome.found)
    )
    notices.tell(told.BROKE, row.pk, identity.keepers([row.organisation_id]), by=SYSTEM)
