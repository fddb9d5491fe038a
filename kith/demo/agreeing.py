"""What the demo's firms agree: terms, signatures, and an amendment that one side has not signed yet."""

from datetime import timedelta

from kith.access.actions import Subject
from kith.agreements import codes
from kith.agreements.actions import acknowledging, amending, drafting, signing
from kith.agreements.actions.drafting import Draft, Signatory
from kith.agreements.models import Agreement
from kith.agreements.terms import catalogue
from kith.core import clock
from kith.core.errors import Refused
from kith.demo.network import ZONE, Network
from kith.identity.models import Organisation


def agree_with_all(network: Network) -> None:
    """The pump maker agrees with each of its partners."""
    agree(network, "foundry", "Lena", "Mutual NDA", "Casting quality", 540)
    agree(network, "university", "Callum", "Collaboration agreement", "Research on cavitation", 350, end_rule="keep")
    agree(network, "water", "Priya", "Service data agreement", "Service life in the field", 1060)


def agree(
    network: Network, key: str, signatory: str, title: str, purpose: str, days: int, end_rule: str = "destroy"
) -> None:
    """Two firms agree on the usual terms, and both sign."""
    drafted = terms(network, key, signatory, title, (purpose, "Training of the people named here"), days, end_rule)
    agreement = drafting.draft(network.partnerships[key].uid, drafted, by=network.by("Ruth"))
    drafting.send_out(agreement.uid, by=network.by("Ruth"))
    for name in ("Ruth", signatory):
        sign(network, agreement, name)
    sides = {network.firms["pumps"].pk, network.firms[key].pk}
    for name in network.people:
        by = network.by(name)
        if by.organisation_id in sides:
            acknowledging.acknowledge(agreement.uid, by=by)


def sign(network: Network, agreement: Agreement, name: str) -> None:
    """Somebody signs the text as it stands."""
    agreement.refresh_from_db()
    by, text = network.by(name), agreement.text_sha256
    code = codes.digits(codes.ask(agreement.uid, by=by, shown_sha256=text))
    signing.sign(agreement.uid, by=by, shown_sha256=text, typed_name=name, code=code)


def terms(
    network: Network,
    key: str,
    signatory: str,
    title: str,
    purposes: tuple[str, ...],
    days: int,
    end_rule: str = "destroy",
) -> Draft:
    """The usual terms between the pump maker and a partner."""
    today = clock.now().date()
    ours, theirs = network.firms["pumps"], network.firms[key]
    kind = "nda_mutual" if "NDA" in title else "collaboration"
    return Draft(
        kind=kind,
        title=f"{title} {today.year}",
        ceiling=3,
        starts_on=today,
        ends_on=today + timedelta(days=days),
        zone=ZONE,
        end_rule=end_rule,
        renewal_months=12 if key == "water" else 0,
        further=_further(kind, key, ours, theirs),
        purposes=purposes,
        recipients=(Subject(ours.pk), Subject(theirs.pk)),
        signatories=(
            Signatory(ours.pk, network.people["Ruth"].pk, "Owner"),
            Signatory(theirs.pk, network.people[signatory].pk, "Director"),
        ),
    )


BROUGHT = {
    "university": (["Drawing set of the D-range", "Pump test bench"], ["Cavitation model", "High-speed camera"]),
    "water": (["Drawing set of the D-range"], ["Service records of 41 stations"]),
}


def _further(kind: str, key: str, ours: Organisation, theirs: Organisation) -> dict[str, object]:
    """The usual terms of the type; who owns the results, and what each side brings."""
    values = catalogue.start(kind) | {"governing_law": "England and Wales", "jurisdiction": "Leeds"}
    if kind == "collaboration":
        own, their = BROUGHT[key]
        values |= {
            "work": "Both find out what wears pumps down and what keeps them running",
            "background": {str(ours.pk): own, str(theirs.pk): their},
            "foreground": "creator",
            "licence_back": True,
        }
    return values


def amend(network: Network) -> None:
    """The foundry wants the agreement to run longer and to cover the core shop; Lena has signed, Ruth has not yet."""
    agreement, _purpose = under(network, "foundry")
    purposes = (*agreement.purposes.order_by("pk").values_list("text", flat=True), "Trials in the core shop")
    longer = terms(network, "foundry", "Lena", "Mutual NDA, longer", purposes, 900)
    amendment = amending.amend(agreement.uid, longer, by=network.by("Lena"))
    drafting.send_out(amendment.uid, by=network.by("Lena"))
    sign(network, amendment, "Lena")


def under(network: Network, key: str) -> tuple[Agreement, str]:
    """The agreement with a partner, and the first of its purposes."""
    agreement = Agreement.objects.get(partnership=network.partnerships[key], amends=None, basis__isnull=False)
    if agreement.basis is None:
        raise Refused("The agreement is not signed.")
    return agreement, agreement.basis.purposes.order_by("pk")[0].uid
