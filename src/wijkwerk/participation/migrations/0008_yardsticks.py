"""Panels, yardsticks and the plans that were held against them."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Panels, yardsticks and the plans that were held against them."""

    dependencies = [
        ("participation", "0007_stewardship_and_signals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Panel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "title",
                    models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=200,
                        verbose_name="Name",
                    ),
                ),
                (
                    "members",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Members",
                    ),
                ),
                ("begins_on", models.DateField(verbose_name="First day")),
                ("ends_on", models.DateField(verbose_name="Last day")),
                (
                    "vision",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="Vision of the neighbourhood",
                    ),
                ),
                (
                    "budget",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="Own budget a year, in euros"
                    ),
                ),
                (
                    "expertise",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="Expertise that it hires"
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": ("title", "id"),
            },
        ),
        migrations.CreateModel(
            name="Yardstick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "title",
                    models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=200,
                        verbose_name="Title",
                    ),
                ),
                (
                    "communities",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="Which communities talked about it, and how",
                    ),
                ),
                (
                    "profile",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="Profile of the neighbourhood",
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="Edition")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="Adopted on")),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="yardsticks",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": ("-edition", "-id"),
            },
        ),
        migrations.CreateModel(
            name="YardstickPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=200,
                        verbose_name="Main part",
                    ),
                ),
                (
                    "meaning",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What it means to each community",
                    ),
                ),
                (
                    "municipality",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known yet"),
                            ("shared", "Shares it"),
                            ("partly", "Shares it in part"),
                            ("not_shared", "Doesn’t share it"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="View of the municipality",
                    ),
                ),
                (
                    "landlord",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known yet"),
                            ("shared", "Shares it"),
                            ("partly", "Shares it in part"),
                            ("not_shared", "Doesn’t share it"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="View of the housing association",
                    ),
                ),
                (
                    "because",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="Reasons of who doesn’t share it"
                    ),
                ),
                (
                    "yardstick",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="participation.yardstick",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="PlanCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plan", models.CharField(max_length=200, verbose_name="Plan")),
                (
                    "plan_edition",
                    models.CharField(max_length=200, verbose_name="Edition or date of the plan"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("meets", "Meets it"),
                            ("partly", "In part"),
                            ("not", "Doesn’t meet it"),
                            ("silent", "Says nothing about it"),
                        ],
                        max_length=10,
                        verbose_name="Verdict",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=200, verbose_name="Reasons")),
                ("on", models.DateField(verbose_name="Date")),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="participation.yardstickpart",
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-id"),
            },
        ),
        migrations.AddConstraint(
            model_name="yardstickpart",
            constraint=models.UniqueConstraint(fields=("yardstick", "title"), name="a_part_once"),
        ),
        migrations.AddConstraint(
            model_name="plancheck",
            constraint=models.UniqueConstraint(
                fields=("part", "plan", "plan_edition"), name="a_plan_edition_once"
            ),
        ),
    ]
