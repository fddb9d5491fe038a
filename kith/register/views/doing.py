"""What the register's pages share: doing something from an asset's page, and choices."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kith.agreements.queries import agreements
from kith.core.actor import Actor
from kith.core.errors import Refused
from kith.identity.edges import SignedInRequest
from kith.partnerships import queries as partnerships


def doing(request: SignedInRequest, asset_uid: str, do: Callable[[], object], done: str) -> HttpResponse:
    """Do something with an asset from its page, and go back there; a refusal is said on top of it."""
    try:
        do()
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("asset", uid=asset_uid)


def partnership_choices(by: Actor) -> list[tuple[str, str]]:
    """The actor's partnerships, as choices."""
    return [(row.uid, f"{row.title} ({partnerships.partner_of(row, by).name})") for row in partnerships.of(by)]


def agreement_choices(by: Actor) -> list[tuple[str, str]]:
    """The actor's agreements that all have signed, as choices."""
    return [(row.agreement.uid, row.agreement.title) for row in agreements.of(by) if row.agreement.basis_id]
