"""Telling both sides that a date of an agreement comes near: 90, 30 and 7 days before, each once."""

from datetime import timedelta

from django.db import transaction

from kith.agreements import dates
from kith.agreements.dates import What
from kith.agreements.models import Agreement, Alert
from kith.core import clock
from kith.core.actor import SYSTEM
from kith.identity import queries as identity
from kith.notices import actions as notices

DATES = {What.DECLINE: "date_decline", What.ENDS: "date_ends", What.SECRECY: "date_secrecy"}  # kinds of notices


def waiting() -> list[int]:
    """The agreements of which somebody has to be told now."""
    now = clock.now()
    rows = Agreement.objects.filter(basis__isnull=False).select_related("basis", "ending").order_by("pk")
    lately = Alert.objects.filter(day__gte=now.date() - timedelta(days=2))  # zones differ by a day
    given = set(lately.values_list("agreement", "what", "day", "before"))
    return [
        row.pk
        for row in rows.iterator()
        if any(
            (before := due.alert(now)) and (row.pk, due.what.value, due.day, before) not in given
            for due in dates.of(row)
        )
    ]


@transaction.atomic
def alert(agreement_id: int) -> list[Alert]:
    """Tell those who keep the agreement on either side what is due now, and note that they were told."""
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("basis").get(pk=agreement_id)
    now, given = clock.now(), []
    sides = list(agreement.parties.values_list("organisation_id", flat=True))
    for due in dates.of(agreement):
        before = due.alert(now)
        if before is None:
            continue
        row, is_new = Alert.objects.get_or_create(
            agreement=agreement, what=due.what.value, day=due.day, before=before, defaults={"at": now}
        )
        if is_new:
            notices.tell(DATES[due.what], agreement.pk, identity.keepers(sides), by=SYSTEM)
            given.append(row)
    return given
