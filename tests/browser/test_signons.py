"""Signing in through one's firm, in a real browser with a real provider: connected by the owner, used by a colleague.

The browser goes there and back over another origin, which is what our policy for content must let it do.
"""

import re

import pytest
from playwright.sync_api import expect

from kith.signons.tests.provider import CLIENT, SECRET, providing
from tests import serving

PASSWORD = "one sheet torn in halves"
RUTH, MAREK = "ruth@tarnside.example", "marek@tarnside.example"


@pytest.fixture(scope="module")
def there():
    with providing() as provider:
        yield provider


@pytest.fixture(scope="module")
def firm(there, tmp_path_factory):
    """The demo on a server whose operator lists the provider."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KITH_WEBHOOKS_INSIDE", f"127.0.0.1:{there.port}")
        with serving.running(tmp_path_factory.mktemp("firm"), "--demo") as running:
            yield running


def connect(firm, there, ruth):
    """The owner connects her provider and tries it."""
    page = ruth.page
    ruth.sign_in(firm, RUTH, PASSWORD)
    page.goto(f"{firm.url}/people/organisation")
    page.get_by_role("link", name="Sign-in through our provider").click()
    ruth.look("connect")
    page.get_by_label("What stands on the button").fill("Tarnside")
    page.get_by_label("Your firm’s sign-in name").fill("tarnside")
    page.get_by_label("Issuer").fill(there.issuer)
    page.get_by_label("Client id").fill(CLIENT)
    page.get_by_label("Client secret").fill(SECRET)
    page.get_by_role("button", name="Connect").click()
    expect(page.get_by_text("Connected. Try it now.")).to_be_visible()
    ruth.look("not-tried")
    there.who = {"sub": "ruth-7"}
    page.get_by_role("button", name="Try it now").click()
    ruth.look("try")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_text("To ask it of everybody, sign in through the provider yourself first.")).to_be_visible()
    ruth.look("tried")


def test_an_owner_connects_her_firms_provider_and_a_colleague_comes_in_by_it(firm, there, someone):
    ruth = someone("signon-owner")
    connect(firm, there, ruth)
    marek = someone("signon")
    page = marek.page
    there.who = {"sub": "marek-7", "email": MAREK, "email_verified": True}
    page.goto(f"{firm.url}/sign-in")
    page.get_by_role("link", name="Sign in through your firm").click()
    marek.look("find")
    page.get_by_label("Your firm’s sign-in name").fill("nobody")
    page.get_by_role("button", name="Find my firm").click()
    expect(page.get_by_text("No firm has this sign-in name here.")).to_be_visible()
    page.get_by_label("Your firm’s sign-in name").fill("tarnside")
    page.get_by_role("button", name="Find my firm").click()
    page.get_by_role("link", name="Go on to Tarnside").click()
    expect(page.get_by_role("heading", name="Not connected yet")).to_be_visible()
    marek.look("unknown")
    page.get_by_role("link", name="Sign in and connect it").click()
    page.get_by_label("Your mail address").fill(MAREK)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Ways to sign in")).to_be_visible()
    marek.look("ways")
    page.get_by_role("button", name="Connect").click()
    marek.look("go")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("button", name="Disconnect")).to_be_visible()
    marek.look("connected")
    page.goto(f"{firm.url}/sign-out")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/sign-in|/$"))
    page.goto(f"{firm.url}/sign-in/with?next=/people")
    page.get_by_label("Your firm’s sign-in name").fill("tarnside")
    page.get_by_role("button", name="Find my firm").click()
    page.get_by_role("link", name="Go on to Tarnside").click()
    page.wait_for_url(re.compile("/people$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{firm.url}/account/ways")
    expect(page.get_by_text("You signed in through your firm")).to_be_visible()
    ruth.page.goto(f"{firm.url}/people/organisation/sign-in")
    ruth.page.get_by_text("End it for good").click()
    ruth.page.get_by_role("button", name="End it", exact=True).click()
    page.goto(f"{firm.url}/people")
    page.wait_for_url(re.compile("/sign-in"))
