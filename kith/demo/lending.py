"""What the demo's firms open to each other: pages by name, whole spaces, and one that two of them write together."""

from datetime import timedelta

from kith.access.actions import Subject
from kith.access.models import ContainerKind
from kith.agreements.actions import sharing
from kith.agreements.actions.sharing import Target
from kith.core import clock
from kith.demo import texts
from kith.demo.agreeing import under
from kith.demo.network import Network
from kith.demo.writing_down import write_page
from kith.knowledge.actions import spaces, vouching, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item


def share_all(network: Network) -> None:
    """What is open to whom for three months by now."""
    for page in texts.VOLUTES:
        for name in ("Tom", "Lena"):
            share(network, "foundry", "Asha", network.items[page.key], name)
    share_space(network, "foundry", "Lena", "logs", "pumps")
    share_space(network, "university", "Callum", "rig", "pumps")
    share_space(network, "water", "Priya", "service", "pumps")
    for key, days in (("vent", 200), ("leak", 160), ("spec", 120), ("drying", 40)):
        until = clock.now().date() + timedelta(days=days)
        vouching.verify(network.items[key].uid, by=network.by("Asha"), until=until)


def share(network: Network, key: str, who: str, item: Item, name: str) -> None:
    """Somebody opens a page to a named person."""
    agreement, purpose = under(network, key)
    subject = Subject(network.firms[key].pk, person_id=network.people[name].pk)
    sharing.share(agreement.uid, Target(ContainerKind.ITEM, item.uid), subject, purpose, by=network.by(who))


def share_space(network: Network, key: str, who: str, space: str, with_firm: str, *, joint: bool = False) -> None:
    """Somebody opens a space to a firm, for reading or (`joint`) for both to write in."""
    agreement, purpose = under(network, key)
    subject = Subject(network.firms[with_firm].pk)
    target = Target(ContainerKind.SPACE, network.spaces[space].uid)
    sharing.share(agreement.uid, target, subject, purpose, by=network.by(who), joint=joint)


def write_together(network: Network) -> None:
    """The pump maker and the university write in one space; what stands there stays readable to both."""
    about = "What Tarnside and Northmere try on the rig, written by both"
    network.spaces["trials"] = spaces.open_space("Rig trials", about, by=network.by("Asha"))
    share_space(network, "university", "Asha", "trials", "university", joint=True)
    aim, gauge = texts.TRIALS
    item = network.items[aim.key] = write_page(network, network.spaces["trials"], aim, "Callum")
    network.items[gauge.key] = write_page(network, network.spaces["trials"], gauge, "Ines")
    with clock.at(clock.now() + timedelta(days=9)):
        found = Words(aim.title, aim.text + "\nThe gauges have come; the first two castings are on the rig.\n")
        writing.save_draft(item.uid, found, by=network.by("Ines"), shown_saves=0)
        writing.publish(item.uid, by=network.by("Ines"))
