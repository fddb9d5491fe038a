"""Drafting an agreement and sending it out for signature."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kith.access.actions import Subject
from kith.agreements import events, heeds, locks, texts
from kith.agreements.actions import negotiating
from kith.agreements.models import Agreement, Party, Purpose, Recipient, Revision
from kith.agreements.terms import catalogue
from kith.audit import ledger
from kith.core import clock, plain
from kith.core.actor import Actor
from kith.core.classification import HIGHEST_OUTSIDE
from kith.core.errors import Refused, Unseen
from kith.identity import queries as identity
from kith.identity.models import Organisation
from kith.partnerships import policy as partnerships
from kith.partnerships.models import Partnership

LONGEST, LONGEST_OFFICE = 300, 120  # letters of a title or purpose, and of a capacity
PLAIN = (  # terms that are kept as they are given
    *("kind", "ceiling", "starts_on", "ends_on", "zone", "end_rule"),
    *("survival_months", "notice_days", "renewal_months"),
)
LEAST_NOTICE = 7  # days in which a renewal can be declined, and a server that stands still can catch up
OVERTAKEN = _("What this amends has ended or was amended since. Draft a new agreement instead.")


@dataclass(frozen=True)
class Signatory:
    """Who signs for a party, and in which capacity."""

    organisation_id: int
    person_id: int
    authority: str = ""


@dataclass(frozen=True)
class Draft:
    """The terms of an agreement."""

    kind: str
    title: str
    ceiling: int
    starts_on: date
    ends_on: date
    zone: str
    end_rule: str
    purposes: tuple[str, ...]
    recipients: tuple[Subject, ...]
    signatories: tuple[Signatory, ...]
    survival_months: int = 60
    notice_days: int = 30
    renewal_months: int = 0
    further: Mapping[str, Any] | None = None  # values of the type's terms; None: as a new draft of the type begins


@transaction.atomic
def draft(partnership_uid: str, terms: Draft, *, by: Actor) -> Agreement:
    """Write the draft of an agreement between the two sides of a partnership.

    Raises:
        Refused: with the field and the sentence, when a term is missing or cannot be.
    """
    partnership = Partnership.objects.filter(uid=partnership_uid).first()
    if partnership is None:
        raise Unseen("Partnership")
    partnerships.partnerships.require(by, "run", partnership)
    agreement = begin(partnership, terms, by=by)
    ledger.record(events.AgreementDrafted(by=by, owner_id=by.organisation, agreement_id=agreement.pk))
    return agreement


def begin(partnership: Partnership, terms: Draft, *, by: Actor, amends: Agreement | None = None) -> Agreement:
    """Write a new draft down, in the caller's transaction, which also records it.

    An amendment keeps the first day of what it amends: it takes effect when both have signed, not on a day it names.
    """
    terms = replace(terms, starts_on=amends.starts_on) if amends else terms
    _check(terms, partnership, by.organisation)
    agreement = Agreement(
        partnership=partnership,
        drafted_by_id=by.person,
        drafted_for_id=by.organisation,
        drafted_at=clock.now(),
        amends=amends,
    )
    _write(agreement, terms)
    _keep(agreement, by)
    return agreement


class TermsChanged(Refused):
    """Somebody else changed the terms in the meantime."""


CHANGED = _("Somebody changed the terms while you wrote. Look at what changed; saving again puts yours in its place.")


@transaction.atomic
def redraft(uid: str, terms: Draft, *, by: Actor, based_on: int | None = None) -> Agreement:
    """Replace the terms of a draft.

    Args:
        based_on: the number of the revision that the terms were written from; it must still be the newest.

    Raises:
        TermsChanged: the terms were changed since.
        Refused: a term is missing or cannot be.
    """
    agreement = locks.agreement(uid, by, "change")
    newest = agreement.revisions.order_by("-number").first()
    if newest and based_on is not None and newest.number != based_on:
        raise TermsChanged(CHANGED)
    terms = replace(terms, starts_on=agreement.amends.starts_on) if agreement.amends else terms
    _check(terms, agreement.partnership, agreement.drafted_for_id)
    agreement.parties.all().delete()
    agreement.purposes.all().delete()
    agreement.recipients.all().delete()
    _write(agreement, terms)
    if _keep(agreement, by):
        ledger.record(events.AgreementDrafted(by=by, owner_id=by.organisation, agreement_id=agreement.pk))
        negotiating.tell(agreement, by)
    return agreement


def _keep(agreement: Agreement, by: Actor) -> bool:
    """Keep the text as it stands now as a revision, if it says something else than the newest; whether it did."""
    text = texts.write(agreement)
    newest = agreement.revisions.order_by("-number").first()
    if newest and newest.text == text:
        return False
    Revision.objects.create(
        agreement=agreement,
        number=newest.number + 1 if newest else 1,
        text=text,
        private=agreement.shown_at is None,
        written_at=clock.now(),
        written_by_id=by.person,
        written_for_id=by.organisation,
    )
    return True


def _check(terms: Draft, partnership: Partnership, drafter: int) -> None:
    sides = {partnership.first_id, partnership.second_id}
    parties = {row.organisation_id for row in terms.signatories}
    for wrong, field_, sentence in (
        (not terms.title.strip(), "title", _("Give the agreement a title.")),
        (terms.ends_on < terms.starts_on, "ends_on", _("The last day lies before the first day.")),
        (terms.zone not in available_timezones(), "zone", _("Kith does not know this time zone.")),
        (len(terms.title) > LONGEST, "title", _("A title has 300 letters at most.")),
        (
            any(len(row.authority) > LONGEST_OFFICE for row in terms.signatories),
            None,
            _("A capacity has 120 letters at most."),
        ),
        (any(len(text) > LONGEST for text in terms.purposes), "purposes", _("A purpose has 300 letters at most.")),
        (
            not any(p.strip() for p in terms.purposes),
            "purposes",
            _("Say at least one thing the knowledge may be used for."),
        ),
        (not terms.end_rule, "end_rule", _("Say what happens to copies at the end.")),
        (
            terms.ceiling > HIGHEST_OUTSIDE,
            "ceiling",
            _("Trade secrets cannot be shared outside yet. The highest an agreement can open is “Restricted”."),
        ),
        (
            not sides <= parties or len(parties) != len(terms.signatories),
            "signatories",
            _("Both sides are parties: name one person on each side who signs."),
        ),
        (
            not _are_partners(drafter, parties - sides),
            "signatories",
            _("Further parties must be partners of the side that drafts the agreement."),
        ),
        (
            terms.renewal_months > 0 and terms.notice_days < LEAST_NOTICE,
            "notice_days",
            _("It renews by itself: give each side at least 7 days to say no."),
        ),
        (not terms.recipients, "recipients", _("Say who may see what is shared.")),
        (
            not {row.organisation_id for row in terms.recipients} <= parties,
            "recipients",
            _("Only people of the parties can be let in."),
        ),
    ):
        if wrong:
            raise Refused(sentence, field_)
    _check_people(terms)


def _are_partners(drafter: int, further: set[int]) -> bool:
    rows = Partnership.objects.filter(Q(first=drafter) | Q(second=drafter)).values_list("first", "second")
    return further <= {pk for pair in rows for pk in pair}


def _check_people(terms: Draft) -> None:
    for row in terms.signatories:
        if not identity.belongs(row.person_id, row.organisation_id):
            raise Refused(_("A signatory must belong to the organisation she signs for."), "signatories")
    for who in terms.recipients:
        if who.person_id and not identity.belongs(who.person_id, who.organisation_id):
            raise Refused(_("A named person must belong to one of the parties."), "recipients")
        if who.team_id and not identity.teams(who.organisation_id).filter(pk=who.team_id).exists():
            raise Refused(_("A named team must belong to one of the parties."), "recipients")


def _names(terms: Draft) -> dict[int, str]:
    found = Organisation.objects.filter(pk__in=[row.organisation_id for row in terms.signatories])
    return dict(found.order_by("name").values_list("pk", "name"))


def _write(agreement: Agreement, terms: Draft) -> None:
    for name in PLAIN:
        setattr(agreement, name, getattr(terms, name))
    agreement.title = plain.line(terms.title)
    given = catalogue.start(terms.kind) if terms.further is None else terms.further
    agreement.further = catalogue.clean(terms.kind, given, _names(terms))
    agreement.save()
    Party.objects.bulk_create(
        [
            Party(
                agreement=agreement,
                organisation_id=row.organisation_id,
                signatory_id=row.person_id,
                authority=plain.line(row.authority),
            )
            for row in terms.signatories
        ]
    )
    purposes = dict.fromkeys(line for text in terms.purposes if (line := plain.line(text)))  # each once
    Purpose.objects.bulk_create([Purpose(agreement=agreement, text=text) for text in purposes])
    Recipient.objects.bulk_create(
        [
            Recipient(
                agreement=agreement,
                organisation_id=who.organisation_id,
                kind=who.kind,
                team_id=who.team_id,
                person_id=who.person_id,
            )
            for who in terms.recipients
        ]
    )


@transaction.atomic
def send_out(uid: str, *, by: Actor) -> Agreement:
    """Fix the text and put it before the signatories."""
    agreement = locks.agreement(uid, by, "change")
    if agreement.amends and not agreement.amends.is_open(clock.now()):
        raise Refused(OVERTAKEN)
    heeds.stop(agreement)
    agreement.text = texts.write(agreement)
    agreement.text_sha256 = texts.fingerprint(agreement.text)
    agreement.sent_at = clock.now()
    agreement.save(update_fields=["text", "text_sha256", "sent_at"])
    negotiating.lay_open(agreement)
    ledger.record(
        events.AgreementSentOut(
            by=by,
            owner_id=agreement.drafted_for_id,
            agreement_id=agreement.pk,
            text_sha256=agreement.text_sha256,
        )
    )
    return agreement


@transaction.atomic
def take_back(uid: str, *, by: Actor) -> Agreement:
    """Put an agreement that is out for signature back into review, so that its terms can change.

    Signatures stay where they are: they name the text they were given for, and count for no other.
    """
    agreement = locks.agreement(uid, by, "take_back")
    agreement.sent_at, agreement.text, agreement.text_sha256 = None, "", ""
    agreement.save(update_fields=["sent_at", "text", "text_sha256"])
    ledger.record(events.AgreementTakenBack(by=by, owner_id=agreement.drafted_for_id, agreement_id=agreement.pk))
    return agreement
