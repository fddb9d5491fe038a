"""What somebody tries who means harm, at every address: words that are markup, forged forms, ways off the site."""

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.test import Client

from tests import walk
from tests.planting import Planted
from tests.test_leak_walk import LEAVE_ALONE, addresses

EVIL = "<zx onzx=1>"
OTHERWISE = {"audit", "search", "sessions", "contenttypes", "auth", "django_tasks_database", "account", "mfa"}
MARKUP = {"Version.html", "Version.text"}  # what stands there has been cleaned when it was written
NAMES = {
    "identity.Person.name",
    "identity.Organisation.name",
    "identity.Team.name",
    "partnerships.Partnership.title",
    "partnerships.Aim.text",
    "agreements.Agreement.title",
    "access.Basis.title",
    "access.BasisPurpose.text",
}
AWAY = "https://evil.example/"


@pytest.fixture
def planted(world):
    return Planted(world)


def texts():
    """Every field in which somebody's words are kept."""
    for model in apps.get_models():
        if model._meta.app_label in OTHERWISE:
            continue
        for field in model._meta.concrete_fields:
            plain = isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
            if plain and f"{model.__name__}.{field.name}" not in MARKUP:
                yield model, field


def poison(model, field, rows):
    """Put markup behind the words of some rows; how many."""
    most = field.max_length or 100_000
    try:
        with transaction.atomic():
            return rows.update(**{field.name: Concat(Substr(F(field.name), 1, most - len(EVIL)), Value(EVIL))})
    except DatabaseError:  # the database refuses any change of it
        return 0


def poisoned():
    """Put markup behind all planted words and all names; into how many fields."""
    done = set()
    for model, field in texts():
        named = f"{model._meta.app_label}.{model.__name__}.{field.name}"
        rows = model._default_manager.all()
        if named not in NAMES:
            rows = rows.filter(**{f"{field.name}__contains": "zq"})
        if poison(model, field, rows):
            done.add(named)
    return done


def test_no_words_are_ever_drawn_as_markup(world, planted):
    world.agree("foundry", "cleo")
    world.share(planted.space, "foundry")
    done = poisoned()
    assert len(done) > 80, sorted(done)
    drawn = 0
    for name in ("ada", "ben", "cleo"):
        client = walk.browser(world, name)
        for address, _twin, _kind in addresses(planted):
            answer = client.get(address)
            if not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue
            said = walk.said(answer)
            assert EVIL not in said, f"{name} {address}: {said[max(said.index(EVIL) - 200, 0) : said.index(EVIL) + 20]}"
            drawn += "&lt;zx onzx=1&gt;" in said
    assert drawn > 100, "the words were there to be drawn"


def test_no_form_is_taken_that_did_not_come_from_a_page_of_ours(world, planted):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["ada"], backend=walk.BACKEND)
    for address, _twin, _kind in addresses(planted):
        if address not in LEAVE_ALONE and not address.startswith(("/api/", "/scim/")):  # those hear tokens, no cookies
            assert client.post(address).status_code == 403, address


def test_no_address_leads_off_the_site(world, planted):
    for client in (Client(), walk.browser(world, "ada")):
        for address, _twin, _kind in addresses(planted):
            if address in LEAVE_ALONE:
                continue
            joined = "&" if "?" in address else "?"
            for away in (AWAY, "//evil.example/", "/\\evil.example/"):
                asked = f"{address}{joined}next={away}&back={away}&to={away}"
                for answer in (client.get(asked), client.post(asked, {"next": away, "back": away, "to": away})):
                    leads = answer.headers.get("Location", "")
                    assert "evil" not in leads.split("?")[0], f"{address} leads to {leads}"
