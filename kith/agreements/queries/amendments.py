"""What an amendment changes: its terms beside the ones it replaces, and who would see what else than now."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kith.agreements import bases, texts
from kith.agreements.models import Agreement
from kith.agreements.queries.changes import Change
from kith.agreements.terms import catalogue
from kith.core import clock
from kith.core.actor import Actor


@dataclass(frozen=True)
class TermChange:
    """One term that an amendment changes, in words."""

    label: str | Promise
    before: str
    after: str


def term_changes(agreement: Agreement) -> list[TermChange]:
    """The terms in which an amendment differs from what it amends; none for another agreement."""
    if agreement.amends is None:
        return []
    before, after = _terms(agreement.amends), _terms(agreement)
    labels = dict.fromkeys([*before, *after])
    pairs = [(label, before.get(label, "–"), after.get(label, "–")) for label in labels]
    return [TermChange(label, old, new) for label, old, new in pairs if old != new]


def _terms(agreement: Agreement) -> dict[str | Promise, str]:
    def label(name: str) -> str | Promise:
        words: str | Promise = Agreement._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        return words

    recipients = agreement.recipients.select_related("organisation", "person", "team").order_by("organisation", "pk")
    names = texts.names_of(agreement)
    further = {
        term.label: term.shape.words(agreement.further[term.key], names) if term.key in agreement.further else "–"
        for term in catalogue.of(agreement.kind)
    }
    return {
        label("title"): agreement.title,
        label("kind"): agreement.get_kind_display(),
        label("ceiling"): agreement.get_ceiling_display(),
        _("What the knowledge may be used for"): "; ".join(row.text for row in agreement.purposes.order_by("pk")),
        _("Who may see it"): "; ".join(sorted(texts.recipient_words(row) for row in recipients)),
        label("ends_on"): formats.date_format(agreement.ends_on, "j F Y"),
        label("zone"): agreement.zone,
        label("end_rule"): agreement.get_end_rule_display(),
        label("survival_months"): str(agreement.survival_months),
        label("notice_days"): str(agreement.notice_days),
        label("renewal_months"): str(agreement.renewal_months),
        **further,
    }


def effect(agreement: Agreement, by: Actor) -> list[Change]:
    """Who would see what else than now, if all had signed this moment. For keepers: it names what is theirs.

    It is done for real and taken back in the same transaction, so that the preview cannot differ from the deed.
    """
    amended = agreement.amends
    if amended is None or agreement.basis or not by.keeps or not amended.is_open(clock.now()):
        return []
    with transaction.atomic():
        done = bases.replace(agreement, amended, by_person=by.person_id)
        transaction.set_rollback(True)
    amended.refresh_from_db()
    return done.changes
