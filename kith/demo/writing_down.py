"""What the demo's firms write down: spaces with their pages, what people hold, and a decision."""

from datetime import timedelta

from kith.core import clock
from kith.demo import texts
from kith.demo.network import Network
from kith.knowledge.actions import recording, spaces, vouching, writing
from kith.knowledge.actions.writing import Words
from kith.knowledge.models import Item, Space


def write_all(network: Network) -> None:
    """Each firm opens its spaces and writes its pages."""
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
            network.items[page.key] = write_page(network, space, page, who)


def write_page(network: Network, space: Space, page: texts.Page, who: str) -> Item:
    """Somebody writes a page and publishes it."""
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


def decide(network: Network) -> None:
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
