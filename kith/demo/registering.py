"""What stands in Tarnside's register: a patent held with the foundry, a mark, a secret, and an invention just told."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from kith.core import clock
from kith.demo import texts
from kith.demo.network import Network
from kith.register.actions import assets, inventions, licences, rights, steps
from kith.register.actions.assets import Entry
from kith.register.actions.given import Share
from kith.register.actions.inventions import Telling
from kith.register.actions.licences import Terms
from kith.register.actions.rights import Filing

KNOWN = 85  # how many days ago it was entered


def register(network: Network) -> None:
    """Ruth enters what there is, and Ines, who sees to the secret, attests what keeps it."""
    _patent(network)
    _mark(network)
    _secret(network)


def _patent(network: Network) -> None:
    """Its next fee is due within six weeks: offices want it by the last day of the month."""
    by, firms = network.by("Ruth"), network.firms
    entry = Entry(
        "patent",
        "Vented core print for volutes",
        "foreground",
        words=texts.PATENT,
        partnership_uid=network.partnerships["foundry"].uid,
        custodian_id=network.people["Asha"].pk,
        holdings=(Share(firms["pumps"].name, Decimal(60)), Share(firms["foundry"].name, Decimal(40))),
        makers=(network.people["Asha"].pk, network.people["Marek"].pk),
        others="Tom",
        item_uids=(network.items["vent"].uid,),
    )
    asset = assets.enter(entry, by=by)
    today = clock.now().date() + timedelta(days=KNOWN)
    due = _end_of_month(today + timedelta(days=14))
    filed = due.replace(year=due.year - 6, day=12)
    filing = Filing(
        "UKIPO",
        where="United Kingdom",
        filed_on=filed,
        filing_number="GB0000417.6",
        granted_on=filed + timedelta(days=940),
        grant_number="GB0000417",
        paid_before=due,
    )
    rights.enter(asset.uid, filing, by=by)
    terms = Terms(
        "out",
        "open",
        "Keld Foundry",
        today - timedelta(days=560),
        today + timedelta(days=170),
        field="Castings for drinking water",
        territory="United Kingdom",
        royalty="2 % of the price of each casting",
    )
    licences.enter(asset.uid, terms, by=by)


def _mark(network: Network) -> None:
    by, firm = network.by("Ruth"), network.firms["pumps"].name
    entry = Entry(
        "mark",
        "TARNSIDE",
        "background",
        words="The word, for pumps and their repair.",
        holdings=(Share(firm, Decimal(100)),),
        custodian_id=network.people["Ruth"].pk,
    )
    asset = assets.enter(entry, by=by)
    filed = clock.now().date() - timedelta(days=3500)
    filing = Filing(
        "UKIPO",
        where="United Kingdom",
        filed_on=filed,
        filing_number="UK00000417",
        granted_on=filed + timedelta(days=120),
        grant_number="UK00000417",
    )
    rights.enter(asset.uid, filing, by=by)


def _secret(network: Network) -> None:
    by, day = network.by("Ines"), clock.now().date()
    entry = Entry(
        "secret",
        "How we balance impellers",
        "background",
        words="Two planes at low speed, and where the metal is taken off.",
        value="Our bearings last 9,000 hours, those of others 6,000. Nobody outside knows why.",
        holdings=(Share(network.firms["pumps"].name, Decimal(100)),),
        custodian_id=network.people["Ines"].pk,
        item_uids=(network.items["balance"].uid,),
    )
    asset = assets.enter(entry, by=network.by("Ruth"))
    for what, words, until in (
        ("physical", "The balancing bench stands in bay 5, which is locked; Ines and Marek have a key.", 365),
        ("paper", "The sheets at the bench are stamped as secret and stay in the bay.", 180),
    ):
        steps.attest(asset.uid, what, words, day, day + timedelta(days=until), by=by)


def tell_of_an_invention(network: Network) -> None:
    """Marek tells of what he tried at the seal."""
    telling = Telling(
        "A seal that shows that it is worn",
        "Nobody sees from outside when a seal is worn. It is changed too early, or it leaks.",
        texts.INVENTION,
        known="Seals with a thread of copper that breaks. They need a wire to the outside.",
        inventors=(network.people["Marek"].pk,),
        conceived_on=clock.now().date() - timedelta(days=11),
    )
    inventions.tell(telling, by=network.by("Marek"))


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
