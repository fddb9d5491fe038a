"""Shutting out a partner: from the deed to the last page that anybody of it was still shown.

The server is a process of its own on the demo network. 50 people of the foundry are signed in on ten devices each and
go on asking for pages, lists and searches over 16 connections, while an owner closes everything to their firm.
"""

import random
import re
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection

from django.db import connection

from bench.rig import Figures, serving
from bench.signed_in import session
from kith.access.models import Acknowledgement, Basis, BasisRecipient, ContainerKind, Grant, SubjectKind
from kith.agreements.actions import shutting_out
from kith.agreements.models import Agreement
from kith.core import clock
from kith.demo import making
from kith.identity import queries as identity
from kith.identity.models import Membership, Organisation, Person
from kith.knowledge import indexing, tree
from kith.knowledge.models import Item, Space, Version
from kith.partnerships.models import Partnership

ITEMS = 10_000
PEOPLE = 50
SESSIONS = 500  # ten devices for each
CONNECTIONS = 16
BEFORE = 10.0  # seconds of asking before the deed
AIM = 5.0  # seconds, of the issue
WORD = "zwiebelfisch"  # stands in each of the titles, before its number, and nowhere else
SHOWN = re.compile(rf"{WORD} \d")
BATCH = 2_000


@dataclass(frozen=True)
class Answer:
    """One answer: when it had come, whose session asked, on which surface, and whether it showed anything."""

    at: float
    session: int
    surface: str
    shows: bool


def run(full: bool) -> Figures:
    """Seconds until every surface refuses, and what the deed itself took."""
    making.make()
    pumps, foundry = (Organisation.objects.get(name__startswith=name) for name in ("Tarnside", "Brightforge"))
    items = _items(pumps)
    people = _people(foundry)
    _open(pumps, foundry, items, people)
    cookies = [session(people[n % PEOPLE]) for n in range(SESSIONS)]
    ruth = identity.actor_for(Person.objects.get(name="Ruth"))
    between = Partnership.objects.get(first=pumps, second=foundry)
    if ruth is None:
        raise RuntimeError("The demo has no Ruth.")
    answers: list[Answer] = []
    with serving() as (port, _process):
        stop = threading.Event()
        workers = [
            threading.Thread(target=_ask, args=(port, cookies, items, number, stop, answers))
            for number in range(CONNECTIONS)
        ]
        for worker in workers:
            worker.start()
        time.sleep(BEFORE)
        began = time.perf_counter()
        shutting_out.shut_out(between.uid, by=ruth, partner_name=foundry.name)
        ended = time.perf_counter()
        while (
            len({row.session for row in answers if row.at > ended + 1}) < SESSIONS and time.perf_counter() < ended + 60
        ):
            time.sleep(0.2)
        stop.set()
        for worker in workers:
            worker.join()
    return _figures(answers, began, ended)


def _figures(answers: list[Answer], began: float, ended: float) -> Figures:
    shown = [row.at for row in answers if row.shows]
    after = [row for row in answers if row.at > ended]
    figures: Figures = {
        "engine": connection.vendor,
        "items": ITEMS,
        "people": PEOPLE,
        "sessions": SESSIONS,
        "shown_before": sum(row.shows for row in answers if row.at < began),
        "deed_s": round(ended - began, 2),
        "until_all_refuse_s": round(max([began, *(at for at in shown if at > began)]) - began, 2),
        "aim_s": AIM,
        "sessions_asked_after": len({row.session for row in after}),
        "asked_after_by_surface": {name: sum(row.surface == name for row in after) for name in SURFACES},
    }
    for name, value in figures.items():
        print(name, value)
    return figures


SURFACES = ("page", "search", "list")


def _ask(
    port: int, cookies: list[str], items: list[Item], number: int, stop: threading.Event, answers: list[Answer]
) -> None:
    """Ask as one session after another, on one surface after another, until told to stop."""
    chosen = random.Random(number)
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    turn = number
    while not stop.is_set():
        who, surface = turn % len(cookies), SURFACES[turn // CONNECTIONS % len(SURFACES)]
        item = chosen.choice(items)
        address = {"page": f"/items/{item.uid}", "search": f"/search?q={WORD}", "list": "/knowledge"}[surface]
        line.request("GET", address, headers={"Cookie": cookies[who]})
        answer = line.getresponse()
        body = answer.read().decode(errors="replace")
        shows = answer.status == 200 and SHOWN.search(body) is not None
        answers.append(Answer(time.perf_counter(), who, surface, shows))
        turn += CONNECTIONS


def _items(firm: Organisation) -> list[Item]:
    """Published pages in a space of their own, found by search."""
    ruth, now = Person.objects.get(name="Ruth"), datetime.now(UTC)
    space = Space.objects.create(organisation=firm, name="Onions", created_at=now, created_by=ruth)
    rows = [
        Item(
            organisation=firm,
            space=space,
            title=f"{WORD} {n}",
            classification=2,
            owner=ruth,
            changed_at=now,
            created_at=now,
        )
        for n in range(ITEMS)
    ]
    Item.objects.bulk_create(rows, batch_size=BATCH)
    found = list(Item.objects.filter(space=space).order_by("pk"))
    versions = [
        Version(
            item=item, number=1, title=item.title, body={}, html="", text="", sha256="", author=ruth, published_at=now
        )
        for item in found
    ]
    Version.objects.bulk_create(versions, batch_size=BATCH)
    made = dict(Version.objects.filter(item__space=space).values_list("item_id", "pk"))
    for item in found:
        item.path, item.current_id = tree.path_under(None, item.pk), made[item.pk]
    Item.objects.bulk_update(found, ["path", "current"], batch_size=500)
    for _done in indexing.put_everything():
        pass
    return found


def _people(firm: Organisation) -> list[Person]:
    now = datetime.now(UTC)
    people = [Person(email=f"guest{n}@example.org", name=f"Guest {n}", joined_at=now) for n in range(PEOPLE)]
    for person in people:
        person.set_unusable_password()
    Person.objects.bulk_create(people)
    found = list(Person.objects.filter(email__startswith="guest").order_by("pk"))
    Membership.objects.bulk_create(
        [Membership(person=person, organisation=firm, role="member", joined_at=now) for person in found]
    )
    return found


def _open(owner: Organisation, reader: Organisation, items: list[Item], people: list[Person]) -> None:
    """A door to each page for all of the reader's people, who have taken note of their duties."""
    now = clock.now()
    agreement = next(
        row
        for row in Agreement.objects.filter(basis__isnull=False).select_related("basis")
        if row.basis and row.basis.is_in_force(now) and row.parties.filter(organisation=reader).exists()
    )
    basis = Basis.objects.get(agreement=agreement)
    BasisRecipient.objects.create(basis=basis, organisation=reader, kind=SubjectKind.ORGANISATION)
    Acknowledgement.objects.bulk_create(
        [Acknowledgement(basis=basis, person=person, organisation=reader, at=now) for person in people]
    )
    purpose = basis.purposes.all()[0]
    grants = [
        Grant(
            owner=owner,
            container_kind=ContainerKind.ITEM,
            container_id=item.pk,
            subject_kind=SubjectKind.ORGANISATION,
            organisation=reader,
            basis=basis,
            purpose=purpose,
            granted_at=now - timedelta(days=1),
        )
        for item in items
    ]
    Grant.objects.bulk_create(grants, batch_size=BATCH)
