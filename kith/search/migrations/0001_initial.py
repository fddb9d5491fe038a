from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Missed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("times", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["organisation_id", "-at"], name="missed_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation_id", "text"), name="a_missed_search_is_counted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                ("item_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("organisation_id", models.BigIntegerField(default=0)),
                ("space_id", models.BigIntegerField(default=0)),
                ("kind", models.CharField(default="", max_length=12)),
                ("updated", models.BigIntegerField(default=0)),
                ("language", models.CharField(max_length=10)),
                ("analyzer", models.PositiveSmallIntegerField(default=0)),
                ("length", models.PositiveIntegerField(default=0)),
                ("title", models.TextField()),
                ("title_key", models.CharField(default="", max_length=900)),
                ("acl", models.TextField()),
                ("title_terms", models.TextField(default="")),
                ("body_terms", models.TextField(default="")),
                ("body", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["title_key"], name="row_by_title")],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("head", models.CharField(max_length=2)),
                ("tail", models.CharField(max_length=2)),
                ("size", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["head", "size"], name="word_by_head"),
                    models.Index(fields=["tail", "size"], name="word_by_tail"),
                ],
            },
        ),
    ]
