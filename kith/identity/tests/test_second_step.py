"""The second step at sign-in: an authenticator's code, or a recovery code once."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests import walk
from tests.world import PASSWORD


def code(secret, ago=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - ago))


def test_with_a_second_step_the_password_alone_does_not_let_in(world):
    ada = Client()
    assert ada.post("/sign-in", {"login": "ada@example.org", "password": PASSWORD}).status_code == 302
    page = walk.said(ada.get("/account/second/app"))
    secret = re.search(r"\b([A-Z2-7]{32})\b", page)[1]
    assert ada.post("/account/second/app", {"code": code(secret)}).status_code == 302
    codes = re.findall(r"\b([0-9a-f]{8})\b|\b(\d{4}-\d{4})\b", walk.said(ada.get("/account/second/codes")))
    assert Authenticator.objects.filter(user=world.people["ada"]).count() == 2
    fresh = Client()
    half = fresh.post("/sign-in", {"login": "ada@example.org", "password": PASSWORD})
    assert half["Location"].startswith("/sign-in/second")
    assert fresh.get("/knowledge").status_code == 302
    assert fresh.post("/sign-in/second", {"code": "000000"}).status_code == 200
    assert fresh.get("/knowledge").status_code == 302
    recovery = "".join(codes[0])
    assert fresh.post("/sign-in/second", {"code": recovery}).status_code == 302
    assert fresh.get("/knowledge").status_code == 200


def test_a_code_that_ran_out_while_she_typed_is_taken_and_an_old_one_is_not(world):
    ada = walk.browser(world, "ada")
    secret = re.search(r"\b([A-Z2-7]{32})\b", walk.said(ada.get("/account/second/app")))[1]
    assert ada.post("/account/second/app", {"code": code(secret, ago=4)}).status_code == 200
    assert ada.post("/account/second/app", {"code": code(secret, ago=1)}).status_code == 302


def test_whoever_once_asked_for_a_new_password_can_still_set_it_up(world):
    """The library keeps her address as unproven from then on, and would refuse."""
    ada = Client()
    ada.post("/account/password/reset", {"email": "ada@example.org"})
    ada.post("/sign-in", {"login": "ada@example.org", "password": PASSWORD})
    assert "Type the six digits" in walk.said(ada.get("/account/second/app"))


def test_every_page_of_signing_in_speaks_in_our_words(world):
    ada = walk.browser(world, "ada")
    pages = {
        "/sign-in": "Your mail address",
        "/account/password/reset": "Send the link",
        "/account/password/reset/sent": "Look into your mail",
        "/account/password/reset/key/1-none": "This link has had its turn",
        "/account/password/reset/done": "Your password is changed",
        "/account/asleep": "This account is asleep",
    }
    for address, words in pages.items():
        assert words in walk.said(Client().get(address, follow=True)), address
    own = {
        "/account/password": "The password you have now",
        "/account/second": "An app that shows codes",
        "/account/sessions": "Where you are signed in",
        "/sign-out": "Sign out?",
    }
    for address, words in own.items():
        assert words in walk.said(ada.get(address)), address
    wrong = Client().post("/sign-in", {"login": "ada@example.org", "password": "not this one"})
    assert "Address and password do not belong together" in walk.said(wrong)
