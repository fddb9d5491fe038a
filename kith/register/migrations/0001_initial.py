import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kith.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0008_dates"),
        ("identity", "0004_invitation_mailed"),
        ("identity", "__first__"),
        ("knowledge", "0019_policies"),
        ("partnerships", "0002_compete"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("patent", "Patent"),
                            ("utility", "Utility model"),
                            ("mark", "Trade mark"),
                            ("design", "Design"),
                            ("copyright", "Copyright"),
                            ("database", "Database right"),
                            ("software", "Software"),
                            ("dataset", "Dataset"),
                            ("secret", "Trade secret"),
                            ("knowhow", "Know-how"),
                            ("domain", "Domain name"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("words", models.CharField(blank=True, max_length=2000)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("background", "Background: ours before, or beside, the work together"),
                            ("foreground", "Foreground: it came out of the work together"),
                            ("third", "Of a third party: we may use it"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "classification",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Public"),
                            (1, "Inside our company"),
                            (2, "In confidence, named partners"),
                            (3, "Restricted, named people"),
                            (4, "Trade secret, view only"),
                        ],
                        default=1,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=1000)),
                ("public_on", models.DateField(null=True)),
                (
                    "open_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No open-source software in it"),
                            ("permissive", "Permissive: name the authors"),
                            ("weak", "Weak copyleft: changes to that part stay open"),
                            ("strong", "Strong copyleft: all of it has to be open when it is passed on"),
                            ("unknown", "Not looked into yet"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("licence_name", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("given_up_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "custodian",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_up_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("items", models.ManyToManyField(related_name="+", to="knowledge.item")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.partnership",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "kind"], name="asset_by_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_up_at", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="an_asset_is_given_up_for_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=300)),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holdings", to="register.asset"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100)),
                        name="a_share_is_more_than_nothing_and_at_most_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), ("organisation__isnull", False)),
                            models.Q(("organisation", None), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_share_is_an_organisations_or_a_names",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("problem", models.CharField(max_length=2000)),
                ("idea", models.CharField(max_length=4000)),
                ("known", models.CharField(blank=True, max_length=2000)),
                ("others", models.CharField(blank=True, max_length=500)),
                ("conceived_on", models.DateField(null=True)),
                ("public_on", models.DateField(null=True)),
                ("told_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=1000)),
                (
                    "asset",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invention",
                        to="register.asset",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("inventors", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[("out", "We let them use it"), ("in", "They let us use it")], max_length=3
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("exclusive", "Exclusive: nobody else, not even who gives it"),
                            ("sole", "Sole: nobody else but who gives it"),
                            ("open", "Not exclusive: others may get one too"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=300)),
                ("field", models.CharField(blank=True, max_length=300)),
                ("territory", models.CharField(blank=True, max_length=300)),
                ("royalty", models.CharField(blank=True, max_length=300)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="licences", to="register.asset"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), ("organisation__isnull", False)),
                            models.Q(("organisation", None), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_licence_is_an_organisations_or_a_names",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Maker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=300)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="makers", to="register.asset"
                    ),
                ),
                (
                    "person",
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
                        condition=models.Q(
                            models.Q(("name", ""), ("person__isnull", False)),
                            models.Q(("person", None), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_maker_is_a_person_or_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Right",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                ("office", models.CharField(max_length=40)),
                ("where", models.CharField(blank=True, max_length=200)),
                ("filed_on", models.DateField(null=True)),
                ("filing_number", models.CharField(blank=True, max_length=60)),
                ("granted_on", models.DateField(null=True)),
                ("grant_number", models.CharField(blank=True, max_length=60)),
                ("is_first", models.BooleanField(default=False)),
                ("priority_used_at", models.DateTimeField(null=True)),
                ("paid_before", models.DateField(null=True)),
                ("runs_out_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rights", to="register.asset"
                    ),
                ),
                (
                    "dropped_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dropped_at", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="a_right_is_dropped_for_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                ("paid_on", models.DateField()),
                ("words", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fees", to="register.right"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("right", "due_on"), name="a_fee_is_paid_once")],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("patent", "Patent"),
                            ("utility", "Utility model"),
                            ("mark", "Trade mark"),
                            ("design", "Design"),
                            ("copyright", "Copyright"),
                            ("database", "Database right"),
                            ("software", "Software"),
                            ("dataset", "Dataset"),
                            ("secret", "Trade secret"),
                            ("knowhow", "Know-how"),
                            ("domain", "Domain name"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "counted_from",
                    models.CharField(
                        choices=[("filing", "The day of filing"), ("grant", "The day of grant")], max_length=7
                    ),
                ),
                ("months", models.JSONField()),
                ("month_end", models.BooleanField()),
                ("grace_months", models.PositiveSmallIntegerField()),
                ("term_months", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("followed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("followed_at", None)),
                        fields=("organisation", "office", "kind"),
                        name="one_rule_for_an_office_and_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("physical", "Rooms, cabinets, machines"),
                            ("digital", "Computers and networks"),
                            ("leaving", "A talk with somebody who left, and what she was reminded of"),
                            ("paper", "Marks on paper and things"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(max_length=1000)),
                ("done_on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("followed_at", models.DateTimeField(null=True)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="register.asset"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("done_on")), _connector="OR"),
                        name="a_step_holds_from_when_it_was_done",
                    )
                ],
            },
        ),
    ]
