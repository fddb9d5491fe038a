"""What the access rule adds to a page of a list while 100,000 grants stand in the database.

The time of the rule is that of working out the reader's sight and listing the newest 50 with it, less that of listing
the newest 50 of all with no rule. It is set beside the whole page, as the server makes it.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import Client

from bench.access import SPACES, _grow, _reader
from bench.rig import Figures, percentile, timed
from kith.access.models import (
    Basis,
    BasisParty,
    BasisPurpose,
    BasisRecipient,
    ContainerKind,
    Grant,
    SubjectKind,
)
from kith.core.actor import Actor
from kith.identity import queries as identity
from kith.identity.actions import joining
from kith.identity.edges import BACKEND
from kith.identity.models import Organisation, Person
from kith.knowledge import policy, sight
from kith.knowledge.models import Item, Space
from kith.knowledge.queries import lists

ITEMS = 20_000
FIRMS = 100
GRANTS = 100_000
FEW = 40  # doors of the partner whose person reads
RUNS = 40
AIM = 0.15
LISTED = 50


def run(full: bool) -> Figures:
    """For a colleague with twenty spaces and a partner's person with forty pages: the rule's share of the page."""
    person = joining.create_person(email="bench@example.org", name="Bench", password=None)
    firm = joining.found("Bench", founder=person)
    now = datetime.now(UTC)
    spaces = [
        Space.objects.create(organisation=firm, name=f"S{n}", created_at=now, created_by=person) for n in range(SPACES)
    ]
    inside = _reader(firm, person, spaces[:20])
    _grow(firm, person, spaces, 0, ITEMS)
    guest = _partners(firm)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    figures: Figures = {"engine": connection.vendor, "grants": Grant.objects.count(), "aim": AIM, "share": {}}
    for name, actor in (("inside", inside), ("outside", guest)):
        page = _p50(_page(actor))
        rule = _p50(_seen(actor)) - _p50(_bare)
        figures["share"][name] = {"page_ms": page, "rule_ms": round(rule, 2), "adds": round(rule / (page - rule), 2)}
        print(name, figures["share"][name])
    return figures


def _page(actor: Actor) -> Callable[[], object]:
    """The page of what is open to somebody, through the whole of the server's code."""
    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(Person.objects.get(pk=actor.person), backend=BACKEND)
    return lambda: client.get("/knowledge")


def _seen(actor: Actor) -> Callable[[], object]:
    """The newest of what somebody may see, her sight worked out afresh."""
    return lambda: lists.newest(sight.of(actor), LISTED)


def _bare() -> list[Item]:
    """The newest of all, for nobody."""
    return list(Item.objects.filter(policy.published()).order_by("-changed_at", "-pk")[:LISTED])


def _p50(deed: Callable[[], object]) -> float:
    deed()
    return round(percentile([timed(deed) * 1000 for _run in range(RUNS)], 0.5), 2)


def _partners(owner: Organisation) -> Actor:
    """A hundred partners who share the grants among them; somebody of the first, to whom a few pages are open."""
    draw, now = random.Random(5), datetime.now(UTC)
    ids = list(Item.objects.values_list("pk", flat=True))
    each = GRANTS // FIRMS
    guest: Actor | None = None
    for number in range(FIRMS):
        person = joining.create_person(email=f"partner{number}@example.org", name=f"P{number}", password=None)
        firm = joining.found(f"Partner {number}", founder=person)
        basis = _basis(owner, firm, now)
        purpose = BasisPurpose.objects.create(basis=basis, text="Bench")
        chosen = draw.sample(ids, each if number else FEW)
        Grant.objects.bulk_create(
            [
                Grant(
                    owner=owner,
                    container_kind=ContainerKind.ITEM,
                    container_id=pk,
                    subject_kind=SubjectKind.ORGANISATION,
                    organisation=firm,
                    basis=basis,
                    purpose=purpose,
                    granted_at=now - timedelta(days=1),
                )
                for pk in chosen
            ],
            batch_size=2_000,
        )
        guest = guest or identity.actor_for(person, firm.pk)
    if guest is None:
        raise RuntimeError("No partner was made.")
    return guest


def _basis(owner: Organisation, firm: Organisation, now: datetime) -> Basis:
    basis = Basis.objects.create(
        title="Bench", ceiling=2, starts_at=now - timedelta(days=2), ends_at=now + timedelta(days=300), zone="UTC"
    )
    for party in (owner, firm):
        BasisParty.objects.create(basis=basis, organisation=party)
    BasisRecipient.objects.create(basis=basis, organisation=firm, kind=SubjectKind.ORGANISATION)
    return basis
