"""Bases of agreements that let copies be kept leave open what is written together under them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    kept = apps.get_model("agreements", "Agreement").objects.filter(end_rule="keep", basis__isnull=False)
    apps.get_model("access", "Basis").objects.filter(pk__in=kept.values("basis")).update(stays=True)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_amendments"), ("access", "0003_joint")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
