"""What is being negotiated in the demo: a joint development agreement that pump maker and foundry talk over."""

from dataclasses import replace
from datetime import timedelta

from kith.agreements.actions import drafting, negotiating
from kith.agreements.terms import catalogue
from kith.core import clock
from kith.demo import agreeing
from kith.demo.network import Network


def negotiate(network: Network) -> None:
    """Ruth drafts it and lays it open; Lena changes two terms and speaks about two clauses; Ruth answers one."""
    ours, theirs = network.firms["pumps"], network.firms["foundry"]
    brought = {
        str(ours.pk): ["Drawing set of the D-range", "Leak-test rig at 6 bar"],
        str(theirs.pk): ["Gating of the volute castings", "Sand mix of line 2"],
    }
    values = catalogue.start("joint_development") | {
        "work": "A volute that is cast in one piece and needs no leak test",
        "background": brought,
        "foreground": "joint",
        "governing_law": "England and Wales",
        "jurisdiction": "Leeds",
    }
    first = replace(
        agreeing.terms(network, "foundry", "Lena", "Mutual NDA", ("Developing the one-piece volute",), 720),
        kind="joint_development",
        title="Developing the one-piece volute",
        further=values,
    )
    draft = drafting.draft(network.partnerships["foundry"].uid, first, by=network.by("Ruth"))
    negotiating.say(draft.uid, "We could live with 36 months.", clause="survival", inside=True, by=network.by("Ruth"))
    negotiating.show(draft.uid, by=network.by("Ruth"))
    with clock.at(clock.now() + timedelta(hours=20)):
        changed = replace(first, survival_months=36, further=values | {"publication_review_days": 60})
        drafting.redraft(draft.uid, changed, by=network.by("Lena"))
        owners = negotiating.say(
            draft.uid,
            "Owned by both, can we still cast it for others? Dividing by field would be clearer.",
            clause="results",
            by=network.by("Lena"),
        )
        negotiating.say(draft.uid, "Our pattern shop needs two months.", clause="publication", by=network.by("Lena"))
    with clock.at(clock.now() + timedelta(hours=26)):
        negotiating.say(draft.uid, "Fair. I ask our lawyer.", answers=owners.uid, by=network.by("Ruth"))
