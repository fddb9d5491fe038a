"""The frame around every page: areas, partners, who one is."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.agreements.queries import partnership
from kith.identity.models import Person
from kith.identity.queries import Seat
from kith.notices import edges as notices
from kith.ui.shell import Area, Nav, PartnerLink


def context(request: HttpRequest) -> dict[str, Any]:
    """The `nav` that the shell draws; nothing for people who are not signed in."""
    seats: list[Seat] = getattr(request, "seats", [])
    if not seats or not isinstance(request.user, Person):
        return {}
    return {"nav": _nav(request, seats, request.user)}


def _nav(request: HttpRequest, seats: list[Seat], person: Person) -> Nav:
    actor = seats[0].actor
    known = partnership.partners(actor)
    return Nav(
        areas=_areas(sum(row.to_sign for row in known)),
        partners=[
            PartnerLink(name=row.name, initials=row.name[:2], href=reverse("partnership", args=[row.uid]))
            for row in known[:8]
        ],
        person_name=person.name,
        organisation_name=seats[0].organisation_name,
        home_url=reverse("home"),
        copies_url=reverse("copies"),
        search_url=reverse("search"),
        suggest_url=reverse("suggestions"),
        query=request.GET.get("q", "")[:400],
        account_url=reverse("account"),
        sign_out_url=reverse("account_logout"),
        switch_url=reverse("account") if len(seats) > 1 else None,
        inbox_url=reverse("inbox"),
        inbox_count=notices.unread(request, actor),
        add_url=reverse("item_new"),
        current=_current(request.path),
    )


def _areas(waiting: int) -> list[Area]:
    return [
        Area("home", _("Home"), "house", reverse("home")),
        Area("knowledge", _("Knowledge"), "book-open", reverse("knowledge")),
        Area("people", _("People"), "users", reverse("people")),
        Area("partnerships", _("Partnerships"), "handshake", reverse("partnerships")),
        Area("protect", _("Protect"), "shield-check", reverse("protect"), need=waiting),
        Area("measure", _("Measure"), "chart-line", reverse("measure")),
        Area("admin", _("You and sign-in"), "sliders-horizontal", reverse("account"), apart=True),
    ]


PLACES = {
    "audits": "protect",
    "checks": "protect",
    "findings": "protect",
    "evidence": "protect",
    "exits": "protect",
    "knowledge": "knowledge",
    "spaces": "knowledge",
    "items": "knowledge",
    "search": "knowledge",
    "templates": "knowledge",
    "reports": "knowledge",
    "exports": "knowledge",
    "imports": "knowledge",
    "searches": "knowledge",
    "gaps": "knowledge",
    "synonyms": "knowledge",
    "capture": "knowledge",
    "conversions": "knowledge",
    "spiral": "measure",
    "commitments": "home",
    "deadlines": "protect",
    "register": "protect",
    "requests": "protect",
    "people": "people",
    "webhooks": "people",
    "teams": "people",
    "partnerships": "partnerships",
    "agreements": "protect",
    "receipts": "protect",
    "protect": "protect",
    "meetings": "protect",
    "measure": "measure",
    "account": "admin",
}


def _current(path: str) -> str:
    """The area that an address belongs to: addresses follow places."""
    first = path.strip("/").split("/")[0]
    return PLACES.get(first, "home" if not first else "")
