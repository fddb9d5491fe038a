"""Making the demo: every step is an action that people take in the product, at the day it would have been taken."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from kith.access.actions import Subject
from kith.access.models import ContainerKind
from kith.agreements.actions import amending, drafting, sharing, signing
from kith.agreements.actions.drafting import Draft, Signatory
from kith.agreements.actions.sharing import Target
from kith.agreements.models import Agreement
from kith.audit import chain, ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Actor, Role
from kith.core.errors import Refused
from kith.demo import texts
from kith.identity import queries as identity
from kith.identity.actions import inviting, joining, managing
from kith.identity.actions.inviting import Guest, NewAccount
from kith.identity.models import Membership, Organisation, Person
from kith.knowledge.actions import commenting, recording, spaces, using, vouching, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item, Space
from kith.knowledge.places import Place
from kith.knowledge.queries import items
from kith.partnerships import actions as partnerships
from kith.partnerships.actions import Outline
from kith.partnerships.models import Partnership

PASSWORD = "one sheet torn in halves"  # noqa: S105  (printed at every start of the demo)
ZONE = "Europe/London"


@dataclass
class Account:
    """Who can sign in to the demo."""

    name: str
    organisation: str
    role: str
    mail: str
    password: str = PASSWORD


@dataclass
class Network:
    """The demo on its way."""

    people: dict[str, Person] = field(default_factory=dict)
    firms: dict[str, Organisation] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)

    def by(self, name: str) -> Actor:
        """Somebody as she acts at the moment."""
        actor = identity.actor_for(self.people[name])
        if actor is None:
            raise Refused(f"{name} belongs to nobody.")
        return actor

    def arrived(self, person: Person, role: Role, firm: Organisation) -> None:
        """Note that somebody can sign in."""
        self.people[person.name] = person
        self.accounts.append(Account(person.name, firm.name, role.value, person.email))


def make() -> list[Account]:
    """Make the whole network in a fresh installation; who can sign in.

    Raises:
        Refused: somebody is here already.
    """
    if Organisation.objects.exists():
        raise Refused("The demo needs an empty installation; somebody is here already.")
    now = clock.now()
    network = Network()
    with transaction.atomic():
        with clock.at(now - timedelta(days=330)):
            ledger.record(ledger.DemoBegun(by=SYSTEM))
            _people(network)
        with clock.at(now - timedelta(days=325)):
            _agreements(network)
        with clock.at(now - timedelta(days=120)):
            _knowledge(network)
        with clock.at(now - timedelta(days=90)):
            _shares(network)
        with clock.at(now - timedelta(days=30)):
            _together(network)
        _uses(network)
        with clock.at(now - timedelta(days=2)):
            _lately(network)
    while chain.seal():
        pass
    return network.accounts


def _people(network: Network) -> None:
    ruth = joining.create_person(email="ruth@tarnside.example", name="Ruth", password=PASSWORD, zone=ZONE)
    network.firms["pumps"] = joining.found("Tarnside Pumps", founder=ruth)
    network.arrived(ruth, Role.OWNER, network.firms["pumps"])
    for name, role in (("Asha", Role.STEWARD), ("Ines", Role.MEMBER), ("Marek", Role.MEMBER)):
        _colleague(network, "Ruth", name, "tarnside", role)
    casting = Membership.objects.filter(person__in=[network.people["Asha"].pk, network.people["Marek"].pk])
    managing.make_team("Casting quality", [row.pk for row in casting], by=network.by("Ruth"))
    _partner(network, "foundry", "Lena", "brightforge", "Brightforge Castings", "Sound volute castings")
    _colleague(network, "Lena", "Tom", "brightforge", Role.MEMBER)
    _partner(network, "university", "Callum", "northmere", "University of Northmere", "Cavitation on the test rig")
    _partner(network, "water", "Priya", "hollin", "Hollin Water", "Pumps that last in the field")


def _colleague(network: Network, inviter: str, name: str, domain: str, role: Role) -> None:
    sent = inviting.invite_colleague(Guest(f"{name.lower()}@{domain}.example", name), role, by=network.by(inviter))
    person, membership = inviting.accept(sent.token, account=NewAccount(name, PASSWORD, ZONE))
    network.arrived(person, role, membership.organisation)


def _partner(network: Network, key: str, name: str, domain: str, firm: str, title: str) -> None:
    outline = Outline(title, "What they see that we do not", "What our pumps taught us")
    sent = partnerships.propose(Guest(f"{name.lower()}@{domain}.example", name), firm, outline, by=network.by("Ruth"))
    person, membership, partnership = partnerships.accept(sent.token, account=NewAccount(name, PASSWORD, ZONE))
    if partnership is None:
        raise Refused("The invitation proposed no partnership.")
    network.firms[key], network.partnerships[key] = membership.organisation, partnership
    network.arrived(person, Role.OWNER, membership.organisation)
    by = network.by(name)
    partnerships.write_aim(partnership.uid, "gain", "To know early what the other side finds out", by=by)
    partnerships.write_aim(partnership.uid, "give", "Our logs and our people’s eyes", by=by)


def _agreements(network: Network) -> None:
    _agree(network, "foundry", "Lena", "Mutual NDA", "Casting quality", 540)
    _agree(network, "university", "Callum", "Collaboration agreement", "Research on cavitation", 350, end_rule="keep")
    _agree(network, "water", "Priya", "Service data agreement", "Service life in the field", 1060)


def _agree(
    network: Network, key: str, signatory: str, title: str, purpose: str, days: int, end_rule: str = "destroy"
) -> None:
    terms = _terms(network, key, signatory, title, (purpose, "Training of the people named here"), days, end_rule)
    agreement = drafting.draft(network.partnerships[key].uid, terms, by=network.by("Ruth"))
    drafting.send_out(agreement.uid, by=network.by("Ruth"))
    for name in ("Ruth", signatory):
        _sign(network, agreement, name)


def _sign(network: Network, agreement: Agreement, name: str) -> None:
    agreement.refresh_from_db()
    signing.sign(agreement.uid, by=network.by(name), shown_sha256=agreement.text_sha256, typed_name=name)


def _terms(
    network: Network,
    key: str,
    signatory: str,
    title: str,
    purposes: tuple[str, ...],
    days: int,
    end_rule: str = "destroy",
) -> Draft:
    today = clock.now().date()
    ours, theirs = network.firms["pumps"], network.firms[key]
    return Draft(
        kind="nda_mutual" if "NDA" in title else "collaboration",
        title=f"{title} {today.year}",
        ceiling=3,
        starts_on=today,
        ends_on=today + timedelta(days=days),
        zone=ZONE,
        end_rule=end_rule,
        purposes=purposes,
        recipients=(Subject(ours.pk), Subject(theirs.pk)),
        signatories=(
            Signatory(ours.pk, network.people["Ruth"].pk, "Owner"),
            Signatory(theirs.pk, network.people[signatory].pk, "Director"),
        ),
    )


def _knowledge(network: Network) -> None:
    _space(
        network, "volutes", "Volute castings", "Asha", texts.VOLUTES, "What we and the foundry know of sound volutes"
    )
    _space(network, "seals", "Seals and bearings", "Ines", texts.SEALS, "For our own workshop")
    _space(network, "logs", "Pour logs", "Tom", texts.POUR_LOGS, "Line 2")
    _space(network, "rig", "Test rig", "Callum", texts.RIG, "Runs and what they showed")
    _space(network, "service", "Service records", "Priya", texts.SERVICE, "What wears in the field")
    held = writing.begin(
        network.spaces["seals"].uid,
        Words("Hearing a bad bearing before it shows", ""),
        by=network.by("Asha"),
        kind=Item.Kind.TACIT,
    )
    levels = {network.people["Marek"].pk: 4, network.people["Ines"].pk: 2}
    vouching.name_holders(held.uid, levels, by=network.by("Asha"), criticality=3, practised_at="Bay 3")


def _space(network: Network, key: str, name: str, who: str, pages: tuple[texts.Page, ...], about: str) -> None:
    space = spaces.open_space(name, about, by=network.by(who))
    network.spaces[key] = space
    opened = clock.now()
    for number, page in enumerate(pages):
        with clock.at(opened + timedelta(days=2 * number, hours=number % 7, minutes=13 * number % 60)):
            network.items[page.key] = _page(network, space, page, who)


def _page(network: Network, space: Space, page: texts.Page, who: str) -> Item:
    item = writing.begin(
        space.uid,
        Words(page.title, page.text),
        by=network.by(who),
        parent_uid=network.items[page.above].uid if page.above else None,
        kind=page.kind,
        classification=page.level,
    )
    writing.publish(item.uid, by=network.by(who))
    return item


def _shares(network: Network) -> None:
    for page in texts.VOLUTES:
        for name in ("Tom", "Lena"):
            _share(network, "foundry", "Asha", network.items[page.key], name)
    _share_space(network, "foundry", "Lena", "logs", "pumps")
    _share_space(network, "university", "Callum", "rig", "pumps")
    _share_space(network, "water", "Priya", "service", "pumps")
    for key, days in (("vent", 200), ("leak", 160), ("spec", 120), ("drying", 40)):
        until = clock.now().date() + timedelta(days=days)
        vouching.verify(network.items[key].uid, by=network.by("Asha"), until=until)


def _under(network: Network, key: str) -> tuple[Agreement, str]:
    agreement = Agreement.objects.get(partnership=network.partnerships[key], amends=None)
    if agreement.basis is None:
        raise Refused("The agreement is not signed.")
    return agreement, agreement.basis.purposes.order_by("pk")[0].uid


def _share(network: Network, key: str, who: str, item: Item, name: str) -> None:
    agreement, purpose = _under(network, key)
    subject = Subject(network.firms[key].pk, person_id=network.people[name].pk)
    sharing.share(agreement.uid, Target(ContainerKind.ITEM, item.uid), subject, purpose, by=network.by(who))


def _share_space(network: Network, key: str, who: str, space: str, with_firm: str, *, joint: bool = False) -> None:
    agreement, purpose = _under(network, key)
    subject = Subject(network.firms[with_firm].pk)
    target = Target(ContainerKind.SPACE, network.spaces[space].uid)
    sharing.share(agreement.uid, target, subject, purpose, by=network.by(who), joint=joint)


def _together(network: Network) -> None:
    """The pump maker and the university write in one space; what stands there stays readable to both."""
    about = "What Tarnside and Northmere try on the rig, written by both"
    network.spaces["trials"] = spaces.open_space("Rig trials", about, by=network.by("Asha"))
    _share_space(network, "university", "Asha", "trials", "university", joint=True)
    aim, gauge = texts.TRIALS
    item = network.items[aim.key] = _page(network, network.spaces["trials"], aim, "Callum")
    network.items[gauge.key] = _page(network, network.spaces["trials"], gauge, "Ines")
    with clock.at(clock.now() + timedelta(days=9)):
        found = Words(aim.title, aim.text + "\nThe gauges have come; the first two castings are on the rig.\n")
        writing.save_draft(item.uid, found, by=network.by("Ines"), shown_saves=0)
        writing.publish(item.uid, by=network.by("Ines"))


def _uses(network: Network) -> None:
    """18 of the 24 pairs were put to use since, a few each week."""
    pairs = [(page.key, name) for name in ("Tom", "Lena") for page in texts.VOLUTES][:18]
    start = clock.now()
    for number, (key, name) in enumerate(pairs):
        with clock.at(start - timedelta(days=60 - 3 * number, hours=number)):
            items.page(network.items[key].uid, network.by(name))
            words = "40 castings on line 2, one reject." if (key, name) == ("vent", "Tom") else ""
            using.use(network.items[key].uid, "problem" if number % 2 else "quality", by=network.by(name), words=words)


def _lately(network: Network) -> None:
    using.use(network.items["line2"].uid, "quality", by=network.by("Asha"), words="The lip temperature settled it.")
    draft = Words("Vent the core on every iron volute from January", "Proposed after four months of the trial.")
    writing.begin(network.spaces["volutes"].uid, draft, by=network.by("Asha"), kind=Item.Kind.ARTICLE)
    _decision(network)
    with clock.at(clock.now() - timedelta(days=18)):
        _share(network, "university", "Asha", network.items["leak"], "Callum")
    _talk(network)
    _amendment(network)


def _decision(network: Network) -> None:
    """Why every volute is leak-tested, as it was decided half a year ago."""
    words = Words("Leak-test every volute, not one in ten", texts.DECISION)
    with clock.at(clock.now() - timedelta(days=100)):
        item = writing.begin(
            network.spaces["volutes"].uid, words, by=network.by("Asha"), kind=Item.Kind.DECISION, classification=2
        )
        day = {"decided_on": clock.now().date().isoformat(), "review_on": ""}
        recording.save(item.uid, texts.LEAK_OPTIONS | day, by=network.by("Asha"), shown_saves=0)
        writing.publish(item.uid, by=network.by("Asha"))
        recording.make_final(item.uid, by=network.by("Ruth"))


def _talk(network: Network) -> None:
    """Tom asks about one step of the lesson, and Asha answers him beside it."""
    place = Place("Dry the core at 180 °C for 40 minutes.", "not a hand drill.", "Pour between")
    with clock.at(clock.now() - timedelta(days=2, hours=3)):
        thread = commenting.open_thread(
            network.items["vent"].uid, "Our oven holds 170 °C at most. Is longer enough?", place, by=network.by("Tom")
        )
    with clock.at(clock.now() - timedelta(days=1, hours=5)):
        commenting.answer(thread.uid, "Yes: an hour at 170 °C gave the same on line 1.", by=network.by("Asha"))


def _amendment(network: Network) -> None:
    """The foundry wants the agreement to run longer and to cover the core shop; Lena has signed, Ruth has not yet."""
    agreement, _purpose = _under(network, "foundry")
    purposes = (*agreement.purposes.order_by("pk").values_list("text", flat=True), "Trials in the core shop")
    terms = _terms(network, "foundry", "Lena", "Mutual NDA, longer", purposes, 900)
    amendment = amending.amend(agreement.uid, terms, by=network.by("Lena"))
    drafting.send_out(amendment.uid, by=network.by("Lena"))
    _sign(network, amendment, "Lena")
