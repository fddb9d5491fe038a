"""What follows from what a directory says: an invitation, a membership bound, ended or taken up again."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.core.errors import Refused
from kith.identity.actions import inviting, joining, leaving
from kith.identity.actions.inviting import Guest
from kith.identity.models import Invitation, Membership
from kith.scim import directories, events
from kith.scim.actions import teams
from kith.scim.models import Entry
from kith.scim.refusals import Taken

DAY = timedelta(days=1)
A_DAY = 3  # invitations for one entry, and for one address


@transaction.atomic
def settle(entry: Entry, by: Actor, *, role_before: str | None = None, fresh: bool = False) -> None:
    """Bring about what an entry says. Asked again it changes nothing.

    A fresh one that says that somebody is not active ends the colleague of that address, as a change would.

    Raises:
        Denied: an owner was to be ended.
        Taken: her membership is kept under another entry.
        Refused: she was invited too often today, or her account was erased.
    """
    if entry.membership is None and (entry.wanted or fresh) and entry.email:
        _find(entry, by)
    if entry.membership is not None:
        _settle_member(entry, entry.membership, by, role_before)
    elif entry.wanted and entry.email:
        _invite(entry, by)
    else:
        _uninvite(entry, by)


def joined(membership: Membership) -> None:
    """Bind whoever has just joined to the entry that awaits her, in the transaction in which she joins."""
    if directories.living(membership.organisation_id) is None:
        return
    entry = (
        Entry.objects.select_for_update()
        .filter(
            organisation=membership.organisation_id,
            email=membership.person.email.lower(),
            membership=None,
        )
        .exclude(active=False)
        .first()
    )
    if entry is not None and not Entry.objects.filter(membership=membership).exists():
        _bind(entry, membership, directories.actor(membership.organisation_id))


def _find(entry: Entry, by: Actor) -> None:
    """Bind an entry to the organisation's own member of that address.

    Who left it before is not bound: she is invited like anybody else, and agrees anew or does not.
    """
    found = (
        Membership.objects.select_related("person")
        .filter(organisation=by.organisation, person__email__iexact=entry.email)
        .first()
    )
    if found is None:
        return
    if Entry.objects.filter(membership=found).exclude(pk=entry.pk).exists():
        raise Taken(_("Somebody of that address is kept already."))
    if found.ended_at is None:
        _uninvite(entry, by)
        _bind(entry, found, by)


def _bind(entry: Entry, membership: Membership, by: Actor) -> None:
    entry.membership = membership
    entry.version, entry.changed_at = entry.version + 1, clock.now()
    entry.save(update_fields=["membership", "version", "changed_at"])
    ledger.record(
        events.EntryBound(by=by, owner_id=entry.organisation_id, entry_id=entry.pk, membership_id=membership.pk)
    )
    teams.into_teams(entry, by)


def _settle_member(entry: Entry, membership: Membership, by: Actor, role_before: str | None) -> None:
    living = membership.ended_at is None
    if not entry.wanted:
        if living:
            entry.membership = leaving.deactivate(membership.pk, by=by)
        return
    if not living:
        membership = joining.join(membership.person, membership.organisation, _role_again(entry, membership), by=by)
        entry.membership = membership
        teams.into_teams(entry, by)
    elif role_before is not None and entry.role not in {"", role_before, membership.role} and not _owns(membership):
        entry.membership = leaving.change_role(membership.pk, Role(entry.role), by=by)


def _owns(membership: Membership) -> bool:
    return membership.role == Role.OWNER.value


def _role_again(entry: Entry, membership: Membership) -> Role:
    """The role in which somebody comes back: the directory's word, else her old one, but no keeper's."""
    old = Role(membership.role)
    return Role(entry.role) if entry.role else Role.MEMBER if old.keeps else old


def _invite(entry: Entry, by: Actor) -> None:
    """Invite her, unless an invitation to that address is open: that one follows. One that has run out is sent anew.

    Raises:
        Refused: she was invited too often today.
    """
    role = Role(entry.role or Role.MEMBER.value)
    held = entry.invitation
    if held and held.is_open(clock.now()) and held.email == entry.email:
        if (held.role, held.name) != (role.value, entry.called[:300]):
            entry.invitation = inviting.amend(held.uid, Guest(entry.email, entry.called), role, by=by)
        return
    _count(entry, by)
    _uninvite(entry, by)
    joining.wake(entry.email, by=by)
    entry.invitation = inviting.invite_colleague(Guest(entry.email, entry.called), role, by=by).invitation
    entry.save(update_fields=["invitation", "invited_from", "invited_times"])


def _count(entry: Entry, by: Actor) -> None:
    """Count one more invitation, for the entry and for its address: an entry can be deleted and added again.

    Raises:
        Refused: there were three within a day.
    """
    moment = clock.now()
    if entry.invited_from is None or entry.invited_from <= moment - DAY:
        entry.invited_from, entry.invited_times = moment, 0
    entry.invited_times += 1
    mails = Invitation.objects.filter(
        inviting=by.organisation, invited_by=None, email=entry.email, sent_at__gt=moment - DAY
    )
    if entry.invited_times > A_DAY or mails.count() >= A_DAY:
        raise Refused(_("She was invited three times today. Try again tomorrow."))


def _uninvite(entry: Entry, by: Actor) -> None:
    held = entry.invitation
    if held is not None and held.accepted_at is None and held.withdrawn_at is None:
        inviting.withdraw(held.uid, by=by)
        held.withdrawn_at = clock.now()
