"""A passkey from end to end, with an authenticator that the browser makes up.

A passkey belongs to a host name, so that this goes to localhost; at a bare number the page says why it cannot.
"""

import re

import pytest
from playwright.sync_api import expect

PASSWORD = "one sheet torn in halves"
TOM = "tom@brightforge.example"
VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def tom(demo, someone):
    """Somebody at the server's name, with a device that makes passkeys."""
    person = someone("passkey")
    person.home = demo.url.replace("127.0.0.1", "localhost")
    person.device = person.page.context.new_cdp_session(person.page)
    person.device.send("WebAuthn.enable")
    person.key = person.device.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})["authenticatorId"]
    return person


def sign_in(person, address=TOM):
    """By address and password."""
    person.page.goto(f"{person.home}/sign-in")
    person.page.get_by_label("Your mail address").fill(address)
    person.page.get_by_label("Password").fill(PASSWORD)
    person.page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(person):
    """And be sure of it."""
    person.page.goto(f"{person.home}/sign-out")
    person.page.get_by_role("main").get_by_role("button", name="Sign out").click()
    person.page.wait_for_url(re.compile("/sign-in|/$"))


def add(person, name):
    """Add a passkey."""
    page = person.page
    page.goto(f"{person.home}/account/second")
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()
    person.look("add")
    page.get_by_label("What you call it").fill(name)
    page.get_by_role("button", name="Make the passkey").click()


def test_she_adds_a_passkey_signs_in_with_it_alone_and_after_the_password_and_removes_it(tom):
    page = tom.page
    sign_in(tom)
    add(tom, "My telephone")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{tom.home}/account/second")
    expect(page.get_by_text("My telephone").first).to_be_visible()
    tom.look("held")
    sign_out(tom)

    page.goto(f"{tom.home}/sign-in?next=/knowledge")
    tom.look("sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{tom.home}/knowledge")
    sign_out(tom)

    sign_in(tom)
    page.wait_for_url(re.compile("/sign-in/second"))
    tom.look("second")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{tom.home}/")

    page.goto(f"{tom.home}/sign-in/again/passkey?next=/account/second")
    tom.look("again")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(f"{tom.home}/account/second")
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("What you call it").fill("The old telephone")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove The old telephone").click()
    tom.look("remove")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("heading", name="A second step at sign-in")).to_be_visible()
    expect(page.get_by_text("The old telephone")).to_have_count(0)


def test_whoever_cancels_reads_what_to_do_and_may_try_again(tom):
    tom.page.goto(f"{tom.home}/sign-in")
    button = tom.page.get_by_role("button", name="Sign in with a passkey")
    tom.device.send("WebAuthn.setUserVerified", {"authenticatorId": tom.key, "isUserVerified": False})
    button.click()
    expect(tom.page.get_by_text("No passkey was given. Try again when you are ready.")).to_be_visible()
    expect(button).to_be_enabled()
    tom.look("cancelled")


def test_at_a_bare_number_the_page_says_why_there_are_no_passkeys(demo, someone):
    person = someone("number")
    person.page.goto(f"{demo.url}/sign-in")
    expect(person.page.get_by_text("Passkeys belong to a host name, and this address is a number.")).to_be_visible()
    expect(person.page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    person.look("sign-in")
