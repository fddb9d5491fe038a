"""Looking after one's own account, and after teams."""

from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kith.audit import ledger
from kith.core.actor import Actor, Role
from kith.core.errors import Denied, Refused, Unseen
from kith.identity import events, kept, queries
from kith.identity.models import Membership, Organisation, Person, Team


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
        Unseen: she does not belong to it, or it opens only in sessions that were begun through its provider.
    """
    organisation = queries.organisations_of(person).filter(uid=organisation_uid).first()
    seats = queries.seats_in(person, organisation.pk, None) if organisation else []
    actor = seats[0].actor if seats else None
    if organisation is None or actor is None or actor.organisation_id != organisation.pk:
        raise Unseen("Organisation")
    ledger.record(events.ActedFor(by=actor, owner_id=actor.organisation_id, organisation_id=actor.organisation))
    return actor


@transaction.atomic
def rename_organisation(name: str, *, by: Actor) -> Organisation:
    """Give the actor's organisation another name. Agreements and receipts keep the name that was signed.

    Raises:
        Denied: she is not an owner.
        Refused: no name, or one that is too long.
    """
    if by.role is not Role.OWNER:
        raise Denied(_("Only an owner renames it."), ability="rename", kind="organisation", object_id=by.organisation)
    plain = " ".join(name.replace("\x00", "").split())
    if not plain:
        raise Refused(_("Say what it is called."), "name")
    if len(plain) > 300:
        raise Refused(_("A name has at most 300 characters; this one has %(n)s.") % {"n": len(plain)}, "name")
    organisation = Organisation.objects.select_for_update().get(pk=by.organisation)
    organisation.name = plain
    organisation.save(update_fields=["name"])
    ledger.record(events.OrganisationRenamed(by=by, owner_id=organisation.pk, organisation_id=organisation.pk))
    return organisation


@transaction.atomic
def make_team(name: str, membership_ids: list[int], *, by: Actor) -> Team:
    """Make a team of the actor's organisation.

    Raises:
        Denied: she is neither owner nor steward.
        ValidationError: there is a team of that name.
    """
    return _save_team(Team(organisation_id=by.organisation), name, membership_ids, by)


@transaction.atomic
def change_team(uid: str, name: str, membership_ids: list[int], *, by: Actor) -> Team:
    """Rename a team of the actor's organisation, or say anew who is in it. What it was shown follows at once.

    Raises:
        Unseen: there is no such team.
        Denied: she is neither owner nor steward.
        Refused: the organisation's directory keeps it, and somebody else changes it.
        ValidationError: there is another team of that name.
    """
    team = Team.objects.select_for_update().filter(uid=uid, organisation=by.organisation_id).first()
    if team is None:
        raise Unseen("Team")
    if not by.is_directory and team.pk in kept.teams(by.organisation):
        raise Refused(_("Your directory keeps this team. Change it there."))
    return _save_team(team, name, membership_ids, by)


@transaction.atomic
def let_into_team(uid: str, membership: Membership, *, by: Actor) -> None:
    """Let one member into a team that the organisation's directory keeps, as it says; the others stay as they are.

    Raises:
        Unseen: there is no such team.
        Denied: somebody else asks.
    """
    team = Team.objects.select_for_update().filter(uid=uid, organisation=by.organisation_id).first()
    if team is None or membership.organisation_id != by.organisation_id:
        raise Unseen("Team")
    if not by.is_directory:
        raise Denied(_("Only your directory does this."), ability="manage", kind="team", object_id=team.pk)
    team.members.add(membership)
    _record_team(team, by)


def _save_team(team: Team, name: str, membership_ids: list[int], by: Actor) -> Team:
    if not by.keeps:
        raise Denied(_("Owners and stewards make teams."), ability="manage", kind="team", object_id=team.pk)
    team.name = name.strip()
    team.full_clean()
    team.save()
    members = queries.colleagues(by.organisation).filter(pk__in=membership_ids)
    team.members.set(members)
    _record_team(team, by)
    return team


def _record_team(team: Team, by: Actor) -> None:
    ids = tuple(sorted(team.members.values_list("pk", flat=True)))
    ledger.record(events.TeamChanged(by=by, owner_id=by.organisation_id, team_id=team.pk, membership_ids=ids))
