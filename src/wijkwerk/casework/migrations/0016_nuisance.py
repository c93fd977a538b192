"""Nuisance, the measures against it, and the protection of who suffers it."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import wijkwerk.casework.sealing


class Migration(migrations.Migration):
    """Nuisance, the measures against it, and the protection of who suffers it."""

    dependencies = [
        ("casework", "0015_campaigns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Nuisance",
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
                (
                    "what",
                    models.TextField(verbose_name="What happens, without names of neighbours?"),
                ),
                ("began_on", models.DateField(verbose_name="Since when?")),
                (
                    "violent",
                    models.BooleanField(default=False, verbose_name="With threats or violence"),
                ),
                (
                    "victims",
                    models.PositiveIntegerField(verbose_name="How many households suffer it?"),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="casework.household",
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
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Protection",
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
                (
                    "text",
                    models.TextField(
                        verbose_name="What protects this household, and whom do they call?"
                    ),
                ),
                (
                    "review_on",
                    models.DateField(verbose_name="When do you look at it together again?"),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "has_moved",
                    models.BooleanField(
                        default=False, verbose_name="The household moved because of the nuisance"
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
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Measure",
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
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("agreement", "Neighbours agree between them"),
                            ("mediation", "Mediation between neighbours"),
                            ("warning", "A warning of the landlord or the police"),
                            ("order", "An order: what may not happen any more"),
                            ("city_team", "The team for the worst of the city"),
                            ("move", "The household that causes it moves"),
                        ],
                        max_length=10,
                        verbose_name="Which step?",
                    ),
                ),
                ("what", models.TextField(verbose_name="What is agreed or ordered?")),
                (
                    "legal_ground",
                    models.CharField(
                        blank=True,
                        help_text="Needed for an order and a move.",
                        max_length=120,
                        verbose_name="On which ground in law?",
                    ),
                ),
                (
                    "skipped_because",
                    models.TextField(
                        blank=True,
                        help_text="Only when one is.",
                        verbose_name="Why is a step passed over?",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="From")),
                ("review_by", models.DateField(verbose_name="When do you look whether it worked?")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Needed for an order and a move.",
                        null=True,
                        verbose_name="Until and with",
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stopped", "The nuisance stopped"),
                            ("less", "There is less of it"),
                            ("none", "Nothing"),
                        ],
                        max_length=10,
                        verbose_name="What did it do?",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="casework.household",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.organisation",
                        verbose_name="Who does it?",
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
                (
                    "nuisance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="casework.nuisance",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("review_by__gte", models.F("started_on"))),
                        name="casework_measure_days",
                    )
                ],
            },
        ),
    ]
