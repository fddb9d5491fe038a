"""Making the demo: every step is an action that people take in the product, at the day it would have been taken."""

from datetime import timedelta

from django.db import transaction

from kith.audit import chain, ledger
from kith.core import clock
from kith.core.actor import SYSTEM, Role
from kith.core.errors import Refused
from kith.demo import deciding, texts
from kith.demo.agreeing import agree_with_all, amend, under
from kith.demo.auditing import audit
from kith.demo.doing import learn, pass_on, review
from kith.demo.guarding import guard
from kith.demo.lending import share, share_all, write_together
from kith.demo.negotiating import negotiate
from kith.demo.network import PASSWORD, ZONE, Account, Network
from kith.demo.parting import part
from kith.demo.registering import KNOWN, register, tell_of_an_invention
from kith.demo.writing_down import decide, write_all
from kith.exposures.actions import telling
from kith.exposures.actions.telling import Telling
from kith.identity.actions import inviting, joining, managing
from kith.identity.actions.inviting import Guest, NewAccount
from kith.identity.models import Membership, Organisation
from kith.knowledge.actions import asking, commenting, spaces, using, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item
from kith.knowledge.places import Place
from kith.knowledge.queries import items
from kith.partnerships import actions as partnerships
from kith.partnerships.actions import Outline
from kith.policies import actions as policies


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
            agree_with_all(network)
        with clock.at(now - timedelta(days=120)):
            write_all(network)
        with clock.at(now - timedelta(days=90)):
            share_all(network)
        with clock.at(now - timedelta(days=30)):
            write_together(network)
        with clock.at(now - timedelta(days=KNOWN)):
            register(network)
        with clock.at(now - timedelta(days=21)):
            committee = deciding.found(network)
        _uses(network)
        guard(network)
        learn(network)
        with clock.at(now - timedelta(days=2)):
            _lately(network)
            deciding.ask(network, committee)
            review(network)
            negotiate(network)
            tell_of_an_invention(network)
        pass_on(network)
        part(network)
        audit(network)
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
    decide(network)
    with clock.at(clock.now() - timedelta(days=18)):
        share(network, "university", "Asha", network.items["leak"], "Callum")
    _talk(network)
    vent = f"/items/{network.items['vent'].uid}"
    asking.ask(vent, "We cast covers ourselves and see the same gas.", by=network.by("Priya"))
    _tell(network)
    _rules(network)
    amend(network)


def _rules(network: Network) -> None:
    """Tarnside has a policy about what others tell it; Ruth and Asha have taken note of it, Ines and Marek not yet."""
    title, text = texts.RULES
    space = spaces.open_space("How we work", "Rules that all of us keep to", by=network.by("Ruth"))
    item = writing.begin(space.uid, Words(title, text), by=network.by("Ruth"), kind=Item.Kind.POLICY)
    writing.publish(item.uid, by=network.by("Ruth"))
    row = policies.ask_to_note(item.uid, 30, by=network.by("Ruth"))
    for name in ("Ruth", "Asha"):
        policies.acknowledge(row.uid, row.version_id, by=network.by(name))
    policies.ask_for_training("Keeping a partner’s secrets, one hour", 24, 60, by=network.by("Ruth"))


def _tell(network: Network) -> None:
    """Marek showed Lena the venting on the line, and Ruth writes it down."""
    agreement, _purpose = under(network, "foundry")
    told = Telling(
        partner_uid=network.firms["foundry"].uid,
        agreement_uid=agreement.uid,
        channel="demo",
        told_on=clock.now().date(),
        about="How the vents are set and how long a core dries, on two castings of line 2.",
        told_by=network.people["Marek"].pk,
        people=(network.people["Lena"].pk,),
        others="Mr Hall, their fitter",
        place="Tarnside, line 2",
        item_uids=(network.items["vent"].uid, network.items["drying"].uid),
    )
    telling.tell(told, by=network.by("Ruth"))


def _talk(network: Network) -> None:
    """Tom asks about one step of the lesson, and Asha answers him beside it."""
    place = Place("Dry the core at 180 °C for 40 minutes.", "not a hand drill.", "Pour between")
    with clock.at(clock.now() - timedelta(days=2, hours=3)):
        thread = commenting.open_thread(
            network.items["vent"].uid, "Our oven holds 170 °C at most. Is longer enough?", place, by=network.by("Tom")
        )
    with clock.at(clock.now() - timedelta(days=1, hours=5)):
        commenting.answer(thread.uid, "Yes: an hour at 170 °C gave the same on line 1.", by=network.by("Asha"))
