"""The schema is the same, whether migrations render each model anew for each new one or not."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from django.db import connection, models
from django.db.migrations.operations import RunPython
from django.db.migrations.state import ModelState, ProjectState

from kith.cli import rendering
from tests import serving

PLAIN = (
    "import django; django.setup()\nfrom django.core.management import call_command as do\ndo('migrate', verbosity=0)"
)


def migrated(folder, *command):
    """The schema that a command makes of an empty place, in SQL."""
    environment = {
        **os.environ,
        "KITH_DATA": str(folder / "data"),
        "KITH_KEYS": str(folder / "keys"),
        "DJANGO_SETTINGS_MODULE": "kith.config.settings",
        **serving.own_database(folder.name),
    }
    subprocess.run([sys.executable, *command], cwd=serving.ROOT, env=environment, check=True)
    url = environment.get("DATABASE_URL")
    if url:
        dump = max(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
        said = subprocess.run([dump, "--schema-only", "--dbname", url], check=True, capture_output=True, text=True)
        return [line for line in said.stdout.splitlines() if not line.startswith(("\\", "--"))]
    with sqlite3.connect(folder / "data" / "kith.sqlite3") as connection:
        return sorted(str(row) for row in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def test_a_new_model_rendered_alone_makes_the_same_tables(tmp_path):
    ours, plain = tmp_path / "ours", tmp_path / "plain"
    tables = migrated(ours, "-m", "kith.cli.main", "migrate")
    assert len(tables) > 200
    assert tables == migrated(plain, "-c", PLAIN)


def test_code_in_a_migration_is_given_models_that_know_each_other_from_both_sides():
    state = ProjectState()
    state.add_model(ModelState("shop", "Lamp", [("id", models.AutoField(primary_key=True))]))
    assert state.apps
    asked = []

    def code(apps, _editor):
        asked.append(str(apps.get_model("shop", "Lamp").objects.filter(bulbs__id=1).query))

    with rendering.alone():
        lamp = models.ForeignKey("shop.Lamp", models.CASCADE, related_name="bulbs")
        state.add_model(ModelState("shop", "Bulb", [("id", models.AutoField(primary_key=True)), ("lamp", lamp)]))
        before = state.clone()
        RunPython(code).database_forwards("shop", SimpleNamespace(connection=connection), before, state)
    assert "shop_bulb" in asked[0]
