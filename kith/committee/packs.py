"""What the members are shown for a request: facts from the records, frozen when it is put to the vote."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.agreements.models import Agreement, Status
from kith.agreements.queries import agreements
from kith.audit.models import Exposure
from kith.committee.models import Request, Sort
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.knowledge import policy as knowledge
from kith.knowledge import sight
from kith.knowledge.models import Item
from kith.knowledge.queries import bindings
from kith.register import policy as register
from kith.register.models import INVENTED, Asset
from kith.register.queries import assets
from kith.register.reckoning import Reckoned

Line = dict[str, str]


def of(row: Request, by: Actor) -> list[Line]:
    """The lines of a request's pack, as far as who puts it to the vote may see what they are about."""
    items = seen(row, by)
    return [
        *_asked(row),
        *_asset(row, by),
        *_pages(row, items, by),
        *_partner(row, items, by),
        *_publication(row, by),
    ]


def seen(row: Request, by: Actor) -> list[Item]:
    """The pages of a request that somebody may see."""
    return list(
        knowledge.items.scope(by)
        .filter(pk__in=row.items.values("pk"))
        .select_related("current")
        .order_by("title", "pk")
    )


def _line(title: str, words: str = "", href: str = "", sha256: str = "") -> Line:
    found = {"title": title[:300], "words": words[:4000], "href": href, "sha256": sha256}
    return {key: value for key, value in found.items() if value}


def _asked(row: Request) -> Iterator[Line]:
    words = _("%(name)s asks on %(day)s: %(reason)s")
    values = {"name": row.asked_by.name, "day": date_format(row.asked_at), "reason": row.reason}
    yield _line(_("What is asked: %(sort)s") % {"sort": row.get_sort_display()}, words % values)


def _asset(row: Request, by: Actor) -> Iterator[Line]:
    """The asset, what is missing about it, and where its rights stand."""
    if row.asset is None:
        return
    if not register.assets.can(by, "see", row.asset):
        yield _line(_("An entry of the register"), _("It is not open to who put this to the vote."))
        return
    page = assets.one(row.asset.uid, by)
    owners = ", ".join(f"{each.holder} {each.said} %" for each in page.holdings) or _("no owner is named")
    parts = [
        str(page.asset.get_kind_display()),
        str(page.asset.get_origin_display()),
        _("owners: %(o)s") % {"o": owners},
    ]
    parts += [f"{each.office}: {each.state_name}" for each in page.rights]
    yield _line(page.asset.title, "; ".join(parts), reverse("asset", args=[page.asset.uid]))
    for heed in page.heeds:
        yield _line(_("To heed"), str(heed.words))


def _pages(row: Request, items: list[Item], by: Actor) -> Iterator[Line]:
    """The pages, in the version that stood there, how closely they are held, and whose confidence they hold."""
    view = sight.of(by)
    for item in items:
        words = [_("Held as “%(level)s”.") % {"level": Classification(item.classification).label}]
        for strand in bindings.strands(item, view):
            words.append(strand.sentence)
        digest = item.current.sha256 if item.current else ""
        yield _line(item.title, " ".join(words), reverse("item", args=[item.uid]), digest)
    hidden = row.items.count() - len(items)
    if hidden:
        yield _line(_("%(n)s pages are not open to who put this to the vote") % {"n": hidden})


def _partner(row: Request, items: list[Item], by: Actor) -> Iterator[Line]:
    """What is agreed with the partner, and what they were shown of these pages before."""
    if row.partner is None:
        return
    standing = [
        each for each in agreements.of(by) if each.status == Status.IN_FORCE and row.partner in each.partner.rows
    ]
    if not standing:
        yield _line(
            _("No agreement with %(firm)s is in force") % {"firm": row.partner.name}, _("Nothing can be shown to them.")
        )
    for each in standing:
        level = Classification(each.agreement.ceiling).label
        words = _("In force with %(firm)s, up to “%(level)s”.") % {"firm": row.partner.name, "level": level}
        yield _line(each.agreement.title, words, reverse("agreement", args=[each.agreement.uid]))
    found: dict[str, Any] = Exposure.objects.filter(
        owner_id=by.organisation, organisation_id=row.partner.pk, item_id__in=[item.pk for item in items]
    ).aggregate(times=Count("pk"), last=Max("at"))
    if items:
        words = _("Nothing of these pages yet.")
        if found["times"]:
            words = _("%(n)s times, last on %(day)s.") % {"n": found["times"], "day": date_format(found["last"])}
        yield _line(_("Shown to %(firm)s before") % {"firm": row.partner.name}, words)


def _publication(row: Request, by: Actor) -> Iterator[Line]:
    """What a publication would cost: patents that are not filed, and partners who have days to look at it first."""
    if row.sort != Sort.PUBLISH:
        return
    yield _line(_("Patent bar"), barred(row, by) or _("Nothing that is registered as an invention would be barred."))
    for agreement, days in reviewers(row, by):
        first = clock.now().date() + timedelta(days=days)
        words = _("They have %(n)s days to look at it first: not before %(day)s if it is sent today.")
        yield _line(
            agreement.title, words % {"n": days, "day": date_format(first)}, reverse("agreement", args=[agreement.uid])
        )


def barred(row: Request, by: Actor) -> str:
    """Which inventions a publication would bar from a patent, in a sentence; empty: none that is registered."""
    rows = Asset.objects.filter(organisation=row.organisation_id, kind__in=INVENTED, given_up_at=None)
    near = rows.filter(items__in=row.items.values("pk")) | rows.filter(pk=row.asset_id or 0)
    found = list(assets.whole(near.distinct()))
    rights = assets.reckoned(found)
    open_ = set(register.assets.scope(by).filter(pk__in=[asset.pk for asset in found]).values_list("pk", flat=True))
    names = [
        f"“{asset.title}”" if asset.pk in open_ else _("an entry of the register that is not open to you")
        for asset in found
        if not _filed(rights.get(asset.pk, []))
    ]
    if not names:
        return ""
    words = _(
        "%(names)s: no filing is entered. Once it is public it cannot be patented in Europe any more. File first."
    )
    return words % {"names": ", ".join(names)}


def _filed(rights: list[Reckoned]) -> bool:
    return any(each.right.filed_on for each in rights)


def reviewers(row: Request, by: Actor) -> list[tuple[Agreement, int]]:
    """The agreements in force whose partners have days to look at a publication first: with the partner that is named,
    and those under which anything of these pages was shown."""
    shown = set(
        Exposure.objects.filter(owner_id=by.organisation, item_id__in=row.items.values("pk")).values_list(
            "basis_id", flat=True
        )
    )
    found = []
    for each in agreements.of(by):
        days = each.agreement.further.get("publication_review_days")
        concerned = (row.partner is not None and row.partner in each.partner.rows) or each.agreement.basis_id in shown
        if days and concerned and each.status == Status.IN_FORCE:
            found.append((each.agreement, int(days)))
    return found
