"""How good an item is, by those who used it (domain/metrics.md, row 19)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Avg, F
from django.utils.translation import gettext_lazy as _

from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.knowledge.models import Item, Use, Version

WEIGHT = 5  # C: how many ratings the mean of all counts for
MIDDLE = 3.0  # m where nothing was rated yet
LOW = 2  # a score at or below which something has to be mended


@dataclass(frozen=True)
class Scores:
    """Accuracy, relevance and timeliness, each from 1 to 5."""

    accuracy: int
    relevance: int
    timeliness: int

    @property
    def mean(self) -> float:
        """Q: the mean of the three."""
        return (self.accuracy + self.relevance + self.timeliness) / 3

    @property
    def low(self) -> bool:
        """Whether something has to be mended."""
        return min(self.accuracy, self.relevance, self.timeliness) <= LOW

    def check(self) -> None:
        """Stop unless each is from 1 to 5."""
        if not all(1 <= score <= 5 for score in (self.accuracy, self.relevance, self.timeliness)):
            raise Refused(_("Each of the three from 1 to 5, or none of them."), "accuracy")


@dataclass(frozen=True)
class Quality:
    """An item's quality: the shrunk mean, and of how many people's ratings."""

    value: float  # 1 to 5
    n: int
    accuracy: float
    relevance: float
    timeliness: float


def may_rate(item: Item, by: Actor) -> bool:
    """Whether somebody may rate an item: not its owner, and nobody who has written in it."""
    if item.owner_id == by.person_id:
        return False
    versions = Version.objects.filter(item=item)
    return not (versions.filter(author=by.person_id) | versions.filter(writers=by.person_id)).exists()


def shrunk(means: Iterable[float], prior: float) -> float:
    """(C m + sum) / (C + n): few ratings stay near the mean of all, many speak for themselves."""
    listed = list(means)
    return (WEIGHT * prior + sum(listed)) / (WEIGHT + len(listed))


def of(uses: Iterable[Use], organisation_id: int) -> Quality | None:
    """The quality of an item from what its users said, the newest in front; each person counts once, with her last
    rating. None where nobody has rated it.

    Args:
        organisation_id: whose item it is: the mean of all its rated items is what few ratings are drawn to.
    """
    last: dict[int, Scores] = {}
    for use in uses:
        if use.accuracy is not None and use.relevance is not None and use.timeliness is not None:
            last.setdefault(use.person_id, Scores(use.accuracy, use.relevance, use.timeliness))
    if not last:
        return None
    rated = list(last.values())
    return Quality(
        value=shrunk([each.mean for each in rated], prior(organisation_id)),
        n=len(rated),
        accuracy=sum(each.accuracy for each in rated) / len(rated),
        relevance=sum(each.relevance for each in rated) / len(rated),
        timeliness=sum(each.timeliness for each in rated) / len(rated),
    )


def prior(organisation_id: int) -> float:
    """m: the mean of all ratings of an organisation's items; the middle of the scale where there are none."""
    rows = Use.objects.filter(item__organisation=organisation_id, accuracy__isnull=False)
    mean = rows.aggregate(mean=Avg((F("accuracy") + F("relevance") + F("timeliness")) / 3.0))["mean"]
    return float(mean) if mean is not None else MIDDLE
