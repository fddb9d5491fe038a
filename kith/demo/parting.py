"""An agreement of the demo that ran out twelve days ago: a first trial with the university, whose end is seen to."""

from datetime import timedelta

from kith.access.actions import Subject
from kith.access.models import ContainerKind
from kith.agreements.actions import sharing
from kith.agreements.actions.sharing import Target
from kith.agreements.models import Agreement
from kith.core import clock
from kith.demo.agreeing import agree
from kith.demo.network import Network
from kith.exits.actions import opening
from kith.knowledge.queries import items

READ = ("spec", "drying")


def part(network: Network) -> None:
    """Callum read two pages in the trial; What becomes of them is open."""
    now = clock.now()
    with clock.at(now - timedelta(days=40)):
        agree(network, "university", "Callum", "Trial NDA", "Whether the rig can test cores", 28)
        agreement = Agreement.objects.get(title__startswith="Trial NDA")
        assert agreement.basis is not None  # both have signed
    with clock.at(now - timedelta(days=25)):
        purpose = agreement.basis.purposes.order_by("pk")[0].uid
        callum = Subject(network.firms["university"].pk, person_id=network.people["Callum"].pk)
        for key in READ:
            target = Target(ContainerKind.ITEM, network.items[key].uid)
            sharing.share(agreement.uid, target, callum, purpose, by=network.by("Asha"))
    for key in READ:
        with clock.at(now - timedelta(days=20)):
            items.page(network.items[key].uid, network.by("Callum"))
    with clock.at(now - timedelta(days=11)):
        opening.open_(agreement.pk)
        opening.close_list(agreement.exit.pk)
