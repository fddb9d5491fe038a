"""Teams that a directory keeps: made, named, filled, taken away. Who has not joined yet goes in when she does."""

from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.errors import Unseen
from kith.identity.actions import managing
from kith.identity.models import Membership, Team
from kith.scim import events, shapes
from kith.scim.models import Entry, Group
from kith.scim.refusals import Taken, Unfit, is_plain
from kith.scim.resources import Group as Said


@transaction.atomic
def add(said: Said, *, by: Actor) -> Group:
    """Make a team that the directory keeps; one that it took away before, and that stands empty, is kept again.

    Raises:
        Taken: there is a team of that name.
        Unfit: no name, or somebody whom the directory does not keep.
    """
    name, external_id, entries = _read(said, by)
    _check_external_id(external_id, None, by)
    held = Team.objects.filter(organisation=by.organisation, name__iexact=name).first()
    moment = clock.now()
    if held is None:
        team = managing.make_team(name, [], by=by)
        group = Group.objects.create(
            team=team,
            organisation_id=by.organisation,
            external_id=external_id,
            made_at=moment,
            changed_at=moment,
        )
    else:
        group = _again(held, external_id)
    group.entries.set(entries)
    ledger.record(events.GroupKept(by=by, owner_id=by.organisation, team_id=group.team_id))
    _fill(group, name, by)
    return group


@transaction.atomic
def change(group: Group, said: Said, *, by: Actor) -> None:
    """Name a team anew, or say anew who is in it; the caller has taken hold of it.

    Raises:
        Taken: there is another team of that name.
        Unfit: as for adding.
    """
    name, external_id, entries = _read(said, by)
    before = (group.team.name, group.external_id, {each.pk for each in group.entries.all()})
    if (name, external_id, {each.pk for each in entries}) == before:
        return
    _check_external_id(external_id, group, by)
    others = Team.objects.filter(organisation=by.organisation, name__iexact=name).exclude(pk=group.team_id)
    if others.exists():
        raise Taken(_("There is a team of that name already."))
    group.external_id = external_id
    group.version, group.changed_at = group.version + 1, clock.now()
    group.save(update_fields=["external_id", "version", "changed_at"])
    group.entries.set(entries)
    _fill(group, name, by)


@transaction.atomic
def remove(group: Group, *, by: Actor) -> None:
    """Keep a team no longer. It stays, empty: what was opened to it is open to nobody."""
    group.ended_at, group.external_id = clock.now(), ""
    group.save(update_fields=["ended_at", "external_id"])
    group.entries.clear()
    managing.change_team(group.team.uid, group.team.name, [], by=by)
    ledger.record(events.GroupLeft(by=by, owner_id=by.organisation, team_id=group.team_id))


def take(uid: str, by: Actor) -> Group:
    """Take hold of a team that the directory keeps, in the caller's transaction.

    Raises:
        Unseen: there is none.
    """
    rows = Group.objects.select_for_update().filter(team__uid=uid, organisation=by.organisation, ended_at=None)
    held = rows.values_list("pk", flat=True).first()
    if held is None:
        raise Unseen("Group")
    return shapes.groups(by.organisation).get(pk=held)


def into_teams(entry: Entry, by: Actor) -> None:
    """Let somebody who has joined into the teams that the directory gave her, and touch nobody else in them.

    The caller has taken hold of the entry, so no group takes her in meanwhile. Groups are not locked: whoever changes
    one holds it before its people.
    """
    if entry.membership is None:
        return
    rows = Group.objects.filter(entries=entry, ended_at=None).order_by("team")
    for uid in rows.values_list("team__uid", flat=True):
        managing.let_into_team(uid, entry.membership, by=by)


def _again(team: Team, external_id: str) -> Group:
    group = Group.objects.select_for_update().filter(team=team, ended_at__isnull=False).first()
    if group is None or team.members.exists():
        raise Taken(_("There is a team of that name already."))
    group.ended_at, group.external_id = None, external_id
    group.version, group.changed_at = group.version + 1, clock.now()
    group.save(update_fields=["ended_at", "external_id", "version", "changed_at"])
    return group


def _fill(group: Group, name: str, by: Actor) -> None:
    """Let the team hold those of its people who are members now: read only once nobody else writes the team."""
    Team.objects.select_for_update().get(pk=group.team_id)
    living = Membership.objects.filter(
        organisation=group.organisation_id,
        ended_at=None,
        pk__in=Entry.objects.filter(groups=group, membership__isnull=False).values("membership"),
    )
    managing.change_team(group.team.uid, name, list(living.values_list("pk", flat=True)), by=by)


def _check_external_id(external_id: str, but: Group | None, by: Actor) -> None:
    others = Group.objects.filter(organisation=by.organisation, external_id=external_id, ended_at=None)
    if external_id and others.exclude(pk=but.pk if but else 0).exists():
        raise Taken(_("A team of that externalId is kept already."))


def _read(said: Said, by: Actor) -> tuple[str, str, list[Entry]]:
    """A team's name, its id in the directory and its people.

    Raises:
        Unfit: no name, one that is too long, or somebody whom the directory does not keep.
    """
    name, external_id = (said.display_name or "").strip(), said.external_id or ""
    if not is_plain(name + external_id) or not all(is_plain(each.value or "") for each in said.members or []):
        raise Unfit(_("A text holds a letter that is kept nowhere."))
    if not name or len(name) > 120 or len(external_id) > 254:
        raise Unfit(_("A team’s name has 1 to 120 characters, its externalId at most 254."))
    wanted = {each.value or "" for each in said.members or []}
    entries = list(Entry.objects.filter(organisation=by.organisation, uid__in=wanted))
    if len(entries) < len(wanted):
        raise Unfit(_("Members are people whom this directory keeps, by their id."))
    return name, external_id, entries
