"""The file that shows what was done to keep something secret: evidence from records, with the ledger's proof.

The headings follow what courts ask for a trade secret (Directive (EU) 2016/943 art. 2(1), UK SI 2018/597 reg. 2): that
it is secret, worth something because of it, and kept so by reasonable steps. It supports evidence for that, it decides
nothing.
"""

from dataclasses import replace

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.access.models import Grant
from kith.agreements.queries.doors import subject_words
from kith.audit import ledger
from kith.audit.models import Checkpoint, Event, Link
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.exposures import policy as exposures
from kith.identity.models import Organisation, Person
from kith.knowledge import bound
from kith.knowledge.models import Item
from kith.knowledge.queries import audience
from kith.policies import queries as policies
from kith.register import events, policy, shown
from kith.register.queries import assets
from kith.register.queries.assets import AssetPage
from kith.register.shown import MOST, Rows, at_most
from kith.ui.reporting import Cell, Report, Table
from kith.ui.times import stamp


@transaction.atomic
def make(uid: str, *, by: Actor) -> Report:
    """The file for one asset that is kept secret; that somebody made it is written into the ledger.

    Raises:
        Unseen, Denied: she may not make it.
    """
    page = assets.one(uid, by)
    policy.assets.require(by, "pack", page.asset)
    ledger.record(events.PackMade(by=by, owner_id=page.asset.organisation_id, asset_id=page.asset.pk))
    tables = [
        _identified(page),
        _marked(page.items),
        _access(page.items),
        *_outside(page, by),
        *_asked(by),
        _steps(page),
        _incidents(page.items),
        _proof(page),
    ]
    tables = [_numbered(n, table) for n, table in enumerate(tables, 1)]
    firm = Organisation.objects.get(pk=by.organisation)
    about = [
        firm.name,
        _("As the records stand on %(at)s.") % {"at": stamp(clock.now())},
        _("It supports evidence for the secret, its value and the steps that keep it. It is no legal advice."),
        *(str(heed.words) for heed in page.heeds),
    ]
    if page.unseen:
        words = ngettext(
            "%(n)s page is not open to who made this file, and is left out.",
            "%(n)s pages are not open to who made this file, and are left out.",
            page.unseen,
        )
        about.append(words % {"n": page.unseen})
    if not exposures.reads(by):
        about.append(_("Who was shown what is left out: owners, stewards and auditors alone read it."))
    if not by.keeps:
        about.append(_("Policies and training are left out: owners and stewards alone see who has done them."))
    return Report(_("Reasonable steps: %(title)s") % {"title": page.asset.title}, tables, about)


def _numbered(number: int, table: Table) -> Table:
    """A table with its place; where nothing is recorded, it says so."""
    nothing: Rows = [[_("Nothing is recorded."), *[""] * (len(table.head) - 1)]]
    return replace(table, title=f"{number}. {table.title}", rows=table.rows or nothing)


def _outside(page: AssetPage, by: Actor) -> list[Table]:
    """Who outside was shown what: for those who read that anywhere else too."""
    return [shown.order(page.items), shown.outside(page.items)] if exposures.reads(by) else []


def _identified(page: AssetPage) -> Table:
    asset = page.asset
    lines: list[tuple[str, Cell]] = [
        (_("What it is"), asset.words or asset.title),
        (_("Kind"), asset.get_kind_display()),
        (_("Origin"), asset.get_origin_display()),
        (_("Why it is worth something"), asset.value or _("Not said")),
        (_("Who sees to it"), asset.custodian.name if asset.custodian else _("Nobody is named")),
        (_("In the register since"), stamp(asset.made_at)),
        (
            _("Known to the public since"),
            date_format(asset.public_on, "Y-m-d") if asset.public_on else _("Not public, as far as is known"),
        ),
    ]
    return Table(_("Identified and valued"), ["", ""], [list(line) for line in lines])


