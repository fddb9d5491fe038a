"""What guards the demo's pump maker: whom it asks, what it has insured, and a claim that came to nothing."""

from datetime import date, timedelta
from decimal import Decimal

from kith.claims.actions import advising, claiming, covering
from kith.claims.actions.advising import Contact
from kith.claims.actions.claiming import Details, Happened
from kith.claims.actions.covering import Terms
from kith.claims.models import Adviser, Claim, Cover
from kith.core import clock
from kith.demo.network import Network


def guard(network: Network) -> None:
    """Tarnside has a patent attorney and an insurance, and was asked for licences by somebody who makes nothing."""
    now = clock.now()
    with clock.at(now - timedelta(days=125)):
        adviser = _adviser(network)
        cover = _cover(network)
    with clock.at(now - timedelta(days=56)):
        claim = _claim(network, adviser, cover)
    for days, name, happened in (
        (
            54,
            "Asha",
            Happened(
                _ago(54), "Sent the letter and our trial sheets to Ms Hale. The insurer had them on the day they came."
            ),
        ),
        (
            41,
            "Asha",
            Happened(_ago(41), "Ms Hale answered: we vented cores before their patent was filed.", is_reply=True),
        ),
        (12, "Ruth", Happened(_ago(12), "They wrote that they do not go on with it.", outcome="withdrawn")),
    ):
        with clock.at(now - timedelta(days=days)):
            claiming.step(claim.uid, happened, by=network.by(name))


def _adviser(network: Network) -> Adviser:
    words = "Whether we may use something, and every letter about patents, before anybody answers it."
    contact = Contact("patent", "Ms Hale", "Hale & Finch", "hale@halefinch.example", "+44 20 7946 0112", words)
    return advising.add(contact, by=network.by("Ruth"))


def _cover(network: Network) -> Cover:
    today = clock.now().date()
    terms = Terms(
        kind="expenses",
        insurer="Northern Mutual",
        number="IP-4471-20",
        starts_on=today,
        ends_on=today + timedelta(days=364),
        limit=Decimal(500_000),
        excess=Decimal(10_000),
        currency="GBP",
        exclusions="What was known before the first day. Claims between partners of the same contract.",
        territory="United Kingdom and the European Union",
        responsible=network.people["Asha"].pk,
    )
    return covering.add(terms, by=network.by("Ruth"))


def _claim(network: Network, adviser: Adviser, cover: Cover) -> Claim:
    today = clock.now().date()
    details = Details(
        title="Letter about vented cores",
        side="against",
        kind="patent",
        other="Corewell Licensing",
        words="They hold a patent on drilled vents in sand cores, say that we use it, and offer a licence.",
        asserted_on=today,
        npe="yes",
        amount=Decimal(45_000),
        currency="GBP",
        adviser_uid=adviser.uid,
        cover_uid=cover.uid,
        notified_on=today,
        reply_by=today + timedelta(days=28),
        responsible=network.people["Asha"].pk,
        item_uids=(network.items["vent"].uid,),
    )
    return claiming.make(details, by=network.by("Ruth"))


def _ago(days: int) -> date:
    return (clock.now() - timedelta(days=days)).date()
