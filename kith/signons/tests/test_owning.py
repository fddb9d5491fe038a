"""The owner's page: connecting a provider, trying it, changing and ending it."""

import re
from html import unescape

import pytest
from django.db import connection

from kith.audit.models import Event
from kith.core.actor import Role
from kith.core.errors import Refused
from kith.signons.actions import connecting
from kith.signons.actions.connecting import Wish
from kith.signons.models import Provider
from kith.signons.oidc import discovery, outgoing
from kith.signons.tests.provider import CLIENT, SECRET
from kith.signons.tests.steps import back
from tests import walk

PAGE = "/people/organisation/sign-in"


def given(there, **changes):
    said = {"name": "Pump Works", "short": "pumps", "issuer": there.issuer, "client_id": CLIENT, "secret": SECRET}
    return said | changes


def test_an_owner_connects_it_and_tries_it_before_anybody_else_can(world, there):
    ada = walk.browser(world, "ada")
    assert PAGE in walk.said(ada.get("/people/organisation"))
    before = walk.said(ada.get(PAGE))
    assert ada.post(PAGE, given(there)).status_code == 302
    row = Provider.objects.get()
    assert f"/sign-in/with/{row.uid}/back" in before, "it is registered there before it can be connected here"
    page = walk.said(ada.get(PAGE))
    assert f"/sign-in/with/{row.uid}/back" in page
    assert "Not tried yet" in page
    assert ada.get(f"/sign-in/with/{row.uid}").status_code == 404
    way = ada.post(f"{PAGE}/try").content.decode()
    address = unescape(re.search(r'href="(http://127[^"]+)"', way)[1])
    assert back(ada, row, there.code(address, sub="x", aud="another")).status_code == 422
    row.refresh_from_db()
    assert row.tried_at is None
    address = unescape(re.search(r'href="(http://127[^"]+)"', ada.post(f"{PAGE}/try").content.decode())[1])
    assert back(ada, row, there.code(address, sub="x"))["Location"] == PAGE
    assert "People may use it" in walk.said(ada.get(PAGE))
    assert walk.browser(world, None).get(f"/sign-in/with/{row.uid}").status_code == 302
    names = Event.objects.filter(owner_id=world.pumps.pk, name__startswith="signons.").order_by("id")
    assert list(names.values_list("name", flat=True)) == ["signons.ProviderConnected", "signons.ProviderTried"]


def test_nobody_else_sees_it(world, connected):
    world.colleague("sue", "ada", Role.STEWARD)
    for name in ("ben", "sue"):
        client = walk.browser(world, name)
        assert client.get(PAGE).status_code == 404
        for deed in ("try", "asked", "free", "end", "nonsense"):
            assert client.post(f"{PAGE}/{deed}").status_code == 404
    cleo = walk.browser(world, "cleo")
    assert "Pump Works" not in walk.said(cleo.get(PAGE))
    assert cleo.post(f"{PAGE}/end").status_code == 404
    assert not Provider.objects.get().ended_at


def test_the_secret_is_sealed_and_never_shown(world, connected):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM signons_provider")
        assert SECRET not in cursor.fetchone()[0]
    assert SECRET not in walk.said(walk.browser(world, "ada").get(PAGE))


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://login.example"},
        {"token_endpoint": "http://192.168.0.1/token"},
        {"jwks_uri": "https://169.254.169.254/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
        {"code_challenge_methods_supported": ["plain"]},
    ],
)
def test_a_provider_that_says_what_it_should_not_is_not_connected(world, there, says):
    there.says = says
    answer = walk.browser(world, "ada").post(PAGE, given(there))
    assert answer.status_code == 422
    assert not Provider.objects.exists()


def test_a_name_that_nearly_fits_is_not_the_same(world, there):
    answer = walk.browser(world, "ada").post(PAGE, given(there, issuer=there.issuer + "/"))
    assert "calls itself something else" in walk.said(answer)


def test_what_lies_inside_is_the_founders_only(world, there):
    answer = walk.browser(world, "cleo").post(PAGE, given(there))
    assert answer.status_code == 422
    assert not there.asked
    with pytest.raises(Refused):
        discovery.find(there.issuer, inside=False)


def test_short_names_are_plain_and_one_firms_only(world, there, connected):
    ada = walk.browser(world, "ada")
    for short in ("a", "Pumps", "pumps works", "-pumps", "../x"):
        assert ada.post(PAGE, {"name": "x", "short": short}).status_code == 422
    wish = Wish("Foundry", "pumps", SECRET, there.issuer, CLIENT)
    with pytest.raises(Refused, match="taken"):
        connecting.connect(wish, by=world.actor("cleo"))


def test_its_name_and_secret_change_and_an_empty_secret_stays(world, connected):
    ada = walk.browser(world, "ada")
    assert ada.post(PAGE, {"name": "Pumps", "short": "tarnside", "issuer": "https://x.example"}).status_code == 302
    connected.refresh_from_db()
    assert (connected.name, connected.short, connected.secret) == ("Pumps", "tarnside", SECRET)
    assert "x.example" not in connected.issuer
    ada.post(PAGE, {"name": "Pumps", "short": "tarnside", "secret": "another"})
    connected.refresh_from_db()
    assert connected.secret == "another"
    rows = Event.objects.filter(name="signons.ProviderChanged")
    assert rows.count() == 2


def test_there_is_one_at_a_time(world, there, connected):
    wish = Wish("Second", "second", SECRET, there.issuer, CLIENT)
    with pytest.raises(Refused):
        connecting.connect(wish, by=world.actor("ada"))
    connecting.end(by=world.actor("ada"))
    assert connecting.connect(wish, by=world.actor("ada")).tried_at is None


def test_kith_goes_to_no_more_than_ten_addresses_in_an_hour_for_one_firm(world, there):
    ada = walk.browser(world, "ada")
    for _each in range(10):
        assert "calls itself" in walk.said(ada.post(PAGE, given(there, issuer=there.issuer + "/")))
    answer = ada.post(PAGE, given(there))
    assert answer.status_code == 422
    assert "tried too often" in walk.said(answer)
    assert len(there.asked) == 10
    assert not Provider.objects.exists()


def test_nobody_waits_for_room_to_ask(world, there):
    with outgoing.turn(world.pumps.pk):
        answer = walk.browser(world, "ada").post(PAGE, given(there))
    assert answer.status_code == 422
    assert "Begin once more in a moment" in walk.said(answer)
    assert not there.asked


def test_who_ends_it_is_told_that_tokens_work_on_and_where_to_look(world, connected):
    page = walk.said(walk.browser(world, "ada").get(PAGE))
    assert "Tokens for programs that people made meanwhile work on" in page
    assert 'href="/protect/trail"' in page
