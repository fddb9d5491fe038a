import pytest

from kith.core import clock
from kith.signons.actions import connecting, linking
from kith.signons.actions.connecting import Wish
from kith.signons.oidc.answers import Claims
from kith.signons.tests.provider import CLIENT, SECRET, providing


@pytest.fixture
def there(settings):
    """The pump maker's provider, which the operator lists: it runs on this machine."""
    with providing() as provider:
        settings.KITH_WEBHOOKS_INSIDE = {f"127.0.0.1:{provider.port}"}
        yield provider


@pytest.fixture
def connected(world, there):
    """It is connected and was tried by Ada."""
    wish = Wish("Pump Works", "pumps", SECRET, there.issuer, CLIENT)
    made = connecting.connect(wish, by=world.actor("ada"))
    connecting.tried(made.uid, by=world.actor("ada"))
    made.refresh_from_db()
    return made


@pytest.fixture
def linked(world, connected):
    """Ben has connected his account, and so has Ada."""
    for name in ("ada", "ben"):
        linking.link(connected, Claims(f"{name}-at-work", "", "", None), world.people[name])
    assert clock.now() >= connected.tried_at
    return connected
