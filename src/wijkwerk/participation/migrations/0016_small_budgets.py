"""Small budgets of residents, and what is asked out of them."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the tables."""

    dependencies = [
        ("participation", "0015_support_and_carrying_out"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scheme",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("voucher", "Voucher for something in the neighbourhood"),
                            ("happiness", "Happiness budget for the plan of a household"),
                        ],
                        default="voucher",
                        max_length=10,
                        verbose_name="What one gets",
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What it is for, and what not",
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        help_text="Such as: every household of the Lindestraat.",
                        max_length=200,
                        verbose_name="For whom",
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Budget in euros",
                    ),
                ),
                (
                    "ceiling",
                    models.BigIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Each gets at most, in euros",
                    ),
                ),
                (
                    "small",
                    models.BigIntegerField(
                        blank=True,
                        help_text="Never the coach who made the plan. Empty: a decision-maker decides everything.",
                        null=True,
                        verbose_name="Up to this an official decides, in euros",
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="Last day to ask")),
                (
                    "unspent",
                    models.CharField(max_length=200, verbose_name="Where unspent money goes"),
                ),
                (
                    "result",
                    models.TextField(blank=True, max_length=10000, verbose_name="What came of it"),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schemes",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Grant",
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
                    "wish",
                    models.TextField(
                        blank=True,
                        help_text="Don’t write names or addresses. We erase this once it was paid or refused.",
                        max_length=10000,
                        verbose_name="What do you want to do with it?",
                    ),
                ),
                (
                    "wanted",
                    models.BigIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="How much do you ask, in euros?",
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="Amount of the plan, in euros"
                    ),
                ),
                (
                    "coach",
                    models.CharField(
                        blank=True,
                        help_text="A role or a group, not a name.",
                        max_length=200,
                        verbose_name="Who coaches",
                    ),
                ),
                ("paid", models.BigIntegerField(default=0, verbose_name="Paid")),
                ("requested_on", models.DateField(verbose_name="Asked on")),
                ("decide_by", models.DateField(verbose_name="Decision before or on")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="Decided on")),
                ("receipt", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="participation.process",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="participation.scheme",
                        verbose_name="Small budget",
                    ),
                ),
            ],
            options={
                "ordering": (
                    models.OrderBy(models.F("decided_on"), descending=True, nulls_first=True),
                    "decide_by",
                    "id",
                ),
            },
        ),
    ]
