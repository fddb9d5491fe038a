from django.db import migrations

from kith.search import engines


def derive(apps, schema_editor):
    """Make what the engine of this database keeps beside the rows, from the rows; what an older Kith made goes."""
    for statement in engines.of(schema_editor.connection.vendor).DERIVED:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_row_bag")]

    operations = [migrations.RunPython(derive, migrations.RunPython.noop)]
