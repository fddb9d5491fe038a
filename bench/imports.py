"""Files a second of `kith import` on the real handbook."""

import os
from pathlib import Path

from bench.rig import Figures, timed
from kith.core.actor import Role
from kith.identity import queries as identity
from kith.identity.actions import joining
from kith.identity.models import Membership
from kith.knowledge.actions import spaces
from kith.knowledge.importing.run import import_folder
from kith.prose import profile

SHARED = Path(os.environ.get("KITH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
MEDIAWIKI = 78.0  # files a second, measured before on a like machine; the other side of the ratio


def run(full: bool) -> Figures:
    """Import the handbook once, then again."""
    person = joining.create_person(email="bench@example.org", name="Bench", password=None)
    joining.found("Bench", founder=person)
    actor = identity.actor_for(person)
    assert actor is not None and Membership.objects.get().role == Role.OWNER.value
    space = spaces.open_space("Handbook", by=actor)
    folder = SHARED / "corpora" / "18f-handbook"
    pages = sum(1 for _ in folder.rglob("*.md"))
    first = timed(lambda: import_folder(folder, space, profile.shipped("18f"), by=actor))
    again = timed(lambda: import_folder(folder, space, profile.shipped("18f"), by=actor))
    figures = {
        "pages": pages,
        "seconds_first": round(first, 2),
        "seconds_again": round(again, 2),
        "pages_per_second": round(pages / first, 1),
        "ratio_to_mediawiki": round(pages / first / MEDIAWIKI, 2),
    }
    print(figures)
    return figures
