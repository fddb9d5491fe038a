"""What somebody takes along of her own data: one zip file that machines read and people can."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from kith.audit.models import Event, Exposure
from kith.core import clock
from kith.identity.models import ApiToken, Membership, Person
from kith.privacy import gathering
from kith.privacy.kinds import KINDS

ABOUT, TRACES, DEEDS, SHOWN = "about-you.json", "where-you-stand.csv", "what-you-did.csv", "what-you-were-shown.csv"


def of(person: Person) -> bytes:
    """All that is kept about a person, as a zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("READ ME.txt", _read_me())
        target.writestr(ABOUT, json.dumps(_about(person), indent=1, ensure_ascii=False))
        traces = (
            (kind.key, row.table, row.id, row.part, row.at) for kind in KINDS for row in gathering.rows(kind, person)
        )
        _write(target, TRACES, ("kind", "table", "id", "part", "at"), traces)
        deeds = Event.objects.filter(person_id=person.pk).order_by("pk")
        _write(target, DEEDS, ("at", "what", "about", "id", "via"), _stamped(deeds, "name", "kind", "object_id", "via"))
        shown = Exposure.objects.filter(person_id=person.pk).order_by("pk")
        _write(target, SHOWN, ("at", "how", "item", "version"), _stamped(shown, "channel", "item_id", "version_id"))
    return buffer.getvalue()


def _stamped(some: Any, *names: str) -> Iterable[tuple[Any, ...]]:
    for at, *rest in some.values_list("at", *names).iterator():
        yield (at.isoformat(), *rest)


def _write(target: zipfile.ZipFile, name: str, head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """One table; piece by piece, so that a long one takes little memory."""
    with target.open(name, "w") as out, io.TextIOWrapper(out, "utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(head)
        writer.writerows(rows)


def _about(person: Person) -> dict[str, Any]:
    seats = Membership.objects.filter(person=person).select_related("organisation").prefetch_related("teams")
    return {
        "made_at": clock.now().isoformat(),
        "name": person.name,
        "mail": person.email,
        "language": person.locale,
        "time_zone": person.zone,
        "account_made_at": person.joined_at.isoformat(),
        "last_sign_in": person.last_login.isoformat() if person.last_login else None,
        "organisations": [
            {
                "name": seat.organisation.name,
                "role": seat.role,
                "from": seat.joined_at.isoformat(),
                "until": seat.ended_at.isoformat() if seat.ended_at else None,
                "teams": [team.name for team in seat.teams.all()],
            }
            for seat in seats.order_by("pk")
        ],
        "second_steps": [
            {
                "kind": row.type,
                "since": row.created_at.isoformat(),
                "last_used": row.last_used_at and row.last_used_at.isoformat(),
            }
            for row in Authenticator.objects.filter(user=person).order_by("pk")
        ],
        "sessions": [
            {"since": row.created_at.isoformat(), "address": row.ip, "browser": row.user_agent}
            for row in UserSession.objects.filter(user=person).order_by("pk")
        ],
        "tokens": [
            {"name": row.name, "may": row.scopes, "made": row.made_at.isoformat(), "until": row.expires_at.isoformat()}
            for row in ApiToken.objects.filter(membership__person=person).order_by("pk")
        ],
    }


def _read_me() -> str:
    lines = [
        _("What is kept about you in this Kith."),
        "",
        f"{ABOUT}: " + _("your account, organisations, ways to sign in, sessions and tokens, without their secrets."),
        f"{TRACES}: " + _("every row in which you stand: the table, its id, as what, and when."),
        f"{DEEDS}: " + _("what you did, as the ledger has it."),
        f"{SHOWN}: " + _("which pages of other organisations you were shown, and how."),
        "",
        _(
            "What you wrote stands in pages, agreements and comments that belong to organisations and may be "
            "in confidence. "
            "Take it along by the export of a page, as far as it is open to you."
        ),
        _(
            "What another organisation noted about its dealings with you is not listed here; "
            "that organisation answers for it."
        ),
        _("Ids can be asked for at the API, as far as they are open to you. Times are in UTC."),
    ]
    return "\n".join(lines) + "\n"