def _marked(items: list[Item]) -> Table:
    rows: Rows = [
        [item.title, str(Classification(item.classification).label), stamp(item.changed_at)] for item in items
    ]
    return Table(_("Marked"), [_("Page"), _("How closely it is held"), _("Changed")], rows)


def _access(items: list[Item]) -> Table:
    """Who may open the pages now, through which door, since when, and when it was last looked at."""
    over = audience.grants_over(items) if items else []
    seen = audience.of_all(items, over) if items else {}
    released = bound.released(items)
    known = Grant.objects.filter(pk__in=[grant.pk for grant in over])
    doors = list(
        known.select_related("organisation", "team", "person", "purpose", "basis").order_by("granted_at", "pk")
    )
    rows: Rows = []
    for item in items:
        rows.append([item.title, _("Our people"), _("%(n)s people") % {"n": seen[item.pk].ours.count}, "", ""])
        rows += [[item.title, *_door(grant)] for grant in doors if audience.covers(grant, item, released)]
    head = [_("Page"), _("Who"), _("For what"), _("Since"), _("Looked through")]
    return Table(_("Who has access"), head, at_most(rows))


def _door(grant: Grant) -> list[Cell]:
    why = grant.purpose.text if grant.purpose else _("Opened inside")
    looked = stamp(grant.confirmed_at) if grant.confirmed_at else _("Not yet")
    return [subject_words(grant), why, stamp(grant.granted_at), looked]


def _asked(by: Actor) -> list[Table]:
    """Policies and trainings of all our people; for keepers, who alone see who has done them."""
    if not by.keeps:
        return []
    rows: Rows = [
        [row.asked.title, _("Policy") if row.asked.is_policy else _("Training"), row.done, row.of]
        for row in policies.every(by)
    ]
    return [Table(_("Policies and training"), [_("What"), _("Sort"), _("Done by"), _("Of our people")], rows)]


def _steps(page: AssetPage) -> Table:
    rows: Rows = [
        [
            row.step.get_what_display(),
            row.step.words,
            date_format(row.step.done_on, "Y-m-d"),
            date_format(row.step.until, "Y-m-d") if row.step.until else "",
            row.step.by.name,
            _("yes") if row.holds else _("no"),
        ]
        for row in page.steps
    ]
    head = [_("Sort"), _("What was done"), _("On"), _("Vouched for until"), _("Attested by"), _("Holds today")]
    return Table(_("Measures outside Kith, attested"), head, rows)


def _incidents(items: list[Item]) -> Table:
    rows: Rows = [
        [item.title, stamp(item.created_at), stamp(item.changed_at)]
        for item in items
        if item.kind == Item.Kind.INCIDENT
    ]
    return Table(_("Incidents"), [_("Page"), _("Written"), _("Changed")], rows)


def _proof(page: AssetPage) -> Table:
    """The ledger's rows about the asset, with their places in the chain, and the last signed state of it."""
    found = list(Event.objects.filter(kind="asset", object_id=page.asset.pk).order_by("-pk")[:MOST])
    links = {row.event_id: row for row in Link.objects.filter(event_id__in=[event.pk for event in found])}
    people = dict(Person.objects.filter(pk__in={event.person_id for event in found}).values_list("pk", "name"))
    rows: Rows = []
    for event in reversed(found):
        link = links.get(event.pk)
        who = people.get(event.person_id or 0, "")
        rows.append(
            [link.seq if link else None, stamp(event.at), event.name, who, link.hash if link else _("Not sealed yet")]
        )
    last = Checkpoint.objects.order_by("-seq").first()
    if last:
        signed = _("Signed state, key %(key)s: %(signature)s") % {"key": last.key_id, "signature": last.signature}
        rows.append([last.seq, stamp(last.at), signed, "", last.hash])
    head = [_("Place in the chain"), _("At"), _("What"), _("Who"), _("SHA-256 of the chain up to here")]
    return Table(_("Proof: “kith check” reads the chain anew"), head, rows)
