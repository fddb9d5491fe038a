"""How somebody goes to the provider and comes back."""

from django.test import Client

from kith.identity.actions.inviting import Sent
from tests.world import PASSWORD


def away(client, provider, then="", invitation=""):
    """Off to the provider: the address to which she is sent."""
    given = {"next": then, "invitation": invitation}
    answer = client.get(f"/sign-in/with/{provider.uid}", {name: value for name, value in given.items() if value})
    assert answer.status_code == 302
    return answer["Location"]


def back(client, provider, given):
    """Back again with what she was given there."""
    return client.get(f"/sign-in/with/{provider.uid}/back", given)


def through(client, provider, there, then="", **claims):
    """There and back."""
    return back(client, provider, there.code(away(client, provider, then), **claims))


def invited(provider, there, row, client=None, **claims):
    """There and back from the link of an invitation, which is opened in that browser first."""
    client = client or Client()
    page = client.get(f"/invitations/{Sent(row).token}")
    assert page.status_code == 200
    return client, back(client, provider, there.code(away(client, provider, invitation=row.uid), **claims))


def came(provider, there, **claims):
    """A browser in which somebody signed in through the provider."""
    client = Client()
    answer = through(client, provider, there, **claims)
    assert answer.status_code == 302, answer.content
    return client


def by_password(mail):
    """A browser in which somebody signed in with her password."""
    client = Client()
    assert client.post("/sign-in", {"login": mail, "password": PASSWORD}).status_code == 302
    return client


def is_in(client):
    return client.get("/knowledge").status_code == 200
