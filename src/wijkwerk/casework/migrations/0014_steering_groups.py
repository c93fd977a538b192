"""Steering groups, their seats, what is brought to them, and what they decide."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import wijkwerk.casework.sealing


class Migration(migrations.Migration):
    """Steering groups, their seats, what is brought to them, and what they decide."""

    dependencies = [
        ("casework", "0013_follow_ups"),
    ]

    operations = [
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="casework.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("mandate", models.CharField(max_length=200, verbose_name="May decide")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="casework.group",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="casework.worker",
                    ),
                ),
            ],
            options={
                "ordering": ("worker__organisation__name", "id"),
            },
        ),
        migrations.CreateModel(
            name="RuleDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("law", models.CharField(max_length=120, verbose_name="Which law or rule?")),
                (
                    "article",
                    models.CharField(blank=True, max_length=60, verbose_name="Which article?"),
                ),
                (
                    "decision",
                    models.TextField(
                        help_text="Without names: about the rule, not about a household.",
                        max_length=20000,
                        verbose_name="What does the group do about it?",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="On which day?")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_decisions",
                        to="casework.group",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.seat",
                    ),
                ),
            ],
            options={
                "ordering": ("-decided_on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bound",
                    models.CharField(
                        default=wijkwerk.casework.sealing.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("income", "Income"),
                            ("debts", "Debts"),
                            ("daytime", "Work and daytime activity"),
                            ("care", "Care and health"),
                            ("housing", "Housing"),
                            ("school", "School"),
                            ("safety", "Safety"),
                        ],
                        max_length=10,
                        verbose_name="Life domain",
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("question", models.TextField(verbose_name="What do you ask the group to decide?")),
                ("decide_by", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decided", "Decided"),
                            ("handed_on", "The group can’t decide this: ask the next rung"),
                            ("refused", "Not taken up: the first way is still open"),
                            ("withdrawn", "No longer needed"),
                        ],
                        max_length=10,
                        verbose_name="What does the group decide?",
                    ),
                ),
                ("decision", models.TextField(blank=True, verbose_name="Decision")),
                (
                    "in_meeting",
                    models.BooleanField(
                        blank=True,
                        choices=[
                            (True, "In the meeting"),
                            (False, "Between members, outside the meeting"),
                        ],
                        null=True,
                        verbose_name="How was it decided?",
                    ),
                ),
                ("fetches", models.TextField(blank=True, verbose_name="Who fetches and brings?")),
                ("decided_on", models.DateField(blank=True, null=True)),
                (
                    "conflict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="casework.conflict",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.seat",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.organisation",
                        verbose_name="In whose file does it stand?",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="casework.group",
                        verbose_name="To which group?",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="casework.household",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.organisation",
                        verbose_name="Who pays?",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="casework.person",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.worker",
                    ),
                ),
            ],
            options={
                "ordering": ("decide_by", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(fields=("name",), name="casework_group_once"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on", None), ("outcome", "")),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True), ("decided_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="casework_submission_decided",
            ),
        ),
    ]
