"""What it costs to ask all checks, to reckon the evidence maps, and to list an end, as records grow.

A firm with items of which a partner's people were shown many, each exposure a row of the ledger: first a tenth of it,
then all. What is told is how the cost grows with ten times as much.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from bench.access import SPACES, _grow
from bench.grants import _basis
from bench.rig import Figures, percentile, timed
from kith.agreements.models import Agreement, Party
from kith.assurance import asking
from kith.assurance.queries import evidence, pages
from kith.audit import ledger
from kith.audit.ledger import Showing
from kith.audit.models import Exposure
from kith.core.actor import Actor
from kith.exits import gathering
from kith.exits.models import Exit
from kith.identity import queries as identity
from kith.identity.actions import joining
from kith.identity.models import Organisation, Person
from kith.knowledge.models import Item, Space
from kith.partnerships.models import Partnership

SIZES = (3_000, 30_000)  # items, and exposures
LARGE = (10_000, 100_000)
RUNS = 5
BATCH = 5_000
CHANNELS = (Exposure.Channel.TITLE, Exposure.Channel.READ, Exposure.Channel.DOWNLOAD)


def run(full: bool) -> Figures:
    """Milliseconds of each, at a tenth and at all of it, and how many times more that is."""
    person = joining.create_person(email="bench@example.org", name="Bench", password=None)
    firm = joining.found("Bench", founder=person)
    other = joining.create_person(email="guest@example.org", name="Guest", password=None)
    partner = joining.found("Partner", founder=other)
    now = datetime.now(UTC)
    spaces = [
        Space.objects.create(organisation=firm, name=f"S{n}", created_at=now, created_by=person) for n in range(SPACES)
    ]
    agreement = _agreement(firm, partner, person, now)
    row = Exit.objects.create(agreement=agreement, opened_at=now)
    keeper = identity.actor_for(person, firm.pk)
    assert keeper is not None  # she founded it
    sizes = LARGE if full else SIZES
    figures: Figures = {"engine": connection.vendor, "sizes": list(sizes), "ms": {}}
    before = 0
    for size in sizes:
        _grow(firm, person, spaces, before, size)
        _show(firm, partner, other, agreement, size - before)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        figures["ms"][size] = _times(keeper, row)
        print(size, figures["ms"][size])
        before = size
    small, large = (figures["ms"][size] for size in sizes)
    figures["times_more"] = {name: round(large[name] / max(small[name], 0.1), 1) for name in large}
    print("ten times as much costs", figures["times_more"])
    return figures


def _times(keeper: Actor, row: Exit) -> dict[str, float]:
    deeds = {
        "checks": lambda: asking.ask(keeper.organisation),
        "audits page": lambda: pages.overview(keeper),
        "evidence page": lambda: evidence.page("iso27001", keeper),
        "gathering again": lambda: gathering.gather(row),
    }
    first = timed(lambda: gathering.gather(row))
    found: dict[str, float] = {"gathering": round(first * 1000, 1)}
    for name, deed in deeds.items():
        found[name] = round(percentile([timed(deed) * 1000 for _run in range(RUNS)], 0.5), 1)
    return found


def _agreement(firm: Organisation, partner: Organisation, person: Person, now: datetime) -> Agreement:
    together = Partnership.objects.create(title="Bench", first=firm, second=partner, began_at=now, began_by=person)
    day = now.date()
    values: dict[str, Any] = {
        "kind": "nda_mutual",
        "title": "Bench",
        "ceiling": 2,
        "zone": "UTC",
    }
    agreement = Agreement.objects.create(
        partnership=together,
        starts_on=day - timedelta(days=2),
        ends_on=day + timedelta(days=300),
        drafted_by=person,
        drafted_for=firm,
        drafted_at=now,
        end_rule="destroy",
        basis=_basis(firm, partner, now),
        **values,
    )
    for party in (firm, partner):
        Party.objects.create(agreement=agreement, organisation=party, signatory=person)
    return agreement


def _show(firm: Organisation, partner: Organisation, guest: Person, agreement: Agreement, count: int) -> None:
    """So many exposures of a hundredth of the items to the partner's person, among them a few of all."""
    draw = random.Random(count)
    ids = list(Item.objects.filter(organisation=firm).values_list("pk", flat=True))
    some = ids[: len(ids) // 100] + ids[::50]
    actor = Actor(guest.pk, partner.pk)
    for start in range(0, count, BATCH):
        showings = [
            Showing(draw.choice(CHANNELS), draw.choice(some), firm.pk, agreement.basis_id or 0, 0)
            for _each in range(min(BATCH, count - start))
        ]
        with transaction.atomic():
            ledger.expose(actor, showings)
