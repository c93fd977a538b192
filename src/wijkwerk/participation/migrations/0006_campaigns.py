"""Campaigns, what they ask and what was promised."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Campaigns, what they ask and what was promised."""

    dependencies = [
        ("participation", "0005_sealed_ballots"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
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
                    "text",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What will be done, and for whom",
                    ),
                ),
                ("minimum", models.BigIntegerField(verbose_name="Needed at least, in euros")),
                (
                    "stretch",
                    models.BigIntegerField(
                        blank=True,
                        help_text="Empty: not more than is needed.",
                        null=True,
                        verbose_name="Still useful up to, in euros",
                    ),
                ),
                (
                    "all_or_nothing",
                    models.BooleanField(
                        default=True,
                        verbose_name="Goes on only if everything that is needed is there",
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="Last day")),
                (
                    "not_reached",
                    models.CharField(
                        help_text="Such as: everybody gets their money back.",
                        max_length=200,
                        verbose_name="What happens if it isn’t reached",
                    ),
                ),
                (
                    "pot",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="What a fund adds at most, in euros"
                    ),
                ),
                (
                    "pot_of",
                    models.CharField(blank=True, max_length=200, verbose_name="Whose fund that is"),
                ),
                (
                    "match",
                    models.CharField(
                        choices=[
                            ("none", "Nothing"),
                            ("share", "A share of each payment"),
                            ("breadth", "More when more people pay"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="What the fund adds",
                    ),
                ),
                (
                    "match_percent",
                    models.PositiveSmallIntegerField(
                        default=100,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(300),
                        ],
                        verbose_name="Share of each payment, in percent",
                    ),
                ),
                (
                    "match_most",
                    models.BigIntegerField(
                        blank=True,
                        null=True,
                        verbose_name="Of each payment at most this counts, in euros",
                    ),
                ),
                (
                    "matched",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="What the fund added"
                    ),
                ),
                (
                    "result",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="What was done with it"
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": (
                    models.Case(models.When(state="open", then=0), default=1),
                    "ends_on",
                    "id",
                ),
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("task", "Hands"), ("room", "Room"), ("material", "Material")],
                        default="task",
                        max_length=10,
                        verbose_name="What is asked?",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=200,
                        verbose_name="In a few words",
                    ),
                ),
                (
                    "wanted",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="How many people or pieces",
                    ),
                ),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Hours of each"
                    ),
                ),
                (
                    "essential",
                    models.BooleanField(default=True, verbose_name="The plan can’t do without"),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="participation.campaign",
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Pledge",
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
                    "amount",
                    models.BigIntegerField(blank=True, null=True, verbose_name="Amount in euros"),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="How many people or pieces",
                    ),
                ),
                ("promised_on", models.DateField(verbose_name="Promised on")),
                (
                    "reference",
                    models.CharField(
                        max_length=25, null=True, unique=True, verbose_name="Payment reference"
                    ),
                ),
                ("receipt", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="participation.campaign",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="participation.need",
                        verbose_name="For what",
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("need", None), ("number", None)),
                            models.Q(("amount", None), ("need__isnull", False), ("number__gt", 0)),
                            _connector="OR",
                        ),
                        name="money_or_a_need",
                    )
                ],
            },
        ),
    ]
