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
    ]

    operations = [
        migrations.CreateModel(
            name="Adviser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("patent", "Patent attorney"),
                            ("lawyer", "Solicitor or lawyer"),
                            ("broker", "Insurance broker"),
                            ("other", "Other adviser"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("firm", models.CharField(blank=True, max_length=200)),
                ("mail", models.CharField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("since", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
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
            ],
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("liability", "Liability for others’ intellectual property"),
                            ("expenses", "Legal expenses for intellectual property"),
                            ("cyber", "Cyber"),
                            ("indemnity", "Professional indemnity"),
                            ("other", "Other insurance"),
                        ],
                        max_length=10,
                    ),
                ),
                ("insurer", models.CharField(max_length=200)),
                ("number", models.CharField(max_length=100)),
                ("limit_amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("excess_amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("exclusions", models.CharField(blank=True, max_length=4000)),
                ("territory", models.CharField(blank=True, max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("known_since", models.DateField()),
                ("zone", models.CharField(max_length=64)),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "adviser",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.adviser"
                    ),
                ),
                (
                    "ended_by",
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
                    "renewed_by",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="renews", to="claims.cover"
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="a_cover_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("renewed_by", None), _connector="OR"),
                        name="what_is_renewed_is_not_given_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("side", models.CharField(choices=[("against", "Against us"), ("by", "By us")], max_length=8)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("patent", "Patent"),
                            ("mark", "Trade mark"),
                            ("design", "Design"),
                            ("copyright", "Copyright"),
                            ("secret", "Trade secret"),
                            ("contract", "Contract"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("other", models.CharField(blank=True, max_length=200)),
                ("words", models.CharField(max_length=4000)),
                ("asserted_on", models.DateField()),
                (
                    "npe",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known"),
                            ("no", "No, it makes or sells something"),
                            ("yes", "Yes, it only holds rights"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("notified_on", models.DateField(null=True)),
                ("reply_by", models.DateField(null=True)),
                ("reply_known_since", models.DateField(null=True)),
                ("answered_on", models.DateField(null=True)),
                ("zone", models.CharField(max_length=64)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "It goes on"),
                            ("settled", "Settled"),
                            ("withdrawn", "Withdrawn"),
                            ("won", "Won by us"),
                            ("lost", "Lost by us"),
                        ],
                        max_length=10,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "adviser",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.adviser"
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
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.organisation",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                (
                    "cover",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.cover"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("other__gt", ""), ("partner", None)),
                            models.Q(("other", ""), ("partner__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_claim_has_one_other_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("outcome", "")),
                            models.Q(("closed_at__isnull", False), ("outcome__gt", "")),
                            _connector="OR",
                        ),
                        name="a_closed_claim_has_an_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("words", models.CharField(max_length=4000)),
                ("is_reply", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "It goes on"),
                            ("settled", "Settled"),
                            ("withdrawn", "Withdrawn"),
                            ("won", "Won by us"),
                            ("lost", "Lost by us"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="claims.claim"
                    ),
                ),
            ],
        ),
    ]
