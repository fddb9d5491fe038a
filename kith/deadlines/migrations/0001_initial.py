import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kith.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0004_invitation_mailed"),
        ("identity", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("about_id", models.BigIntegerField()),
                ("what", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("before", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
                ("escalated_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at", None), ("settled_at", None)),
                        fields=["organisation", "day"],
                        name="alert_open_by_organisation",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "about_id", "what", "day", "before"),
                        name="a_deadline_alerts_once_at_each_distance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledged_at", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="nobody_passes_over_a_deadline_in_silence",
                    ),
                ],
            },
        ),
    ]
