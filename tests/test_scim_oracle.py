"""The other half of the standard as a witness: a tester made by others walks through all that it asks of a server."""

from collections import Counter

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from kith.scim.actions import connecting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_connection():
    """Requests leave the test's own connection open, as Django's client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_what_the_standard_asks_of_a_server_is_so(world):
    made = connecting.connect(by=world.actor("ada"))
    client = WSGISCIMClient(
        get_wsgi_application(),
        base_url="http://testserver/scim/v2",
        headers={"Authorization": f"Bearer {made.token}"},
    )
    results = check_server(client)
    wrong = [(each.resource_type, each.title, each.reason) for each in results if each.status == Status.ERROR]
    assert not wrong, "\n".join(map(str, wrong))
    said = Counter(each.status for each in results)
    assert said[Status.SUCCESS] >= 70 and said[Status.SUCCESS] == said.total() - said[Status.SKIPPED], said
