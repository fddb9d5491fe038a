"""How somebody goes to the provider and comes back."""

from django.test import Client

from tests.world import PASSWORD


def away(client, provider, then=""):
    """Off to the provider: the address to which she is sent."""
    answer = client.get(f"/sign-in/with/{provider.uid}" + (f"?next={then}" if then else ""))
    assert answer.status_code == 302
    return answer["Location"]


def back(client, provider, given):
    """Back again with what she was given there."""
    return client.get(f"/sign-in/with/{provider.uid}/back", given)


def through(client, provider, there, then="", **claims):
    """There and back."""
    return back(client, provider, there.code(away(client, provider, then), **claims))


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
