"""Why somebody sees an item or does not: asked by the owner's people, told in sentences with what to do about it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.access import why
from kith.access.models import Grant, Requirement
from kith.access.reach import Door
from kith.access.why import Rule, Shut
from kith.core import clock
from kith.core.actor import Actor
from kith.core.classification import Classification
from kith.core.errors import Unseen
from kith.identity import queries as identity
from kith.identity import steps
from kith.identity.models import Membership
from kith.knowledge import policy, sight
from kith.knowledge.models import AccessRequest, Item
from kith.knowledge.queries import audience, bindings, items
from kith.knowledge.queries.audience import Under
from kith.partnerships import queries as partnerships
from kith.ui.times import day

MOST = 12  # grants that are told of, the newest first


@dataclass(frozen=True)
class Answer:
    """Whether somebody may read an item, and the sentences that say why."""

    member: Membership
    sees: bool
    sentences: list[str]
    hinges: bool = False  # on a second step: of a partner's people nobody here learns who has one


@dataclass(frozen=True)
class WhyPage:
    """The question about one item: whom it can be asked about, and the answer when somebody was named."""

    item: Item
    people: list[Membership]
    answer: Answer | None


def page(uid: str, member_id: str, by: Actor) -> WhyPage:
    """Why a colleague, or somebody of a partner, sees an item or does not.

    Raises:
        Unseen: no such item whose people the actor is one of, or nobody of that id among those she may ask about.
    """
    item = items.find(uid, sight.of(by))
    if not policy.items.can(by, "govern", item):
        raise Unseen("Item")
    people = _people(item, by)
    if not member_id:
        return WhyPage(item, people, None)
    member = next((row for row in people if str(row.pk) == member_id), None)
    if member is None:
        raise Unseen("Membership")
    return WhyPage(item, people, of(item, member, by))


def _people(item: Item, by: Actor) -> list[Membership]:
    """One's own people and those who asked for this item; for keepers, who deal with partners, all of the partners'."""
    firms = [by.organisation]
    if by.keeps:
        firms += [partnerships.partner_of(row, by).pk for row in partnerships.of(by)]
    asked = AccessRequest.objects.filter(
        item=item, person=OuterRef("person"), organisation=OuterRef("organisation"), answered_at=None
    )
    rows = Membership.objects.filter(Q(organisation__in=firms) | Exists(asked), ended_at=None, person__is_active=True)
    return sorted(
        rows.select_related("person", "organisation"),
        key=lambda row: (row.organisation_id != by.organisation, row.organisation.name, row.person.name),
    )


def of(item: Item, member: Membership, by: Actor) -> Answer:
    """Whether somebody may read an item's current text now, and why, as far as the actor may know it."""
    seats = identity.seats_of(member.person)
    seat = next((each for each in seats if each.actor.organisation_id == member.organisation_id), None)
    if seat is None:
        return Answer(member, sees=False, sentences=[_("Not one of that organisation’s people any more.")])
    who = seat.actor
    if seat.waits and who.organisation_id == item.organisation_id:
        words = _("A second step at sign-in is asked of %(who)s here. Nothing opens to her before hers is set up.")
        return Answer(member, sees=False, sentences=[words % {"who": member.person.name}])
    if _is_asked(item, who):
        return _of_an_asked_firm(item, who, member, by)
    sees = policy.items.can(who, "see", item)
    sentences = _reasons_for(item, who, member) if sees else _reasons_against(item, who, member, by)
    return Answer(member, sees, list(dict.fromkeys(sentences)))


def _is_asked(item: Item, who: Actor) -> bool:
    """Whether a second step is asked of the people of somebody's firm before anything of the owner's opens."""
    return steps.asked_of_partner(item.organisation_id, who.organisation).exists()


def _of_an_asked_firm(item: Item, who: Actor, member: Membership, by: Actor) -> Answer:
    """The same for whoever of that firm has a second step and whoever has none: who does is the firm's to know."""
    moment = clock.now()
    open_ = [grant for grant in _given(item, who) if why.shut(grant, who, item.classification, moment) is None]
    shows = item.binned_at is None and item.current_id is not None
    if not (shows and open_) or bindings.barrier(item, who.organisation, sight.of(by)) or _waits(who):
        against = _reasons_against(item, who, member, by)
        return Answer(member, sees=False, sentences=list(dict.fromkeys(against)))
    titles = [grant.basis.title for grant in open_ if grant.basis]
    said = [_("It is open under %(title)s.") % {"title": title} for title in dict.fromkeys(titles)]
    said.append(_asked(member))
    said.append(_("Who of them has one is for %(firm)s to know.") % {"firm": member.organisation.name})
    return Answer(member, sees=False, sentences=said, hinges=True)


def _asked(member: Membership) -> str:
    words = _("A second step at sign-in is asked of the people of %(firm)s. Whoever has none sees nothing of ours.")
    return words % {"firm": member.organisation.name}


