"""Sharing what is ours under an agreement, for one of its purposes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kith.access import actions as access
from kith.access.actions import Container, Subject
from kith.access.models import BasisPurpose, ContainerKind, Grant
from kith.access.reach import CEILING_BY_SUBJECT
from kith.agreements import events, heeds, locks
from kith.agreements.models import Agreement
from kith.audit import ledger
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Refused
from kith.identity import queries as identity
from kith.knowledge import locks as knowledge
from kith.knowledge import sight
from kith.knowledge.models import Item
from kith.knowledge.queries import bindings


@dataclass(frozen=True)
class Target:
    """What is to be shared: a space, an item with all below it, or one item alone."""

    kind: ContainerKind
    uid: str


@transaction.atomic
def share(
    agreement_uid: str,
    target: Target,
    subject: Subject,
    purpose_uid: str,
    *,
    by: Actor,
    use_by: date | None = None,
    until: datetime | None = None,
    joint: bool = False,
) -> Grant:
    """Open something of the actor's organisation to people of the other party.

    Args:
        until: when it closes by itself; with the agreement at the latest.
        joint: they write in it too; of a whole space only, and of one with nobody else.

    Raises:
        Refused: the subject is a stranger or no recipient, the item is above the ceiling, it is shared already, or a
            joint space is no space or joint with another partner.
    """
    agreement = locks.agreement(agreement_uid, by, "share")
    barred = heeds.barrier(agreement, by.organisation)
    if barred:
        raise Refused(barred, "agreement")
    container, item = _container(target, by)
    purpose = BasisPurpose.objects.filter(uid=purpose_uid, basis=agreement.basis).first()
    if purpose is None:
        raise Refused(_("Choose one of the agreement's purposes."), "purpose")
    _check_subject(agreement, subject, by)
    if item is not None:
        _check_level(agreement, subject, item.classification)
        _check_binding(item, subject, by)
    if joint:
        _check_joint(agreement, container, subject)
    try:
        with transaction.atomic():
            grant = access.open_outside(
                container, subject, purpose, by_person=by.person_id, use_by=use_by, until=until, joint=joint
            )
    except IntegrityError as error:
        raise Refused(_("This is shared with them under this agreement already.")) from error
    ledger.record(
        events.SharedUnder(
            by=by,
            owner_id=by.organisation,
            agreement_id=agreement.pk,
            grant_id=grant.pk,
            container_kind=container.kind.value,
            container_id=container.id,
            joint=joint,
        )
    )
    return grant


def _check_joint(agreement: Agreement, container: Container, subject: Subject) -> None:
    """See that both may write in a space from now on: both may disclose, it is a space, joint with nobody else, and not
    frozen."""
    if heeds.receivers(agreement):
        raise Refused(_("Under this agreement one side only receives. They can read here, not write."), "joint")
    if container.kind != ContainerKind.SPACE:
        raise Refused(_("Both sides write in a whole space only. Share the space, or share this for reading."), "joint")
    now = clock.now()
    given = Grant.objects.live(now).filter(joint=True, container_id=container.id).select_related("basis")
    held = [grant for grant in given if grant.holds(now)]
    if any(grant.organisation_id != subject.organisation_id for grant in held):
        raise Refused(_("This space is joint with another partner already. Open another one for them."), "joint")
    frozen = next((grant.basis for grant in held if grant.is_frozen(now)), None)
    if frozen:
        raise Refused(
            _("What was written here under “%(title)s” is frozen and open to them. Stop that first, under that one.")
            % {"title": frozen.title},
            "joint",
        )


def _container(target: Target, by: Actor) -> tuple[Container, Item | None]:
    """What is opened, and the item at its head where it has one."""
    if target.kind == ContainerKind.SPACE:
        space = knowledge.space(target.uid, by, "share")
        return Container(ContainerKind.SPACE, space.pk, space.organisation_id), None
    if target.kind not in (ContainerKind.SUBTREE, ContainerKind.ITEM):  # an item's number is no organisation's
        raise Refused(_("Share a space, a page, or a page with all below it."), "target")
    item = knowledge.item(target.uid, by, "share")
    if item.current_id is None or item.binned_at:
        raise Refused(_("A draft cannot be shared. Publish it first."))
    return Container(target.kind, item.pk, item.organisation_id), item


def _check_binding(item: Item, subject: Subject, by: Actor) -> None:
    """See that no third party's confidential knowledge goes to them with the item."""
    barred = bindings.barrier(item, subject.organisation_id, sight.of(by))
    if barred:
        raise Refused(barred)


def _check_subject(agreement: Agreement, subject: Subject, by: Actor) -> None:
    if subject.organisation_id == by.organisation_id:
        raise Refused(_("Your own people are let in on the space's page."), "subject")
    if not agreement.parties.filter(organisation=subject.organisation_id).exists():
        raise Refused(_("They are not a party of this agreement."), "subject")
    rows = agreement.recipients.filter(organisation=subject.organisation_id)
    if not rows.exists():
        raise Refused(_("The agreement lets nobody on that side in. It has to be amended first."), "subject")
    if subject.team_id and not identity.teams(subject.organisation_id).filter(pk=subject.team_id).exists():
        raise Refused(_("They have no such team."), "subject")
    if subject.person_id and not _is_recipient(agreement, subject):
        raise Refused(_("The agreement does not name this person among those who may see what is shared."), "subject")


def _is_recipient(agreement: Agreement, subject: Subject) -> bool:
    member = identity.colleagues(subject.organisation_id).filter(person=subject.person_id).first()
    if member is None:
        return False
    teams = set(member.teams.values_list("pk", flat=True))
    rows = agreement.recipients.filter(organisation=subject.organisation_id)
    return any(row.kind == "organisation" or row.person_id == subject.person_id or row.team_id in teams for row in rows)


def _check_level(agreement: Agreement, subject: Subject, level: int) -> None:
    if level == Classification.TRADE_SECRET:
        raise Refused(_("Trade secrets cannot be shared outside yet."), "target")
    if level > agreement.ceiling:
        raise Refused(
            _("This item is “%(level)s”; the agreement opens nothing above “%(ceiling)s”.")
            % {"level": Classification(level).label, "ceiling": Classification(agreement.ceiling).label},
            "target",
        )
    if level > CEILING_BY_SUBJECT[subject.kind]:
        raise Refused(_("“Restricted, named people” opens to named people or a team only. Choose whom."), "subject")


@transaction.atomic
def share_with_all(
    agreement_uid: str,
    target: Target,
    subjects: list[Subject],
    purpose_uid: str,
    *,
    by: Actor,
    use_by: date | None = None,
    joint: bool = False,
) -> list[Grant]:
    """Share with several at once: all of them or, when one is refused, none."""
    return [share(agreement_uid, target, who, purpose_uid, by=by, use_by=use_by, joint=joint) for who in subjects]
