import django.db.models.deletion
import django.db.models.expressions
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
            name="Committee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.CharField(blank=True, max_length=20)),
                ("quorum", models.PositiveSmallIntegerField()),
                ("answer_days", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
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
                        condition=models.Q(("closed_at", None), models.Q(("purpose", ""), _negated=True)),
                        fields=("organisation", "purpose"),
                        name="one_open_committee_of_a_purpose",
                    ),
                    models.CheckConstraint(condition=models.Q(("quorum__gte", 1)), name="a_quorum_is_somebody"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=64)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("place", models.CharField(blank=True, max_length=300)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("called_at", models.DateTimeField()),
                ("held_at", models.DateTimeField(null=True)),
                ("record", models.TextField(blank=True)),
                ("quorum", models.PositiveSmallIntegerField(null=True)),
                ("members", models.PositiveSmallIntegerField(null=True)),
                ("written_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="meetings.committee"
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["committee", "starts_at"], name="meeting_by_committee")],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                ("question", models.CharField(max_length=300)),
                ("words", models.CharField(blank=True, max_length=4000)),
                ("about", models.CharField(blank=True, max_length=20)),
                ("about_id", models.BigIntegerField(null=True)),
                ("pack", models.JSONField(default=list)),
                ("pack_sha256", models.CharField(max_length=64)),
                ("opened_at", models.DateTimeField()),
                ("closes_on", models.DateField(null=True)),
                ("closes_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("carried", "Carried"),
                            ("rejected", "Rejected"),
                            ("no_quorum", "Not decided: too few voted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("members", models.PositiveSmallIntegerField(default=0)),
                ("entitled", models.PositiveSmallIntegerField(default=0)),
                ("yes", models.PositiveSmallIntegerField(default=0)),
                ("no", models.PositiveSmallIntegerField(default=0)),
                ("abstain", models.PositiveSmallIntegerField(default=0)),
                ("void", models.PositiveSmallIntegerField(default=0)),
                ("needed", models.PositiveSmallIntegerField(default=0)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="meetings.committee"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["about", "about_id"], name="ballot_by_thing")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None), models.Q(("about", ""), _negated=True)),
                        fields=("about", "about_id"),
                        name="one_open_ballot_about_a_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("outcome", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_closed_ballot_has_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None),
                            (
                                "entitled__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("yes"), "+", models.F("no")
                                    ),
                                    "+",
                                    models.F("abstain"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="no_more_votes_than_voters",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "was",
                    models.CharField(
                        choices=[("present", "There"), ("excused", "Excused"), ("absent", "Not there")], max_length=8
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "person"), name="one_attendance_of_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=kith.core.ids.new, editable=False, max_length=12, unique=True)),
                ("order", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("words", models.CharField(blank=True, max_length=2000)),
                ("about", models.CharField(blank=True, max_length=20)),
                ("about_id", models.BigIntegerField(null=True)),
                ("record", models.TextField(blank=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="points", to="meetings.meeting"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["meeting", "order"], name="point_by_meeting")],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chairs", models.BooleanField(default=False)),
                ("since", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="meetings.committee"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)),
                        fields=("committee", "person"),
                        name="one_open_seat_for_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("chairs", True), ("left_at", None)),
                        fields=("committee",),
                        name="one_open_chair_of_a_committee",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "choice",
                    models.CharField(choices=[("yes", "Yes"), ("no", "No"), ("abstain", "Abstains")], max_length=8),
                ),
                ("words", models.CharField(blank=True, max_length=2000)),
                ("at", models.DateTimeField()),
                ("counts", models.BooleanField(null=True)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="meetings.ballot"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("ballot", "person"), name="one_vote_of_a_person")],
            },
        ),
        migrations.CreateModel(
            name="Bar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("requester", "Asked for it"), ("conflict", "Interest of their own")], max_length=10
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bars", to="meetings.ballot"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("ballot", "person"), name="one_bar_of_a_person")],
            },
        ),
    ]
