"""Checks of what people have taken note of, of the ledger itself, and of backups."""

from django.utils.translation import gettext_lazy as _

from kith.assurance.checks.base import Check
from kith.assurance.outcome import Fault, Outcome, listed
from kith.assurance.records import Records
from kith.audit import chain
from kith.backups import queries as backups
from kith.policies import queries as policies


def _done(records: Records, *, policy: bool) -> Outcome:
    """What is asked of all, of one sort, and whether everybody has done it whose time has come."""
    rows = [row for row in policies.standing(records.organisation_id) if (row.requirement.item_id is None) != policy]
    faults = [
        Fault("requirement", row.requirement.pk, row.requirement.waits_from.date())
        for row in rows
        if row.missing and row.requirement.waits_from <= records.at
    ]
    return listed(len(rows), faults)


def _whole(records: Records) -> Outcome:
    seen, fault = chain.newest()
    return listed(seen, [Fault("ledger", fault.seq or 0)] if fault else [])


def _backups(_records: Records) -> Outcome:
    """Of this Kith's own backups; where none was ever made, somebody else may make them."""
    now = backups.standing()
    if now.newest is None:
        return Outcome(0)
    faults = [] if now.holds else [Fault("backup", now.newest.pk, now.newest.begun_at.date())]
    return listed(1, faults)


CHECKS = (
    Check(
        "policies_noted",
        _("Has everybody taken note of the policies that are asked of all?"),
        _("Policies that everybody has to take note of. A fault: the time is over, and somebody has not."),
        lambda records: _done(records, policy=True),
        "asked",
    ),
    Check(
        "people_trained",
        _("Has everybody done the training that is asked of all?"),
        _("Trainings asked of all. A fault: the time is over, and somebody has not done it, or has to do it again."),
        lambda records: _done(records, policy=False),
        "asked",
    ),
    Check(
        "ledger_whole",
        _("Is the newest part of the ledger as it was sealed?"),
        _("The newest 2,000 links of the hash chain, and all signed checkpoints. “kith check” reads the whole ledger."),
        _whole,
        "trail",
    ),
    Check(
        "backups_hold",
        _("Is there a backup of the last two days, and did the last trial hold?"),
        _(
            "Kith’s own backups. A fault: the newest is older than two days, or none was restored in the last 90 days, "
            "compared part by part, in the time that is allowed."
        ),
        _backups,
        "backups",
    ),
)
