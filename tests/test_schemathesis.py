"""The API is what its document says: schemathesis asks a real server all that the document allows, and more."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests import serving

KNOWN = """
from kith.identity.actions import tokens
from kith.identity.models import Person
from kith.identity.queries import actor_for
from kith.knowledge.actions import attaching
from kith.knowledge.models import Item
from kith.agreements.models import Agreement
ruth = actor_for(Person.objects.get(name="Ruth"))
item = Item.objects.filter(title__startswith="Pour the volute").order_by("pk").first()
print(tokens.make("walk", {"read", "write"}, 30, by=ruth).secret)
print(item.space.uid)
print(item.uid)
print(attaching.attach(item.uid, "trial.txt", [b"40 castings"], by=ruth).uid)
print(Agreement.objects.order_by("pk").first().uid)
"""
FAKE = "0a1b2c3d4e5f"
# Valid in form and refused for what they say: a cursor of nobody's, hours without saved time. The sentence tells.
LEFT_OUT = "positive_data_acceptance"


def with_ids(document, space, item, file, agreement):
    """The document with ids of things that are there, and of one that is not."""
    places = {"items": item, "attachments": file, "agreements": agreement}
    for path, methods in document["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path":
                    parameter["schema"]["enum"] = [places[path.split("/")[3]], FAKE]
                    parameter.pop("example", None)
    document["components"]["schemas"]["NewItem"]["properties"]["space"]["enum"] = [space, FAKE]
    return document


def test_the_api_does_what_its_document_says(tmp_path):
    with serving.running(tmp_path, "--demo") as server:
        token, *ids = server.python(KNOWN)[-5:]
        with urllib.request.urlopen(f"{server.url}/api/v1/openapi.json") as answer:
            document = with_ids(json.load(answer), *ids)
        told = tmp_path / "openapi.json"
        told.write_text(json.dumps(document))
        run = subprocess.run(
            [
                str(Path(sys.executable).parent / "schemathesis"),
                *("run", str(told), "--url", server.url, "--header", f"Authorization: Bearer {token}"),
                *("--max-examples", "12", "--seed", "7", "--no-color", "--exclude-checks", LEFT_OUT),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
