"""Looking after one's own account, and after teams."""

from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core.actor import Actor
from kith.core.errors import Denied, Refused, Unseen
from kith.identity import events, queries
from kith.identity.models import Person, Team


@transaction.atomic
def change_person(person: Person, *, name: str, locale: str, zone: str) -> Person:
    """Change what somebody says of herself.

    Raises:
        Refused: no name, or a language or time zone that Kith does not know.
    """
    if not name.strip():
        raise Refused(_("Say what you are called."), "name")
    if locale not in dict(settings.LANGUAGES):
        raise Refused(_("Kith does not speak this language yet."), "locale")
    if zone not in available_timezones():
        raise Refused(_("Kith does not know this time zone."), "zone")
    person.name, person.locale, person.zone = name.strip()[:300], locale, zone
    person.save(update_fields=["name", "locale", "zone"])
    by = queries.actor_for(person)
    ledger.record(events.PersonChanged(by=by or Actor(person.pk, None), person_id=person.pk))
    return person


@transaction.atomic
def act_for(person: Person, organisation_uid: str) -> Actor:
    """The actor that somebody is for another of her organisations.

    Raises:
        Unseen: she does not belong to it.
    """
    organisation = queries.organisations_of(person).filter(uid=organisation_uid).first()
    actor = queries.actor_for(person, organisation.pk) if organisation else None
    if actor is None:
        raise Unseen("Organisation")
    ledger.record(events.ActedFor(by=actor, owner_id=actor.organisation_id, organisation_id=actor.organisation))
    return actor


@transaction.atomic
def make_team(name: str, membership_ids: list[int], *, by: Actor) -> Team:
    """Make a team of the actor's organisation.

    Raises:
        Denied: she is neither owner nor steward.
        ValidationError: there is a team of that name.
    """
    if not by.keeps:
        raise Denied(_("Owners and stewards make teams."), ability="manage", kind="team", object_id=None)
    team = Team(organisation_id=by.organisation, name=name.strip())
    team.full_clean()
    team.save()
    members = queries.colleagues(by.organisation).filter(pk__in=membership_ids)
    team.members.set(members)
    ledger.record(
        events.TeamChanged(
            by=by,
            owner_id=by.organisation_id,
            team_id=team.pk,
            membership_ids=tuple(sorted(members.values_list("pk", flat=True))),
        )
    )
    return team