def _reasons_for(item: Item, who: Actor, member: Membership) -> list[str]:
    said = []
    if who.organisation_id == item.organisation_id:
        if item.owner_id == who.person_id:
            said.append(_("%(who)s owns it.") % {"who": member.person.name})
        if who.keeps:
            said.append(_("Owners and stewards see everything of their own organisation."))
    for door in sight.of(who).doors_to(item):
        if door.outside:
            said.append(_under(door))
        elif door.grant_id:
            said.append(_("It was opened inside the organisation."))
    return said


def _under(door: Door) -> str:
    if door.closes_at is None:
        words = _("%(title)s is over; what both sides wrote together stays readable to both.")
    elif door.joint:
        words = _("Both sides write in its space under %(title)s, until %(day)s.")
    else:
        words = _("It is open under %(title)s, until %(day)s.")
    return words % {"title": door.basis_title, "day": day(Under.of(door).last)}


def _reasons_against(item: Item, who: Actor, member: Membership, by: Actor) -> list[str]:
    if item.binned_at:
        return [_("It is in the bin. Take it back first.")]
    if item.current_id is None:
        return [_("It is not published yet: only those who write it see a draft.")]
    moment = clock.now()
    refusals = [why.shut(grant, who, item.classification, moment) for grant in _given(item, who)[:MOST]]
    outside = who.organisation_id != item.organisation_id
    if None in refusals and outside and (said := _reasons_behind_an_open_door(item, who, member, by)):
        return said
    # A share with somebody else that is over tells nothing about her.
    told = [row for row in refusals if row and (row.rule is not Rule.NAMED or why.stands(row.grant, moment))]
    if not told:
        return [
            _("Nobody opened it to %(who)s: neither it, nor a page above it, nor its space.")
            % {"who": member.person.name}
            if not outside
            else _("It is not shared with %(firm)s.") % {"firm": member.organisation.name}
        ]
    return [_sentence(refusal, item, member) for refusal in told]


def _reasons_behind_an_open_door(item: Item, who: Actor, member: Membership, by: Actor) -> list[str]:
    """Why an outsider sees nothing although it was shared with her."""
    said = []
    if barred := bindings.barrier(item, who.organisation, sight.of(by)):
        said.append(barred)
    if _is_asked(item, who):
        said.append(_asked(member))
    if _waits(who):
        words = _("%(firm)s asks something of its people that %(who)s has not done yet: a policy or a training.")
        said.append(words % {"firm": member.organisation.name, "who": member.person.name})
    return said


def _waits(who: Actor) -> bool:
    """Whether nothing of others is shown to somebody, because of what her own organisation asks of her."""
    now = clock.now()
    return Requirement.objects.unmet(who.organisation, who.person, now).filter(waits_from__lte=now).exists()


def _given(item: Item, who: Actor) -> "QuerySet[Grant]":
    """The grants over an item that were ever given to the organisation for which somebody acts, the newest first."""
    given = Grant.objects.filter(audience.covering([item]), Q(organisation=who.organisation_id))
    given = given.filter(granted_at__lte=clock.now()).select_related("basis", "team", "person")
    found = given.prefetch_related("basis__parties", "basis__recipients", "basis__acknowledgements")
    return found.order_by("-granted_at", "-pk")


def _sentence(refusal: Shut, item: Item, member: Membership) -> str:
    grant = refusal.grant
    title = grant.basis.title if grant.basis else ""
    ceiling = Classification(refusal.ceiling).label if refusal.ceiling is not None else ""
    values = {
        "title": title,
        "day": day(refusal.at),
        "level": item.get_classification_display(),
        "ceiling": ceiling,
        "name": str(grant.team or grant.person or ""),
        "who": member.person.name,
        "firm": member.organisation.name,
    }
    return str(_SENTENCES[refusal.rule]) % values


_SENTENCES = {
    Rule.NAMED: lazy("It is shared with %(name)s; %(who)s is not named by that."),
    Rule.STOPPED: lazy("It was open once; that was stopped on %(day)s. Share it again."),
    Rule.RUN_OUT: lazy("It was open until %(day)s. Share it again."),
    Rule.SUBJECT_CEILING: lazy(
        "It is held as “%(level)s”, and so broad a share opens at most “%(ceiling)s”. "
        "Share it with fewer, named people, or hold it less closely."
    ),
    Rule.BASIS_MISSING: lazy("No agreement stands behind that share."),
    Rule.BASIS_NOT_YET: lazy("%(title)s begins on %(day)s."),
    Rule.BASIS_CLOSED: lazy("%(title)s ended on %(day)s. Sign a new agreement, then share again."),
    Rule.BASIS_PARTY: lazy("%(firm)s is not a party to %(title)s."),
    Rule.BASIS_RECIPIENT: lazy("%(title)s does not name %(who)s among those who may see anything. Amend it."),
    Rule.BASIS_DUTIES: lazy("%(who)s has not taken note of the duties under %(title)s yet. Kith asks for it at home."),
    Rule.BASIS_CEILING: lazy(
        "It is held as “%(level)s”, and %(title)s opens at most “%(ceiling)s”. Amend it, or hold it less closely."
    ),
}
