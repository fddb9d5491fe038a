from django.db import migrations, models

from kith.search import ranking


def count(apps, schema_editor):
    """Count the terms of the rows that are there."""
    model = apps.get_model("search", "Row")
    ids = list(model.objects.order_by("item_id").values_list("item_id", flat=True))
    for start in range(0, len(ids), 200):
        rows = list(model.objects.filter(item_id__in=ids[start : start + 200]))
        for row in rows:
            row.bag = ranking.bag(row.title_terms.split(), row.body_terms.split())
        model.objects.bulk_update(rows, ["bag"])


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddField("row", "bag", models.TextField(default="")),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
