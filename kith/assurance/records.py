"""An organisation's records as checks ask them: what several of them need is loaded once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from django.db.models import Max, Q

from kith.assurance.models import Finding
from kith.core import clock
from kith.register import heeds
from kith.register.heeds import Heed
from kith.register.models import Asset
from kith.register.queries import assets as register

BEGINNING = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Heeded:
    """An asset of the register, and what is missing or risky about it."""

    asset: Asset
    heeds: tuple[Heed, ...]

    def keys(self) -> set[str]:
        """Which heeds there are."""
        return {heed.key for heed in self.heeds}


class Records:
    """The records of one organisation as they stand now."""

    def __init__(self, organisation_id: int) -> None:
        self.organisation_id = organisation_id
        self.at: datetime = clock.now()
        self.today: date = self.at.date()

    @cached_property
    def assets(self) -> list[Heeded]:
        """The assets that were not given up, each with what is to be heeded."""
        rows = list(
            register.whole(Asset.objects.filter(organisation=self.organisation_id, given_up_at=None)).order_by("pk")
        )
        rights = register.reckoned(rows)
        return [Heeded(row, tuple(heeds.of(row, rights.get(row.pk, []), self.today))) for row in rows]

    def dealt_with(self, check_key: str) -> datetime:
        """Since when faults count of a check that reads what has happened and cannot be undone.

        Whoever mends such a finding sees to it that it does not happen again: once she says so, what was found in it
        counts no more, and the check holds as long as nothing new comes. If it does, the finding goes on.
        """
        return self._raised.get(check_key, BEGINNING)

    @cached_property
    def _raised(self) -> dict[str, datetime]:
        done = Finding.objects.filter(Q(answered_at__isnull=False) | Q(closed_at__isnull=False))
        rows = done.filter(organisation=self.organisation_id).values_list("check_key").annotate(Max("raised_at"))
        return dict(rows.order_by())
