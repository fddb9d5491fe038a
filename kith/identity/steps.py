"""The second step: who has one, of whom one is asked, and by whom. The one place of that rule.

An organisation asks it of its own people in a role: then nothing opens to those who have none. And it asks it of the
people of an organisation that it lends to: then nothing of its own opens to them (`access.reach`).
"""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kith.core.errors import Refused
from kith.identity.models import Membership, Person, StepDemand

WAYS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def held(person: Any) -> "QuerySet[Authenticator]":
    """Somebody's second steps; recovery codes are none. The person may be a slot or a reference."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=person, type__in=WAYS)
    return rows


def asked_of_role(organisation: Any, role: Any) -> "QuerySet[StepDemand]":
    """What an organisation asks of its own people in a role."""
    return StepDemand.objects.filter(asking=organisation, asked=organisation, role=role)


def asked_of_partner(asking: Any, asked: Any) -> "QuerySet[StepDemand]":
    """What one organisation asks of another one's people."""
    return StepDemand.objects.filter(asking=asking, asked=asked, role="")


def waiting_seat() -> Exists:
    """For a question about memberships: whether nothing opens to her there until she has a second step."""
    rows = asked_of_role(OuterRef("organisation"), OuterRef("role"))
    return Exists(rows.filter(~Exists(held(OuterRef(OuterRef("person"))))))


def demands_on(person: Person) -> list[StepDemand]:
    """By whom a second step is asked of somebody, her own organisations first. One query."""
    hers = Membership.objects.filter(person=person, ended_at=None, organisation=OuterRef("asked"))
    in_role = hers.filter(role=OuterRef("role"))
    found = StepDemand.objects.filter(Q(Exists(in_role)) | Q(role="") & Q(Exists(hers)))
    return list(found.select_related("asking", "asked").order_by("-role", "asking__name", "pk"))


def sentences(demands: Iterable[StepDemand]) -> list[str]:
    """Who asks it, of whom, and what is closed without it."""
    own = _("%(firm)s asks a second step of everybody who is %(role)s there. Nothing opens before yours is set up.")
    theirs = _("%(firm)s asks a second step of the people of %(ours)s. Without one, nothing of %(firm)s opens to you.")
    return [
        (own if each.role else theirs)
        % {"firm": each.asking.name, "ours": each.asked.name, "role": each.get_role_display().lower()}
        for each in demands
    ]


def require_removable(step: Authenticator) -> None:
    """Stop before somebody's last second step goes while one is asked of her.

    Raises:
        Refused: it is the last one, and somebody asks for it.
    """
    person = Person.objects.filter(pk=step.user_id)
    if connection.in_atomic_block:  # two that go at the same moment are judged one after the other
        person = person.select_for_update()
    demands = demands_on(person.get())
    if demands and step.type in WAYS and not held(step.user_id).exclude(pk=step.pk).exists():
        said = " ".join(sentences(demands))
        raise Refused(_("It is your last second step. %(who)s Set up another one first.") % {"who": said})


def roles_asked(organisation_id: int) -> list[str]:
    """The roles of which an organisation asks a second step of its own people."""
    rows = StepDemand.objects.filter(asking=organisation_id, asked=organisation_id).order_by("role")
    return list(rows.values_list("role", flat=True))


def holders(organisation_id: int) -> set[int]:
    """The ids of the people of an organisation who have a second step."""
    rows = Membership.objects.filter(Exists(held(OuterRef("person"))), organisation=organisation_id, ended_at=None)
    return set(rows.values_list("person", flat=True))


def without(organisation_id: int, roles: Iterable[str] | None = None) -> "QuerySet[Membership]":
    """The people of an organisation, in some roles or in any, who have no second step, by name."""
    rows = Membership.objects.filter(organisation=organisation_id, ended_at=None, person__is_active=True)
    if roles is not None:
        rows = rows.filter(role__in=list(roles))
    return rows.exclude(Exists(held(OuterRef("person")))).select_related("person").order_by("person__name", "pk")
