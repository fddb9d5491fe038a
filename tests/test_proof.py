"""Before what matters somebody shows again that it is she; what she typed is not lost, and her secrets are not kept."""

import inspect
import time

import pytest
from django.urls import get_resolver

from kith.identity import proof
from kith.identity.models import ApiToken, Invitation, Membership
from kith.webhooks.actions import keeping
from kith.webhooks.actions.keeping import Wish
from tests import walk
from tests.world import PASSWORD

# Every route that asks for it. One that is missing here, or here and no longer asks, is noticed.
ASK = {
    "account_change_password",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "tokens",
    "member_role",
    "member_end",
    "colleague_new",
    "second_step_asked",
    "partner_second_step",
    "signing_code",
    "signature",
    "signing_paper",
    "end",
    "receipt_file",
    "receipt_paper",
    "exit_deed",
    "exit_pack",
    "export_new",
    "export_file",
    "asset_pack",
    "hook_new",
    "hook_secret",
    "hook_settings",
    "own_data_file",
    "own_erasure",
    "erasure_new",
    "erasure_deed",
    "retention",
    "retention_hold",
    "provider",
    "provider_deed",
    "way_connect",
    "way_disconnect",
    "directory_new",
    "directory_token",
}
POSTED = {
    "second_step_asked",
    "partner_second_step",
    "signing_code",
    "signature",
    "signing_paper",
    "exit_deed",
    "hook_secret",
    "erasure_new",
    "erasure_deed",
    "retention_hold",
    "provider_deed",
    "way_connect",
    "way_disconnect",
    "directory_new",
    "directory_token",
}
GOTTEN = {"export_file", "asset_pack", "exit_pack", "own_data_file"}
# How dangerous deeds are called in an address; whoever adds another one says here why it needs no proof.
SOUNDS_SO = (
    "signature",
    "certif",
    "password",
    "recovery_codes",
    "token",
    "member_",
    "export",
    "_pack",
    "hook_new",
    "hook_secret",
)
NO_MATTER = {
    "account_set_password": "there is none yet that could be asked for",
    "account_reset_password": "she does not know hers",
    "account_reset_password_done": "only says where to look",
    "account_reset_password_from_key": "the link is the proof",
    "account_reset_password_from_key_done": "only says that it is done",
    "token_end": "closes, and must be quick",
    "exports": "names no content",
}


# Who gets in, what leaves and what binds: whatever can be sent there asks, or says here why it does not.
APPS = (
    "identity",
    "signons",
    "webhooks",
    "exchange",
    "exits",
    "backups",
    "privacy",
    "agreements.views.ending",
    "agreements.views.signing",
    "scim.views.page",  # a directory's token is its proof
)
JUDGED = ("allauth.", "django.views.generic.", *(f"kith.{app}." for app in APPS))
READS = "only shows something, whatever is sent"
UNPROVEN = {
    "setup": "the link is the proof",
    "account_login": "she signs in",
    "account_logout": "closes, and must be quick",
    "account_reauthenticate": "is the proof",
    "account_reset_password": "she does not know hers",
    "account_reset_password_from_key": "the link is the proof",
    "account_set_password": "there is none yet that could be asked for",
    "mfa_authenticate": "she signs in",
    "mfa_login_webauthn": "she signs in",
    "mfa_reauthenticate": "is the proof",
    "mfa_reauthenticate_webauthn": "is the proof",
    "usersessions_list": "closes, and must be quick",
    "token_end": "closes, and must be quick",
    "account": "her name, language and time zone; not how she signs in",
    "acting": "chooses among what is hers",
    "people": READS,
    "invitation_end": "closes, and must be quick",
    "organisation": "a name; what was signed keeps the one it had",
    "team_new": "colleagues only, and nothing is open to it yet",
    "team": "colleagues only, ordinary work",
    "hook_deed": "to where and about what it posts stays as it was proven",
    "directory_end": "closes, and must be quick",
    "delivery_repeat": "goes to where it was proven to go, the same once more",
    "exports": READS,
    "import_new": "brings something in",
    "import_agree": "brings something in",
    "import_undo": "takes away only what came in by it",
    "import_drop": "takes away what has not come in",
    "stop": "closes, and must be quick",
    "shut_out": "closes, and must be quick",
    "receipt": READS,
    "backup_new": "stays sealed on the operator's disk",
    "trial_new": "tries what is there, and hands nothing out",
}


def asking(patterns=None):
    """The names of the routes whose view asks, as the decorator says."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(each, "url_patterns"):
            yield from asking(each.url_patterns)
        elif getattr(each.callback, "needs_proof", False):
            yield each.name


def judged(patterns=None):
    """The names of the routes that are judged here, by where their views stand."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(each, "url_patterns"):
            yield from judged(each.url_patterns)
        elif (inspect.unwrap(each.callback).__module__ + ".").startswith(JUDGED):
            yield each.name


def grown_old(client):
    """As after a quarter of an hour."""
    session = client.session
    session[proof.SHOWN_AT] = time.time() - proof.LASTS - 1
    session.pop("account_authentication_methods", None)
    session.save()
    return client


def addresses():
    """Each asking address, naming nothing that is there."""
    for route in walk.routes():
        if route.name in ASK:
            parts = {part: "certify" if part == "deed" else 999_999 for part in route.ids}
            yield route.name, route.address(**parts)


def test_the_list_is_what_the_decorator_says():
    assert set(asking()) == ASK


