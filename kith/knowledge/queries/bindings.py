"""What an item is bound to and why, for those who may know it: each confidential input, and the way to it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity.models import Organisation
from kith.knowledge import bound, inputs, policy, sight
from kith.knowledge.inputs import Way
from kith.knowledge.models import SEVERAL, Item, Release
from kith.knowledge.queries import references
from kith.knowledge.sight import Sight
from kith.partnerships import queries as partnerships


@dataclass(frozen=True)
class Strand:
    """One confidential input in an item.

    Attributes:
        steps: the items on the way from it to where the input came in, without itself; None where the reader may not
            see one.
    """

    firm_id: int
    firm: str
    way: Way
    steps: tuple[Item | None, ...]

    @property
    def sentence(self) -> str:
        """How it came in, in words."""
        if not self.steps:
            return str(_ITSELF[self.way]()) % {"firm": self.firm}
        names = [f"“{step.title}”" if step else _("a page that you may not see") for step in self.steps]
        way = _(", which comes from ").join(names)
        return str(_FROM[self.way]()) % {"firm": self.firm, "way": way}


_ITSELF = {
    Way.TOLD: lambda: _("Somebody of %(firm)s told what it says."),
    Way.WRITTEN: lambda: _("People of %(firm)s wrote in it."),
    Way.SHARED: lambda: _("It is of %(firm)s."),
}
_FROM = {
    Way.TOLD: lambda: _("It comes from %(way)s, told by somebody of %(firm)s."),
    Way.WRITTEN: lambda: _("It comes from %(way)s, in which people of %(firm)s wrote."),
    Way.SHARED: lambda: _("It comes from %(way)s, which %(firm)s shared in confidence."),
}


@dataclass(frozen=True)
class BindingPage:
    """What an item is bound to, and its releases, the newest first."""

    item: Item
    strands: list[Strand]
    waiting: list[Release]
    decided: list[Release]
    partners: list[Organisation]  # for whom a release could be asked


def page(uid: str, by: Actor) -> BindingPage:
    """The page about an item's binding.

    Raises:
        Unseen: she may not see it, or is none of its organisation's people.
        Denied: she may not share it.
    """
    item = policy.items.scope(by).filter(uid=uid, organisation=by.organisation_id).first()
    if item is None:
        raise Unseen("Item")
    policy.items.require(by, "share", item)
    rows = Release.objects.filter(item=item).select_related("organisation", "asked_by", "decided_by", "ended_by")
    found = list(rows.order_by("-pk"))
    given = bound.released([item])
    asked = {row.organisation_id for row in found if row.decided_at is None}
    firms = [partnerships.partner_of(row, by) for row in partnerships.of(by)]
    return BindingPage(
        item=item,
        strands=strands(item, sight.of(by)),
        waiting=[row for row in found if row.decided_at is None],
        decided=[row for row in found if row.decided_at],
        partners=[firm for firm in firms if firm.pk not in asked and not bound.admits(item, firm.pk, given)],
    )


def strands(item: Item, view: Sight) -> list[Strand]:
    """The confidential inputs in an item, each with the way to it; titles of others are recorded as shown."""
    if item.bound_to is None:
        return []
    lineage = inputs.of([item.pk])
    ways = [(each, lineage.path(item.pk, each)[1:]) for each in sorted(lineage.inputs[item.pk])]
    uids = dict(Item.objects.filter(pk__in={pk for _each, way in ways for pk in way}).values_list("pk", "uid"))
    shown = references.titles(uids.values(), view)
    firms = dict(
        Organisation.objects.filter(pk__in={each.organisation_id for each, _way in ways}).values_list("pk", "name")
    )
    return [
        Strand(
            each.organisation_id,
            firms[each.organisation_id],
            Way(each.way),
            tuple(shown.get(uids[pk]) for pk in way),
        )
        for each, way in ways
    ]


def firms(item: Item) -> list[str]:
    """The names of the organisations that an item is bound to; one question, and none where it is not bound."""
    if item.bound_to is None:
        return []
    ids = {item.bound_to}
    if item.bound_to == SEVERAL:
        ids = {each.organisation_id for each in inputs.of([item.pk]).inputs[item.pk]}
    return list(Organisation.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))


def barrier(item: Item, organisation_id: int, view: Sight) -> str | None:
    """Why what an item is bound to keeps it from an organisation, with the way; None where nothing does."""
    if bound.admits(item, organisation_id, bound.released([item])):
        return None
    others = [each for each in strands(item, view) if each.firm_id != organisation_id]
    names = ", ".join(sorted({each.firm for each in others}))
    closed = _(
        "“%(title)s” holds confidential knowledge of %(names)s, and stays closed to others until it is released."
    )
    return " ".join([closed % {"title": item.title, "names": names}, *(each.sentence for each in others[:3])])
