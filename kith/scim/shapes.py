"""From rows to resources and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Prefetch, QuerySet
from django.utils.translation import gettext as _
from scim2_models import GroupMembership, Meta, Reference

from kith.core.actor import Role
from kith.core.errors import Denied
from kith.scim import directories, resources
from kith.scim.models import Entry, Group, Mail
from kith.scim.refusals import Unfit, is_plain

ROLES = {role.value for role in Role if role is not Role.OWNER}
LENGTHS = {each.name: each.max_length for each in Entry._meta.fields if isinstance(each, CharField) and each.max_length}
MANY = 20  # addresses or roles of one person


def tag(version: int) -> str:
    """The entity tag of a version."""
    return f'W/"{version}"'


def entries(organisation_id: int) -> QuerySet[Entry]:
    """Whom an organisation's directory keeps, with all that a resource says: three queries, however many they are."""
    groups = Group.objects.filter(ended_at=None).select_related("team").order_by("pk")
    return (
        Entry.objects.filter(organisation=organisation_id)
        .select_related("membership")
        .prefetch_related(Prefetch("mails", Mail.objects.order_by("pk")), Prefetch("groups", groups))
    )


def groups(organisation_id: int) -> QuerySet[Group]:
    """The teams that an organisation's directory keeps, with their people: two queries, however many they are."""
    return (
        Group.objects.filter(organisation=organisation_id, ended_at=None)
        .select_related("team")
        .prefetch_related(Prefetch("entries", Entry.objects.order_by("pk")))
    )


def user(entry: Entry) -> resources.User:
    """Somebody as SCIM says it. Whoever was ended by hand is not active."""
    ended = entry.membership is not None and entry.membership.ended_at is not None
    name = resources.Name(
        formatted=entry.formatted or None, family_name=entry.family or None, given_name=entry.given or None
    )
    return resources.User(
        id=entry.uid,
        external_id=entry.external_id or None,
        meta=_meta("User", f"Users/{entry.uid}", entry),
        user_name=entry.user_name,
        name=name if entry.formatted or entry.family or entry.given else None,
        display_name=entry.display or None,
        preferred_language=entry.language or None,
        timezone=entry.zone or None,
        active=False if ended else entry.active,
        emails=[
            resources.Email(value=row.value, type=row.type or None, display=row.display or None, primary=row.primary)
            for row in entry.mails.all()
        ]
        or None,
        groups=[
            GroupMembership(
                value=row.team.uid,
                ref=Reference[Any](f"{directories.base()}/Groups/{row.team.uid}"),
                display=row.team.name,
                type="direct",
            )
            for row in entry.groups.all()
        ]
        or None,
        roles=[resources.Role(**each) for each in entry.roles] or None,
    )


def group(row: Group) -> resources.Group:
    """A team as SCIM says it."""
    return resources.Group(
        id=row.team.uid,
        external_id=row.external_id or None,
        meta=_meta("Group", f"Groups/{row.team.uid}", row),
        display_name=row.team.name,
        members=[
            resources.Member(
                value=each.uid,
                ref=Reference[Any](f"{directories.base()}/Users/{each.uid}"),
                type="User",
                display=each.called or None,
            )
            for each in row.entries.all()
        ]
        or None,
    )


def _meta(kind: str, path: str, row: Entry | Group) -> Meta:
    return Meta(
        resource_type=kind,
        created=row.made_at,
        last_modified=row.changed_at,
        location=f"{directories.base()}/{path}",
        version=tag(row.version),
    )


@dataclass(frozen=True)
class Said:
    """What a directory says of somebody, ready to be kept."""

    fields: dict[str, Any]
    mails: list[dict[str, Any]]


def said(given: resources.User) -> Said:
    """What a resource says, as it is kept.

    Raises:
        Unfit: no user name, something too long, or too many of something.
        Denied: the role of an owner.
    """
    name = given.name or resources.Name()
    mails = [_plain(each) for each in given.emails or [] if each.value]
    roles = [_plain(each) for each in given.roles or [] if each.value]
    if max(len(mails), len(roles)) > MANY:
        raise Unfit(_("At most 20 addresses and 20 roles are kept."))
    fields = {
        "user_name": (given.user_name or "").strip(),
        "external_id": given.external_id or "",
        "given": name.given_name or "",
        "family": name.family_name or "",
        "formatted": name.formatted or "",
        "display": given.display_name or "",
        "language": given.preferred_language or "",
        "zone": given.timezone or "",
        "email": _address(mails, given.user_name or ""),
        "active": given.active,
        "roles": roles,
        "role": _role(roles),
    }
    if not fields["user_name"]:
        raise Unfit(_("userName is required."))
    _check_lengths(fields, mails)
    return Said(fields, mails)


def _plain(each: resources.Email | resources.Role) -> dict[str, Any]:
    found = {"value": each.value, "type": each.type, "display": each.display, "primary": each.primary}
    return {key: value for key, value in found.items() if value is not None}


def _first(rows: Sequence[dict[str, Any]]) -> str:
    """The value of the primary one, else of the one for work, else of the first."""
    ranked = sorted(rows, key=lambda row: (not row.get("primary"), str(row.get("type", "")).lower() != "work"))
    return str(ranked[0]["value"]) if ranked else ""


def _address(mails: list[dict[str, Any]], user_name: str) -> str:
    """Where she is invited: her address, or her user name where that is one."""
    return (_first(mails) or (user_name if "@" in user_name else "")).strip().lower()


def _role(roles: list[dict[str, Any]]) -> str:
    """The role of ours that is meant; none where the word is not one of ours.

    Raises:
        Denied: it is the owner's. A directory makes no owners.
    """
    if any(str(each["value"]).strip().lower() == Role.OWNER.value for each in roles):
        sentence = _("A directory makes nobody an owner. Only an owner does, by hand.")
        raise Denied(sentence, ability="change", kind="membership", object_id=None)
    wanted = _first(roles).strip().lower()
    return wanted if wanted in ROLES else ""


def _check_lengths(fields: dict[str, Any], mails: list[dict[str, Any]]) -> None:
    for key, value in fields.items():
        if isinstance(value, str) and len(value) > LENGTHS[key]:
            raise Unfit(_("This is too long: %(what)s.") % {"what": key})
    rows = [*mails, *fields["roles"]]
    texts = [each for row in [fields, *rows] for each in row.values() if isinstance(each, str)]
    if not all(map(is_plain, texts)):  # a patch can bring one in by its path
        raise Unfit(_("A text holds a letter that is kept nowhere."))
    for each in rows:
        if len(str(each["value"])) > 254 or len(each.get("type", "")) > 40 or len(each.get("display", "")) > 254:
            raise Unfit(_("This is too long: %(what)s.") % {"what": str(each["value"])[:40]})


def mail(row: Mail) -> dict[str, Any]:
    """An address as it was sent."""
    found = {"value": row.value, "type": row.type or None, "display": row.display or None, "primary": row.primary}
    return {key: value for key, value in found.items() if value is not None}
