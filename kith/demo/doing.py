"""What the demo's firms make of what they know: a practice with its proof, a near miss, and what is done about it."""

from datetime import date, timedelta

from kith.commitments import actions as commitments
from kith.commitments.actions import Promise
from kith.core import clock
from kith.demo import happenings
from kith.demo.lending import share
from kith.demo.network import Network
from kith.demo.texts import Page
from kith.demo.writing_down import write_page
from kith.knowledge.actions import recording, using, vouching
from kith.knowledge.models import Item
from kith.speakup import actions as speakup
from kith.speakup.actions import Told
from kith.spiral.actions import capturing, converting
from kith.spiral.actions.capturing import Plan
from kith.spiral.actions.converting import Passing
from kith.spiral.modes import Proof, Role


def learn(network: Network) -> None:
    """Venting became a practice that both firms keep to, and a hook that slipped is being dealt with."""
    with clock.at(clock.now() - timedelta(days=16)):
        _practice(network)
    with clock.at(clock.now() - timedelta(days=9)):
        _near_miss(network)
    _say_without_name(network)


def _practice(network: Network) -> None:
    page = Page("practice", "Vented cores for every wall over 10 mm", happenings.PRACTICE, kind="practice", level=2)
    item = network.items["practice"] = write_page(network, network.spaces["volutes"], page, "Asha")
    recording.save(item.uid, happenings.PRACTICE_RECORD, by=network.by("Asha"), shown_saves=0)
    vouching.verify(item.uid, by=network.by("Ines"), until=clock.now().date() + timedelta(days=180))
    share(network, "foundry", "Asha", item, "Tom")
    with clock.at(clock.now() + timedelta(days=6)):
        using.use(item.uid, "quality", by=network.by("Tom"), words="All of line 2 since Monday.")


def pass_on(network: Network) -> None:
    """The casting trial went through all four modes, and now somebody new learns from it."""
    vent, practice = network.items["vent"], network.items["practice"]
    asha, tom, marek = (network.people[name].pk for name in ("Asha", "Tom", "Marek"))
    source, recipient, facilitator = (str(role) for role in Role)
    for days, passing, by, said_by in (
        (75, Passing("S", "pairing", _ago(75), {tom: source, asha: recipient}, (vent.pk,), minutes=180), "Asha", "Tom"),
        (
            15,
            Passing("C", "practice", _ago(15), {asha: facilitator}, _sources(network), (practice.pk,)),
            "Asha",
            "Ines",
        ),
        (8, _shown(practice, tom, asha), "Asha", ""),
        (3, Passing("S", "shadowing", _ago(3), {tom: source, marek: recipient}, (practice.pk,)), "Asha", "Marek"),
    ):
        with clock.at(clock.now() - timedelta(days=days)):
            row = converting.record(passing, by=network.by(by))
        if said_by:
            with clock.at(clock.now() - timedelta(days=days - 1)):
                converting.confirm(row.uid, by=network.by(said_by))


def review(network: Network) -> None:
    """The hook was talked over by those who were there; whose knowledge it is has still to read what came out."""
    plan = Plan(
        "The hook that slipped",
        network.spaces["seals"].uid,
        {network.people["Marek"].pk: str(Role.SOURCE), network.people["Ines"].pk: str(Role.FACILITATOR)},
        (network.items["hook"].uid,),
        happened_on=_ago(10),
    )
    session = capturing.begin("aar", plan, by=network.by("Asha"))
    for step, who, words in happenings.REVIEW:
        capturing.say(session.uid, step, words, by=network.by(who))
    capturing.finish(session.uid, by=network.by("Asha"))


def _ago(days: int) -> date:
    return (clock.now() - timedelta(days=days)).date()


def _sources(network: Network) -> tuple[int, ...]:
    return tuple(network.items[key].pk for key in ("vent", "drying"))


def _shown(item: Item, who: int, to: int) -> Passing:
    people = {who: str(Role.RECIPIENT), to: str(Role.FACILITATOR)}
    return Passing("I", "demonstration", _ago(8), people, (item.pk,), proofs=((str(Proof.OBSERVATION), None),))


def _near_miss(network: Network) -> None:
    page = Page("hook", "The crane hook slipped off a volute", happenings.NEAR_MISS, kind="incident", level=1)
    item = network.items["hook"] = write_page(network, network.spaces["seals"], page, "Ines")
    day = {"happened_on": (clock.now() - timedelta(days=1)).date().isoformat()}
    recording.save(item.uid, happenings.NEAR_MISS_RECORD | day, by=network.by("Ines"), shown_saves=0)
    today = clock.now().date()
    contain = commitments.make(
        "item",
        item.uid,
        Promise("Lock away the two hooks with a worn latch", network.people["Marek"].pk, today, sort="containment"),
        by=network.by("Ines"),
    )
    commitments.make(
        "item",
        item.uid,
        Promise(
            "Look at every latch on the first Monday of the month, with a list at the crane",
            network.people["Ines"].pk,
            today + timedelta(days=13),
            sort="corrective",
            check_on=today + timedelta(days=75),
        ),
        by=network.by("Asha"),
    )
    with clock.at(clock.now() + timedelta(hours=3)):
        commitments.keep(contain.uid, "Both hang in the cage, with a red tag.", by=network.by("Marek"))


def _say_without_name(network: Network) -> None:
    """Reports without names are taken, and one has come in."""
    with clock.at(clock.now() - timedelta(days=40)):
        channel = speakup.open_channel(by=network.by("Ruth"))
    with clock.at(clock.now() - timedelta(hours=9)):
        speakup.report(channel.token, Told(happenings.HINT_TITLE, happenings.HINT, happenings.HINT_RECORD))
    for hours in (8, 7):
        with clock.at(clock.now() - timedelta(hours=hours)):
            speakup.hand_over()
