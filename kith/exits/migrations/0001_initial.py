import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kith.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0009_certified"),
        ("identity", "0004_invitation_mailed"),
        ("identity", "__first__"),
        ("knowledge", "0019_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                ("opened_at", models.DateTimeField()),
                ("gathered_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exit", to="agreements.agreement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                ("people", models.PositiveIntegerField()),
                ("times", models.PositiveIntegerField()),
                ("copies", models.PositiveIntegerField()),
                ("told", models.PositiveIntegerField()),
                ("first", models.DateTimeField()),
                ("last", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("return", "Copies are returned"),
                            ("destroy", "Copies are deleted, and that is confirmed"),
                            ("keep", "Copies may be kept, under the same duties or a licence"),
                            ("free", "It is free: no longer secret"),
                            ("secret", "Nothing was copied: it stays secret"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "exit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="exits.exit"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="knowledge.item"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("exit", "holder", "item"), name="a_page_is_listed_once_for_each_holder"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner", models.F("holder")), _negated=True), name="nobody_holds_her_own"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Side",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                ("known_since", models.DateField()),
                ("listed_at", models.DateTimeField(null=True)),
                ("results_at", models.DateTimeField(null=True)),
                ("results", models.CharField(blank=True, max_length=2000)),
                ("certified_at", models.DateTimeField(null=True)),
                ("backups", models.CharField(blank=True, max_length=1000)),
                ("backups_until", models.DateField(null=True)),
                ("backups_gone_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("went_well", models.CharField(blank=True, max_length=2000)),
                ("went_badly", models.CharField(blank=True, max_length=2000)),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said"),
                            ("yes", "Yes, they may name us"),
                            ("ask", "Only if they ask each time"),
                            ("no", "No"),
                        ],
                        max_length=3,
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=500)),
                (
                    "certificate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.receipt",
                    ),
                ),
                (
                    "certified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "exit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sides", to="exits.exit"
                    ),
                ),
                (
                    "listed_by",
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
                    "results_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("exit", "organisation"), name="a_party_leaves_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("certificate", None), ("certified_at", None)),
                            models.Q(("certificate__isnull", False), ("certified_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="what_is_certified_is_signed",
                    ),
                ],
            },
        ),
    ]
