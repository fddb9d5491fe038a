import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kith.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0004_invitation_mailed"),
        ("identity", "__first__"),
        ("knowledge", "0019_policies"),
        ("meetings", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("disclose", "Show something to a partner"),
                            ("license", "Give a licence"),
                            ("publish", "Publish: a paper, a talk, a fair, a web page"),
                            ("file", "File a patent, a mark or a design"),
                            ("abandon", "Give something up"),
                            ("accept", "Use something of a third party"),
                            ("dispute", "Act in a dispute"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("reason", models.CharField(max_length=2000)),
                ("public_on", models.DateField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("granted", models.BooleanField(default=False)),
                ("words", models.CharField(blank=True, max_length=2000)),
                ("until", models.DateField(null=True)),
                ("alone", models.BooleanField(default=False)),
                ("ratify_by", models.DateField(null=True)),
                ("ratified_at", models.DateTimeField(null=True)),
                ("over_at", models.DateTimeField(null=True)),
                ("over_why", models.CharField(blank=True, max_length=500)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="register.asset",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meetings.committee"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("items", models.ManyToManyField(related_name="+", to="knowledge.item")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"
                    ),
                ),
                (
                    "over_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.organisation",
                    ),
                ),
                ("releases", models.ManyToManyField(related_name="+", to="knowledge.release")),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "-asked_at"], name="request_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_what_she_asked_for",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=500)),
                ("commitment_id", models.BigIntegerField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="committee.request"
                    ),
                ),
            ],
        ),
    ]
