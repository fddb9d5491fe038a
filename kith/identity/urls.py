"""Addresses of accounts. Of the sign-in library only what Kith offers is reachable, under its own names."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from kith.identity.edges import of_account, proven, whole
from kith.identity.views import account as accounts
from kith.identity.views import people, second_step, setting_up

urlpatterns = [
    path("setup/<str:token>", setting_up.setup, name="setup"),
    path("sign-in", account.login, name="account_login"),
    path("sign-out", account.logout, name="account_logout"),
    path("sign-in/passkey", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/again", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/second", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey", second_step.again, name="mfa_reauthenticate_webauthn"),
    path("account", accounts.account, name="account"),
    path("account/acting", accounts.acting, name="acting"),
    path("account/password", of_account(proven(whole(account.password_change))), name="account_change_password"),
    path("account/password/new", of_account(whole(account.password_set), strict=True), name="account_set_password"),
    path("account/password/reset", account.password_reset, name="account_reset_password"),
    path("account/password/reset/sent", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        whole(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/asleep", account.account_inactive, name="account_inactive"),
    path("account/second", second_step.index, name="mfa_index"),
    path("account/second/app", of_account(proven(whole(totp.activate_totp)), strict=True), name="mfa_activate_totp"),
    path(
        "account/second/app/end",
        of_account(proven(whole(totp.deactivate_totp)), strict=True),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/second/passkeys/new", of_account(proven(whole(second_step.new)), strict=True), name="mfa_add_webauthn"
    ),
    path(
        "account/second/passkeys/<int:pk>/name",
        of_account(proven(whole(second_step.name)), strict=True),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/second/passkeys/<int:pk>/end",
        of_account(proven(whole(second_step.end)), strict=True),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/second/codes",
        of_account(proven(codes.view_recovery_codes), strict=True),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second/codes/new",
        of_account(proven(whole(codes.generate_recovery_codes)), strict=True),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second/codes/file",
        of_account(proven(codes.download_recovery_codes), strict=True),
        name="mfa_download_recovery_codes",
    ),
    path("account/sessions", of_account(sessions.list_usersessions), name="usersessions_list"),
    path("account/tokens", accounts.api_tokens, name="tokens"),
    path("account/tokens/<slug:uid>/end", accounts.api_token_end, name="token_end"),
    path("people", people.people, name="people"),
    path("people/new", people.colleague_new, name="colleague_new"),
    path("people/<int:pk>/role", people.member_role, name="member_role"),
    path("people/<int:pk>/end", people.member_end, name="member_end"),
    path("people/invitations/<slug:uid>/end", people.invitation_end, name="invitation_end"),
    path("people/organisation", people.organisation, name="organisation"),
    path("people/organisation/second", people.second_step_asked, name="second_step_asked"),
    path("people/teams/new", people.team_new, name="team_new"),
    path("people/teams/<slug:uid>", people.team, name="team"),
]
