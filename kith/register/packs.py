"""The file that shows what was done to keep something secret: evidence from records, with the ledger's proof.

The headings follow what courts ask for a trade secret (Directive (EU) 2016/943 art. 2(1), UK SI 2018/597 reg. 2): that
it is secret, worth something because of it, and kept so by reasonable steps. It supports evidence for that, it decides
nothing.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.access.models import Acknowledgement, Grant
from kith.agreements.models import Agreement
from kith.agreements.queries.doors import subject_words
from kith.audit import ledger
from kith.audit.models import Checkpoint, Event, Exposure, Link
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.exposures.queries.log import CHANNELS
from kith.identity.models import Organisation, Person
from kith.knowledge.models import Item
from kith.knowledge.queries import audience
from kith.policies import queries as policies
from kith.register import events, policy
from kith.register.queries import assets
from kith.register.queries.assets import AssetPage
from kith.ui.reporting import Cell, Report, Table

MOST = 500  # rows of a table; it says so when there are more
Rows = list[list[Cell]]


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
        _order(page.items),
        _shown(page.items),
        *_asked(by),
        _steps(page),
        _incidents(page.items),
        _proof(page),
    ]
    firm = Organisation.objects.get(pk=by.organisation)
    about = [
        firm.name,
        _("As the records stand on %(at)s.") % {"at": _moment(clock.now())},
        _("It supports evidence for the secret, its value and the steps that keep it. It is no legal advice."),
        *(str(heed.words) for heed in page.heeds),
    ]
    if page.unseen:
        about.append(_("%(n)s pages are not open to who made this file, and are left out.") % {"n": page.unseen})
    return Report(_("Reasonable steps: %(title)s") % {"title": page.asset.title}, tables, about)


def _identified(page: AssetPage) -> Table:
    asset = page.asset
    lines: list[tuple[str, Cell]] = [
        (_("What it is"), asset.words or asset.title),
        (_("Kind"), asset.get_kind_display()),
        (_("Origin"), asset.get_origin_display()),
        (_("Why it is worth something"), asset.value or _("Not said")),
        (_("Who sees to it"), asset.custodian.name if asset.custodian else _("Nobody is named")),
        (_("In the register since"), _moment(asset.made_at)),
        (_("Known to the public since"), date_format(asset.public_on) if asset.public_on else _("Not known")),
    ]
    return Table(_("1. Identified and valued"), ["", ""], [list(line) for line in lines])


def _marked(items: list[Item]) -> Table:
    rows: Rows = [
        [item.title, str(Classification(item.classification).label), _moment(item.changed_at)] for item in items
    ]
    return Table(_("2. Marked"), [_("Page"), _("How closely it is held"), _("Changed")], rows)


def _access(items: list[Item]) -> Table:
    """Who may open the pages now, through which door, since when, and when it was last looked at."""
    grants = audience.grants_over(items) if items else []
    seen = audience.of_all(items, grants) if items else {}
    rows: Rows = []
    for item in items:
        ours = seen[item.pk].ours
        rows.append([item.title, _("Our people"), _("%(n)s people") % {"n": ours.count}, "", ""])
    known = Grant.objects.filter(pk__in=[grant.pk for grant in grants])
    for grant in known.select_related("organisation", "team", "person", "purpose", "basis").order_by(
        "granted_at", "pk"
    ):
        why = grant.purpose.text if grant.purpose else _("Opened inside")
        looked = _moment(grant.confirmed_at) if grant.confirmed_at else _("Not yet")
        rows.append(["", subject_words(grant), why, _moment(grant.granted_at), looked])
    head = [_("Page"), _("Who"), _("For what"), _("Since"), _("Looked through")]
    return Table(_("3. Who has access"), head, rows[:MOST])


def _order(items: list[Item]) -> Table:
    """For each person outside: whether the agreement was signed before she was first shown anything."""
    found = list(
        Exposure.objects.filter(item_id__in=[item.pk for item in items])
        .values("person_id", "organisation_id", "basis_id")
        .annotate(first=Min("at"))
        .order_by("first")[:MOST]
    )
    bases = {row["basis_id"] for row in found}
    agreements = {
        row.basis_id: row
        for row in Agreement.objects.filter(basis__in=bases).annotate(signed=Max("signatures__signed_at"))
    }
    notes = {
        (row.basis_id, row.person_id, row.organisation_id): row.at
        for row in Acknowledgement.objects.filter(basis__in=bases)
    }
    people = dict(Person.objects.filter(pk__in={row["person_id"] for row in found}).values_list("pk", "name"))
    firms = dict(
        Organisation.objects.filter(pk__in={row["organisation_id"] for row in found}).values_list("pk", "name")
    )
    rows: Rows = []
    for row in found:
        agreement = agreements.get(row["basis_id"])
        signed = agreement.signed if agreement else None
        noted = notes.get((row["basis_id"], row["person_id"], row["organisation_id"]))
        rows.append(
            [
                people.get(row["person_id"], _("Somebody who is not in Kith")),
                firms.get(row["organisation_id"], ""),
                agreement.title if agreement else _("No agreement"),
                _moment(signed),
                _moment(noted),
                _moment(row["first"]),
                _("yes") if signed and signed <= row["first"] else _("NO"),
            ]
        )
    head = [_("Who"), _("Of"), _("Agreement"), _("Signed"), _("Duties noted"), _("First shown"), _("Signed before")]
    return Table(_("4. Bound before it was shown"), head, rows)


def _shown(items: list[Item]) -> Table:
    titles = {item.pk: item.title for item in items}
    found = (
        Exposure.objects.filter(item_id__in=titles)
        .values("item_id", "organisation_id", "channel")
        .annotate(times=Count("pk"), people=Count("person_id", distinct=True), first=Min("at"), last=Max("at"))
        .order_by("item_id", "organisation_id", "channel")
    )
    rows = list(found[: MOST + 1])
    firms = dict(Organisation.objects.filter(pk__in={row["organisation_id"] for row in rows}).values_list("pk", "name"))
    cells: Rows = [
        [
            titles[row["item_id"]],
            firms.get(row["organisation_id"], ""),
            str(CHANNELS[row["channel"]]),
            row["times"],
            row["people"],
            _moment(row["first"]),
            _moment(row["last"]),
        ]
        for row in rows[:MOST]
    ]
    if len(rows) > MOST:
        cells.append([_("There is more: see the log of who was shown what."), "", "", None, None, "", ""])
    head = [_("Page"), _("Partner"), _("How"), _("Times"), _("People"), _("First"), _("Last")]
    return Table(_("5. Shown or told outside"), head, cells)


def _asked(by: Actor) -> list[Table]:
    """Policies and trainings of all our people; for keepers, who alone see who has done them."""
    if not by.keeps:
        return []
    rows: Rows = [
        [row.asked.title, _("Policy") if row.asked.is_policy else _("Training"), row.done, row.of]
        for row in policies.every(by)
    ]
    return [Table(_("6. Policies and training"), [_("What"), _("Sort"), _("Done by"), _("Of our people")], rows)]


def _steps(page: AssetPage) -> Table:
    rows: Rows = [
        [
            row.step.get_what_display(),
            row.step.words,
            date_format(row.step.done_on),
            date_format(row.step.until) if row.step.until else "",
            row.step.by.name,
            _("yes") if row.holds else _("no"),
        ]
        for row in page.steps
    ]
    head = [_("Sort"), _("What was done"), _("On"), _("Vouched for until"), _("Attested by"), _("Holds today")]
    return Table(_("7. Measures outside Kith, attested"), head, rows)


def _incidents(items: list[Item]) -> Table:
    rows: Rows = [
        [item.title, _moment(item.created_at), _moment(item.changed_at)]
        for item in items
        if item.kind == Item.Kind.INCIDENT
    ]
    return Table(_("8. Incidents"), [_("Page"), _("Written"), _("Changed")], rows)


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
            [link.seq if link else None, _moment(event.at), event.name, who, link.hash if link else _("Not sealed yet")]
        )
    last = Checkpoint.objects.order_by("-seq").first()
    if last:
        signed = _("Signed state, key %(key)s: %(signature)s") % {"key": last.key_id, "signature": last.signature}
        rows.append([last.seq, _moment(last.at), signed, "", last.hash])
    head = [_("Place in the chain"), _("At"), _("What"), _("Who"), _("SHA-256 of the chain up to here")]
    return Table(_("9. Proof: “kith check” reads the chain anew"), head, rows)


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "Y-m-d H:i T") if at else ""
