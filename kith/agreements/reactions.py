"""When something was shared or waits for a signature, whom it concerns hears that something waits.

What holds is asked again when the mail goes out, not when it was queued: who was shut out in between hears nothing.
"""

import json

from kith.access import why
from kith.access.models import Grant
from kith.access.why import Rule
from kith.agreements import codes, events, mails, policy, tasks
from kith.agreements.models import Agreement
from kith.audit import outbox
from kith.audit.models import Event
from kith.core import clock
from kith.core.classification import Classification
from kith.identity import queries as identity
from kith.identity.models import Organisation, Person


def tell_of_share(event: Event) -> None:
    """Tell the people whom a grant lets in now."""
    grant = Grant.objects.filter(pk=json.loads(event.data)["grant_id"]).first()
    if grant is None or grant.organisation_id == grant.owner_id:
        return
    people = [
        member.person
        for member in identity.colleagues(grant.organisation_id)
        if _lets_in(grant, member.person, grant.organisation_id)
    ]
    mails.something_waits(people, Organisation.objects.get(pk=grant.owner_id).name)


def _lets_in(grant: Grant, person: Person, organisation_id: int) -> bool:
    actor = identity.actor_for(person, organisation_id)
    if actor is None:
        return False
    reason = why.shut(grant, actor, Classification.PUBLIC, clock.now())
    return reason is None or reason.rule is Rule.BASIS_DUTIES  # she hears of it, and takes note of her duties first


def tell_of_signature(event: Event) -> None:
    """Tell the signatories who may sign now, but not the one who sent it out."""
    agreement = Agreement.objects.filter(pk=event.object_id or 0).first()
    if agreement is None:
        return
    for party in agreement.parties.select_related("signatory", "organisation"):
        actor = identity.actor_for(party.signatory, party.organisation_id)
        if actor and actor.person_id != event.person_id and policy.agreements.can(actor, "sign", agreement):
            mails.something_waits([party.signatory], agreement.drafted_for.name)


def mail_code(event: Event) -> None:
    """Send a signing code that was asked for."""
    codes.mail(json.loads(event.data)["code_id"])


def make_paper(event: Event) -> None:
    """Have the signed copy made of an agreement that all have signed: by a task, for it takes a second or two."""
    tasks.make_paper.enqueue(json.loads(event.data)["agreement_id"])


def listen() -> None:
    """Register with the outbox."""
    outbox.on(events.SharedUnder, tell_of_share)
    outbox.on(events.AgreementSentOut, tell_of_signature)
    outbox.on(events.SigningCodeAsked, mail_code)
    outbox.on(events.BasisLaid, make_paper)
    outbox.on(events.AmendmentTookEffect, make_paper)
