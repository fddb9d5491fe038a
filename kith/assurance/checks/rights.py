"""Checks of the register, of days that pass, and of insurance and claims."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.checks.base import Check
from kith.assurance.outcome import Fault, Outcome, listed
from kith.assurance.records import Records
from kith.claims import heeds as claim_heeds
from kith.claims.models import Claim, Cover
from kith.deadlines.sources import SOURCES, Wanted
from kith.knowledge.queries import audience
from kith.register.models import REGISTERED, Asset, Kind

HOLDERS = 25  # people who may open a trade secret's pages; more count as a fault


def _heeded(records: Records, wanted: set[str], among_kinds: set[str] | None = None, origin: str = "") -> Outcome:
    rows = [row for row in records.assets if among_kinds is None or row.asset.kind in among_kinds]
    rows = [row for row in rows if not origin or row.asset.origin == origin]
    return listed(len(rows), [Fault("asset", row.asset.pk) for row in rows if row.keys() & wanted])


def _days(records: Records) -> Outcome:
    """Every open day of every kind that has deadlines."""
    looked, faults = 0, []
    for kind, source in SOURCES.items():
        for due in source.dues(Wanted(organisation_id=records.organisation_id)):
            looked += 1
            if due.days_left(records.at) < 0:
                faults.append(Fault(f"due:{kind}", due.about_id, due.day))
    return listed(looked, faults)


def _holders(records: Records) -> Outcome:
    secrets = [row.asset for row in records.assets if row.asset.kind == Kind.SECRET]
    pages = {item.pk: item for asset in secrets for item in asset.items.all()}
    seen = audience.of_all(list(pages.values())) if pages else {}
    wide = {pk for pk, who in seen.items() if who.count > HOLDERS}
    faults = [Fault("asset", row.pk) for row in secrets if wide & {item.pk for item in row.items.all()}]
    return listed(len(secrets), faults)


def _insured(records: Records) -> Outcome:
    rows = list(Cover.objects.filter(organisation=records.organisation_id, ended_at=None, renewed_by=None))
    return listed(len(rows), [Fault("cover", row.pk, row.ends_on) for row in rows if row.is_over])


def _claims(records: Records) -> Outcome:
    rows = Claim.objects.filter(organisation=records.organisation_id, closed_at=None)
    found = list(rows.select_related("adviser", "cover").order_by("pk"))
    return listed(len(found), [Fault("claim", row.pk, row.asserted_on) for row in found if claim_heeds.of(row)])


CHECKS = (
    Check(
        "days_kept",
        _("Has no day passed on which something had to be done?"),
        _("Fees, licences, insurance, answers, findings: each day by which something is due. A fault: it has passed."),
        _days,
        "deadlines",
    ),
    Check(
        "rights_kept",
        _("Are rights at offices kept alive?"),
        _("Patents, models, marks, designs, domains. A fault: a fee is late, a right lapsed, or no rule says when."),
        lambda records: _heeded(records, {"fee_late", "lapsed", "no_rule"}, {str(kind) for kind in REGISTERED}),
        "register",
    ),
    Check(
        "foreground_owned",
        _("Is it said whose the results of working together are?"),
        _("Assets that came out of the work together. A fault: nobody is named as owner, or the shares are not whole."),
        lambda records: _heeded(records, {"no_owner", "shares"}, origin=Asset.Origin.FOREGROUND),
        "register",
    ),
    Check(
        "secrets_kept",
        _("Are trade secrets kept like trade secrets?"),
        _("Trade secrets in the register. A fault: no custodian, value, page or measure, or a page held less closely."),
        lambda records: _heeded(
            records,
            {"no_custodian", "no_value", "no_pages", "no_steps", "marked_lower", "no_secret"},
            {Kind.SECRET},
        ),
        "register",
    ),
    Check(
        "secrets_few",
        _("Do at most 25 people know each trade secret?"),
        _("Everybody, here and at partners, who may open a page that describes it. A fault: more than 25 may."),
        _holders,
        "register",
    ),
    Check(
        "licensed",
        _("Is what belongs to others licensed today?"),
        _("Assets of third parties. A fault: no licence holds today, or one ran out."),
        lambda records: _heeded(records, {"no_licence", "licence_over"}, origin=Asset.Origin.THIRD),
        "register",
    ),
    Check(
        "open_source",
        _("Do open-source licences fit how software is passed on?"),
        _("Software in the register. A fault: nobody has looked yet, or it has to be open and is licensed out."),
        lambda records: _heeded(records, {"open_conflict", "open_unknown"}, {Kind.SOFTWARE}),
        "register",
    ),
    Check(
        "insured",
        _("Has no insurance run out unnoticed?"),
        _("Insurance that was neither renewed nor given up. A fault: its last day has passed."),
        _insured,
        "claims",
    ),
    Check(
        "claims_seen_to",
        _("Is each open claim seen to?"),
        _("Open claims. A fault: nobody advises you, the insurer was not told, or an answer is late."),
        _claims,
        "claims",
    ),
)
