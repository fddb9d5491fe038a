"""The demo's audit of the quarter, by Ruth, and what it found; and what the pump maker says of one standard."""

from datetime import timedelta

from kith.assurance import watching
from kith.assurance.actions import applying, auditing, mending
from kith.assurance.actions.mending import Given
from kith.assurance.queries import pages
from kith.core import clock
from kith.demo.network import Network

ANSWERS = {
    "subcontractors_bound": ("holds", "Two subcontractors, both contracts read. Both name the same duties."),
    "rooms_and_keys": (
        "fails",
        "The cabinet with the wash samples stood open, and the key list is of March.",
    ),
    "restore_tried": ("holds", "Restored on Sunday to the spare machine: 41 minutes, all hashes equal."),
    "leavers_reminded": ("holds", "One leaver. The talk is written down; I read the note."),
}


def audit(network: Network) -> None:
    """An audit three weeks ago: two findings, one mended and looked at again since."""
    now, ruth = clock.now(), network.by("Ruth")
    with clock.at(now - timedelta(days=21)):
        row = auditing.open_("Third quarter", ruth.person, by=ruth)
        for key, (state, words) in ANSWERS.items():
            auditing.answer(row.uid, key, state, words, by=ruth)
        cabinet = mending.give(
            row.uid, "rooms_and_keys", _given(network, "Marek", ANSWERS["rooms_and_keys"][1], 14), by=ruth
        )
        for each in pages.audit(row.uid, ruth).failing:
            if each.loose:
                words = pages.check(each.check.key, ruth, row.uid).said
                mending.give(row.uid, each.check.key, _given(network, "Asha", words, 30), by=ruth)
        words = "Doors and duties are kept. The cabinet is to be locked, and the rest goes to Asha within a month."
        auditing.close(row.uid, words, by=ruth)
    with clock.at(now - timedelta(days=12)):
        words = "New lock, the key hangs in the foreman’s office. The list is of today."
        mending.say(cabinet.uid, words, done=True, by=network.by("Marek"))
    with clock.at(now - timedelta(days=11)):
        mending.look(cabinet.uid, state="holds", words="Locked on Monday and on Thursday, the list is right.", by=ruth)
        reason = "We write no software; the pump controls are bought in with their maker’s updates."
        applying.apply("iso27001", "8.25-8.33", False, reason, by=ruth)
    watching.look(ruth.organisation)


def _given(network: Network, name: str, words: str, days: int) -> Given:
    return Given("minor", words, network.people[name].pk, clock.now().date() + timedelta(days=days))
