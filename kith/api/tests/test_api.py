"""Programs do what their people may do, lose nobody's words, and are told in one sentence what went wrong."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kith.api import schemas, v1
from kith.audit.models import Exposure
from kith.core import clock
from kith.identity.actions import leaving, tokens
from kith.identity.models import Membership
from kith.knowledge.actions import attaching
from kith.knowledge.models import Item
from tests import walk


@pytest.fixture
def ada(world):
    return walk.program(world, "ada")


def send(client, method, address, body, **headers):
    return getattr(client, method)(address, body, content_type="application/json", headers=headers)


def test_an_item_is_published_read_and_rewritten_without_losing_words(world, ada):
    space = world.space("Castings")
    made = send(ada, "post", "/api/v1/items", {"space": space.uid, "title": "Vent the core", "markdown": "**Gas**"})
    assert made.status_code == 201, made.content
    address = f"/api/v1/items/{made.json()['id']}"
    read = ada.get(address)
    assert read.json()["markdown"].strip() == "**Gas**"
    text = {"title": "Vent the core", "markdown": "Second."}
    assert send(ada, "put", address, text).status_code == 412
    written = send(ada, "put", address, text, **{"If-Match": read["ETag"]})
    assert written.json()["version"] == 2
    stale = send(ada, "put", address, text, **{"If-Match": read["ETag"]})
    assert stale.status_code == 412
    assert stale["Content-Type"] == "application/problem+json"
    assert ada.get(address, headers={"If-None-Match": written["ETag"]}).status_code == 304


@pytest.mark.parametrize(("field", "value"), [("kind", "tacit"), ("kind", "novel"), ("classification", 7)])
def test_an_item_of_an_unknown_kind_or_level_is_refused_and_not_made_something_else(world, ada, field, value):
    given = {"space": world.space("Castings").uid, "title": "Vent the core", field: value}
    refused = send(ada, "post", "/api/v1/items", given)
    assert refused.status_code == 422
    assert refused.json()["field"].endswith(field)
    assert not Item.objects.exists()


def test_lists_go_on_by_cursor_without_a_gap_or_a_double(world, ada):
    space = world.space("Castings")
    for number in range(7):
        world.item(space, f"Item {number}")
    seen, cursor = [], ""
    while cursor is not None:
        page = ada.get(f"/api/v1/items?limit=3&cursor={cursor}").json()
        seen += [row["title"] for row in page["items"]]
        cursor = page["next"]
    assert sorted(seen) == [f"Item {number}" for number in range(7)]
    wrong = ada.get("/api/v1/items?cursor=nonsense")
    assert wrong.status_code == 422
    assert wrong.json()["field"] == "cursor"


def test_a_partners_program_reads_what_is_shared_and_that_is_an_exposure(world, ada):
    world.agree("foundry", "cleo")
    item = world.item(world.space("Castings"), "Vent the core", "Gas.", classification=2)
    world.share(item, "foundry")
    tom = walk.program(world, "tom")
    found = tom.get(f"/api/v1/items/{item.uid}").json()
    assert found["whose"] == "theirs"
    assert found["under"][0]["agreement"] == "Mutual NDA"
    assert Exposure.objects.get().channel == "api"
    used = send(tom, "post", f"/api/v1/items/{item.uid}/uses", {"outcome": "hours", "hours": "2.5"})
    assert used.status_code == 201
    assert ada.get(f"/api/v1/items/{item.uid}/uses").json()[0]["person"] == "Tom"
    refused = send(tom, "put", f"/api/v1/items/{item.uid}", {"title": "x", "markdown": "y"})
    assert refused.status_code == 403
    unseen = walk.program(world, "una").get(f"/api/v1/items/{item.uid}")
    assert (unseen.status_code, unseen["Content-Type"]) == (404, "application/problem+json")
    wrong = send(tom, "post", f"/api/v1/items/{item.uid}/uses", {"outcome": "hours"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "hours")


@pytest.mark.parametrize(
    "address", ["people", "partnerships", "agreements", "spaces", "items", "search?q=x", "measures/utilisation"]
)
def test_everything_needs_a_token_that_works(world, address):
    nobody = Client().get(f"/api/v1/{address}")
    assert nobody.status_code == 401
    assert nobody["WWW-Authenticate"] == "Bearer"
    assert Client(headers={"Authorization": "Bearer kith_wrong"}).get(f"/api/v1/{address}").status_code == 401
    assert walk.program(world, "dan").get(f"/api/v1/{address}").status_code == 200


def test_a_token_dies_by_its_day_by_its_person_and_by_being_revoked(world):
    world.agree("foundry", "cleo")
    tom, ben = walk.program(world, "tom"), walk.program(world, "ben")
    made = tokens.make("x", {"read"}, 10, by=world.actor("ada"))
    short = Client(headers={"Authorization": f"Bearer {made.secret}"})
    assert [each.get("/api/v1/people").status_code for each in (tom, ben, short)] == [200, 200, 200]
    leaving.deactivate(Membership.objects.get(person=world.people["tom"]).pk, by=world.actor("cleo"))
    assert tom.get("/api/v1/people").status_code == 401
    with clock.at(clock.now() + timedelta(days=11)):
        assert short.get("/api/v1/people").status_code == 401
    tokens.revoke(made.token.uid, by=world.actor("ada"))
    assert short.get("/api/v1/people").status_code == 401


def test_a_reading_token_does_not_write(world):
    item = world.item(world.space("Castings"), "Vent the core")
    reader = walk.program(world, "ada", scopes="read")
    assert reader.get(f"/api/v1/items/{item.uid}").status_code == 200
    assert send(reader, "post", f"/api/v1/items/{item.uid}/uses", {"outcome": "quality"}).status_code == 403


def test_the_openapi_document_describes_every_operation(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert len(document["paths"]) >= 10
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["description"], (path, method)


def test_a_file_comes_whole_in_part_or_not_again_but_only_to_who_may_have_it(world, ada):
    item = world.item(world.space("Castings"), "Vent the core")
    file = attaching.attach(item.uid, "jig.txt", [b"the right way up"], by=world.actor("ada"))
    address = ada.get(f"/api/v1/items/{item.uid}").json()["attachments"][0]["url"]
    whole = ada.get(address)
    assert b"".join(whole.streaming_content) == b"the right way up"
    part = ada.get(address, headers={"Range": "bytes=4-8"})
    assert (part.status_code, part.content, part["Content-Range"]) == (206, b"right", "bytes 4-8/16")
    assert ada.get(address, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    assert ada.get(address, headers={"Range": "bytes=99-"}).status_code == 416
    dan = walk.program(world, "dan")
    for headers in ({}, {"Range": "bytes=0-1"}, {"If-None-Match": whole["ETag"]}):
        assert dan.get(f"/api/v1/attachments/{file.uid}", headers=headers).status_code == 404


def test_a_program_learns_whose_it_is(world, ada):
    said = ada.get("/api/v1/me").json()
    assert (said["name"], said["role"], said["organisation"]["name"]) == ("Ada", "owner", "Tarnside Pumps")
    assert said["scopes"] == ["read", "write"]


def test_a_space_is_opened_and_a_file_attached(world, ada):
    made = send(ada, "post", "/api/v1/spaces", {"name": "Castings"})
    assert made.status_code == 201
    nameless = send(ada, "post", "/api/v1/spaces", {"name": " "})
    assert (nameless.status_code, nameless.json()["field"]) == (422, "name")
    item = send(ada, "post", "/api/v1/items", {"space": made.json()["id"], "title": "Vent the core"}).json()
    file = SimpleUploadedFile("jig.txt", b"The jig, the right way up", "text/plain")
    attached = ada.post(f"/api/v1/items/{item['id']}/attachments", {"file": file})
    assert attached.status_code == 201, attached.content
    assert b"".join(ada.get(attached.json()["url"]).streaming_content) == b"The jig, the right way up"
    reader = walk.program(world, "ada", scopes="read")
    refused = reader.post(f"/api/v1/items/{item['id']}/attachments", {"file": SimpleUploadedFile("a.txt", b"a")})
    assert refused.status_code == 403


def test_an_agreement_is_read_with_its_text_and_signatures_by_its_parties_only(world, ada):
    agreement = world.agree("foundry", "cleo")
    address = f"/api/v1/agreements/{agreement.uid}"
    said = ada.get(address).json()
    assert said["purposes"] == ["Casting quality"]
    assert said["text_sha256"] == agreement.text_sha256
    assert all(row["signed_at"] for row in said["signatures"])
    item = world.item(world.space("Castings"), "Vent the core", classification=2)
    world.share(item, "foundry")
    assert [row["title"] for row in walk.program(world, "cleo").get(address).json()["opens"]] == ["Vent the core"]
    assert (
        Exposure.objects.filter(item_id=item.pk, organisation_id=world.firms["foundry"].pk).count() == 1
    )  # shown, so recorded
    assert walk.program(world, "dan").get(address).status_code == 404


def shape(schema):
    """The class that a schema of the document stands for, and whether it is a list of them."""
    many = schema.get("type") == "array"
    return getattr(schemas, (schema["items"] if many else schema)["$ref"].rsplit("/", 1)[1]), many


def test_every_body_and_answer_has_an_example_that_its_schema_accepts():
    document = v1.api.get_openapi_schema()
    assert document["openapi"] == "3.1.0"
    seen = set()
    for operations in document["paths"].values():
        for operation in operations.values():
            for body in [operation.get("requestBody", {}), *operation["responses"].values()]:
                content = body.get("content", {}).get("application/json")
                if content:
                    kind, many = shape(content["schema"])
                    for example in content["example"] if many else [content["example"]]:
                        kind.model_validate(example)
                    seen.add(kind)
    assert seen >= {schemas.Me, schemas.AgreementPage, schemas.NewItem, schemas.Item, schemas.Use, schemas.Utilisation}
