"""How sign-in behaves: accounts begin by a set-up link or an invitation, never by a public form."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The sign-in library's questions, answered for Kith."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes herself an account."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user names."""
