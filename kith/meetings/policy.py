"""Who may do what in committees and meetings. Partners and other colleagues see nothing of them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kith.access.policy import NEVER, Policy
from kith.core import clock
from kith.core.actor import Actor, Role
from kith.meetings.models import Attendance, Ballot, Bar, Committee, Meeting, Seat


class CommitteePolicy(Policy[Committee]):
    """Who may do what with a committee."""

    model = Committee
    refusals = {
        "run": _("Owners and stewards of your organisation decide who sits in an open committee, and how it decides."),
        "call": _("Whoever chairs the committee calls its meetings and puts questions to it, or an owner or steward."),
        "propose": _("Members of the committee propose this, while it is open."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Its members, and the keepers and auditors of its organisation."""
        if not actor.present:
            return NEVER
        own = Q(organisation=actor.organisation_id)
        return own if reads(actor) else own & Q(pk__in=sits(actor))

    def may_run(self, actor: Actor) -> Q:
        """Keepers, while it is open."""
        return Q(organisation=actor.organisation_id, closed_at=None) if actor.keeps else NEVER

    def may_call(self, actor: Actor) -> Q:
        """Keepers, and who chairs it, while it is open."""
        return may_lead(actor) & Q(closed_at=None)

    def may_propose(self, actor: Actor) -> Q:
        """Keepers and members, while it is open."""
        return takes_part(actor) & Q(closed_at=None)


class MeetingPolicy(Policy[Meeting]):
    """Who may do what with a meeting."""

    model = Meeting
    refusals = {
        "run": _("Whoever chairs the committee moves or cancels a meeting, or an owner or steward, until it was held."),
        "propose": _("Members of the committee propose points until the meeting was held."),
        "record": _(
            "Members of the committee write the minutes, from the hour of the meeting until they are approved."
        ),
        "approve": _("Minutes are approved once, by somebody else than the one who wrote them."),
    }

    def may_see(self, actor: Actor) -> Q:
        """Whoever may see its committee."""
        return Q(committee__in=committees.scope(actor).values("pk"))

    def may_run(self, actor: Actor) -> Q:
        """Keepers and who chairs its committee, until it was held or cancelled."""
        return self._of(may_lead(actor)) & Q(held_at=None, cancelled_at=None)

    def may_propose(self, actor: Actor) -> Q:
        """Keepers and members, until it was held or cancelled."""
        return self._of(takes_part(actor)) & Q(held_at=None, cancelled_at=None)

    def may_record(self, actor: Actor) -> Q:
        """Keepers and members, from its hour until the minutes are approved."""
        return self._of(takes_part(actor)) & Q(cancelled_at=None, approved_at=None, starts_at__lte=clock.now())

    def may_approve(self, actor: Actor) -> Q:
        """Keepers and members, once: not who wrote them last, unless no other member is left."""
        others = Seat.objects.live().exclude(person=actor.person_id).values("committee")
        hers = Q(written_by=actor.person_id)
        waits = Q(held_at__isnull=False, approved_at=None, cancelled_at=None)
        return self._of(takes_part(actor)) & waits & (~hers | ~Q(committee__in=others))

    def _of(self, committee: Q) -> Q:
        return Q(committee__in=Committee.objects.filter(committee).values("pk"))


class BallotPolicy(Policy[Ballot]):
    """Who may do what with a question that is put to the vote."""

    model = Ballot
    refusals = {
        "vote": _("Members of the committee vote, while the question is open and nothing bars them."),
        "declare": _("Members of the committee say so before the question is closed, once."),
        "close": _(
            "Whoever chairs the committee closes a question, once. An owner or steward does when the chair has no vote"
            " in it or is not there, or when its last day is over."
        ),
    }

    def may_see(self, actor: Actor) -> Q:
        """Whoever may see its committee."""
        return Q(committee__in=committees.scope(actor).values("pk"))

    def may_vote(self, actor: Actor) -> Q:
        """Members, while it is open and its last day is not over: not those who are barred from it."""
        in_time = Q(closes_at=None) | Q(closes_at__gt=clock.now())
        return self.may_declare(actor) & in_time

    def may_declare(self, actor: Actor) -> Q:
        """Members who are not barred from it, until it is closed: say that she has an interest of her own."""
        if not actor.present:
            return NEVER
        barred = Bar.objects.filter(ballot=OuterRef("pk"), person=actor.person_id)
        return Q(committee__in=sits(actor), closed_at=None) & ~Q(Exists(barred))

    def may_close(self, actor: Actor) -> Q:
        """Who chairs the committee. A keeper, when the chair is barred, gone or not at the meeting, or in overtime."""
        if not actor.present:
            return NEVER
        chairs = Q(committee__in=sits(actor).filter(chairs=True))
        who = chairs
        if actor.keeps:
            own = Q(committee__in=Committee.objects.filter(organisation=actor.organisation_id).values("pk"))
            who = chairs | (own & (~Q(Exists(_able_chair())) | Q(closes_at__lte=clock.now())))
        return who & Q(closed_at=None)


def _able_chair() -> "QuerySet[Seat]":
    """The chair of a question's committee who can close it: barred from nothing, and not missing at its meeting."""
    bars = Bar.objects.filter(ballot=OuterRef(OuterRef("pk")), person=OuterRef("person"))
    missing = Attendance.objects.filter(meeting=OuterRef(OuterRef("meeting")), person=OuterRef("person")).exclude(
        was=Attendance.Was.PRESENT
    )
    seats = Seat.objects.live().filter(committee=OuterRef("committee"), chairs=True)
    return seats.exclude(Exists(bars)).exclude(Exists(missing))


def sits(actor: Actor) -> "QuerySet[Seat, Any]":
    """The committees in which somebody sits, acting for the organisation whose they are."""
    rows = Seat.objects.live().filter(person=actor.person_id, organisation=actor.organisation_id)
    return rows.order_by().values("committee")


def reads(actor: Actor) -> bool:
    """Whether she sees all committees of her organisation: owners, stewards and auditors do."""
    return actor.keeps or actor.role is Role.AUDITOR


def may_lead(actor: Actor) -> Q:
    """The committees that somebody chairs; a keeper leads all of her organisation's."""
    if not actor.present:
        return NEVER
    if actor.keeps:
        return Q(organisation=actor.organisation_id)
    return Q(pk__in=sits(actor).filter(chairs=True))


def takes_part(actor: Actor) -> Q:
    """The committees in which somebody sits; a keeper takes part in all of her organisation's."""
    if not actor.present:
        return NEVER
    return Q(organisation=actor.organisation_id) if actor.keeps else Q(pk__in=sits(actor))


committees = CommitteePolicy()
meetings = MeetingPolicy()
ballots = BallotPolicy()