def test_what_sounds_dangerous_asks_or_says_why_not():
    names = {route.name for route in walk.routes() if not route.pattern.startswith("api/")}
    sounding = {name for name in names if any(sound in name for sound in SOUNDS_SO)}
    assert sounding - ASK == set(NO_MATTER)


def test_whatever_takes_something_asks_or_says_why_not(world):
    """A new way to send something into these apps fails here until somebody has decided."""
    names, taking = set(judged()), set()
    for route in walk.routes():
        if route.name in names:
            client = walk.browser(world, "ada")  # anew: one of them signs out
            answer = client.post(route.address(**dict.fromkeys(route.ids, 999_999)))
            if answer.status_code != 405:
                taking.add(route.name)
    assert taking - ASK == set(UNPROVEN)
    assert {"colleague_new", "hook_settings", "member_role", "exit_deed", "signature"} <= taking


def test_whoever_has_just_signed_in_invites_without_being_asked(world):
    ada, old = walk.browser(world, "ada"), grown_old(walk.browser(world, "ada"))
    given = {"name": "Kim", "email": "kim@example.org", "role": "member"}
    assert "Is it still you?" in walk.said(old.post("/people/new", given))
    assert not Invitation.objects.filter(email="kim@example.org").exists()
    assert ada.post("/people/new", given)["Location"] == "/people"
    assert Invitation.objects.filter(email="kim@example.org").count() == 1
    assert old.post("/people/new", given | {"email": "lou@example.org", "proof": PASSWORD})["Location"] == "/people"
    assert old.get("/partnerships/new").status_code == 200


def test_where_a_webhook_posts_is_not_changed_by_whoever_finds_a_browser_open(world):
    hook = keeping.make(Wish("Chat", "https://chat.example/in", ("pages",)), by=world.actor("ada")).hook
    old = grown_old(walk.browser(world, "ada"))
    given = {"name": "Chat", "address": "https://elsewhere.example/", "topics": ["pages"]}
    assert "Is it still you?" in walk.said(old.post(f"/webhooks/{hook.uid}/settings", given))
    hook.refresh_from_db()
    assert hook.address == "https://chat.example/in"
    assert old.post(f"/webhooks/{hook.uid}/settings", given | {"proof": PASSWORD}).status_code == 302
    hook.refresh_from_db()
    assert hook.address == "https://elsewhere.example/"


def test_an_old_session_is_asked_everywhere_and_a_fresh_one_nowhere(world):
    fresh, old = walk.browser(world, "ada"), grown_old(walk.browser(world, "ada"))
    for name, address in addresses():
        if name not in POSTED:
            answer = old.get(address)
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/sign-in/again?next="), name
            assert "/sign-in/again" not in fresh.get(address).get("Location", ""), name
        if name in GOTTEN:
            assert old.post(address).status_code == 405, name
            continue
        answer = old.post(address, {"words": "kept here"})
        assert answer.status_code == 422, name
        assert "Is it still you?" in walk.said(answer), name
        assert 'value="kept here"' in walk.said(answer), name
        assert "Is it still you?" not in walk.said(fresh.post(address)), name


def test_nobody_is_sent_to_sign_in_and_learns_nothing(world):
    nobody = walk.browser(world, None)
    for name, address in addresses():
        if name not in POSTED:
            assert nobody.get(address)["Location"].startswith("/sign-in?next="), name


def test_what_ran_out_between_page_and_deed_loses_nothing_and_keeps_no_secret(world):
    ada = grown_old(walk.browser(world, "ada"))
    given = {"name": "nightly", "scopes": ["read", "write"], "days": "30"}
    page = walk.said(ada.post("/account/tokens", given))
    assert not ApiToken.objects.exists()
    for each in ("nightly", "read", "write", "30"):
        assert f'value="{each}"' in page
    wrong = ada.post("/account/tokens", given | {"proof": "not this one"})
    assert "That is not your password." in walk.said(wrong)
    assert "not this one" not in walk.said(wrong)
    assert "Copy it now" in walk.said(ada.post("/account/tokens", given | {"proof": PASSWORD}))
    assert ApiToken.objects.get().scopes == "read write"
    assert ada.get("/account/tokens").status_code == 200


@pytest.mark.parametrize("secret", ["oldpassword", "password1", "code", "credential"])
def test_passwords_and_codes_are_not_kept(world, secret):
    ada = grown_old(walk.browser(world, "ada"))
    assert "otters sleep" not in walk.said(ada.post("/account/password", {secret: "otters sleep"}))


def test_shown_again_by_the_page_for_it_she_goes_on_where_she_was(world):
    ada = grown_old(walk.browser(world, "ada"))
    row = Membership.objects.get(person=world.people["ben"])
    again = ada.get(f"/people/{row.pk}/end")["Location"]
    answer = ada.post(again, {"password": PASSWORD, "next": f"/people/{row.pk}/end"})
    assert answer["Location"] == f"/people/{row.pk}/end"
    assert ada.get(f"/people/{row.pk}/end").status_code == 200


def test_passwords_are_not_guessed_there(world):
    ada = grown_old(walk.browser(world, "ada"))
    said = [walk.said(ada.post("/account/tokens", {"proof": f"guess {n}"})) for n in range(11)]
    assert "tried too often" in said[-1]


def test_other_steps_of_an_end_do_not_ask(world):
    ada = grown_old(walk.browser(world, "ada"))
    assert ada.post("/exits/nothing/review").status_code == 404
