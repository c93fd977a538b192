"""Agreements that are paid by result, and steps, which only grow."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from wijkwerk.audit.append_only import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """Makes the tables; the database refuses to change or remove a step."""

    dependencies = [
        ("finance", "0002_ledgers"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                ("municipality", models.CharField(max_length=20, verbose_name="Municipality")),
                (
                    "title",
                    models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=200,
                        verbose_name="Title",
                    ),
                ),
                ("payer", models.CharField(max_length=200, verbose_name="Who pays")),
                ("executor", models.CharField(max_length=200, verbose_name="Who carries it out")),
                (
                    "verifier",
                    models.CharField(
                        help_text="An organisation that doesn’t carry it out.",
                        max_length=200,
                        verbose_name="Who judges the results",
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Amount in all, in euros",
                    ),
                ),
                (
                    "frozen_on",
                    models.DateField(blank=True, null=True, verbose_name="Stands fast since"),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="AgreementStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("machine", models.CharField(max_length=20)),
                ("object_id", models.PositiveBigIntegerField()),
                ("action", models.CharField(max_length=20)),
                ("source", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=60)),
                ("role", models.CharField(max_length=40)),
                ("place", models.CharField(blank=True, max_length=60)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("text", models.TextField(blank=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="finance.paymentagreement",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResultGoal",
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
                        verbose_name="Goal",
                    ),
                ),
                (
                    "definition",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="When it is reached, so that anyone can judge it",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        max_length=200, verbose_name="How it is measured, and by which source"
                    ),
                ),
                ("baseline", models.FloatField(verbose_name="Value at the start")),
                ("baseline_on", models.DateField(verbose_name="Date of the value at the start")),
                ("target", models.FloatField(verbose_name="Value to reach")),
                (
                    "evaluation",
                    models.CharField(
                        blank=True,
                        help_text="Its id, when an evaluation has to find the effect.",
                        max_length=200,
                        verbose_name="Evaluation",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="Outcome of that evaluation"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="finance.paymentagreement",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Tranche",
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
                        verbose_name="Tranche",
                    ),
                ),
                (
                    "asks",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What must be shown",
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Amount, in euros",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="To be claimed before or on")),
                (
                    "evidence",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What was reached, and where that can be seen",
                    ),
                ),
                (
                    "value",
                    models.FloatField(
                        blank=True, null=True, verbose_name="Value that was measured"
                    ),
                ),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="Paid on")),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Reference of the payment"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tranches",
                        to="finance.paymentagreement",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tranches",
                        to="finance.resultgoal",
                        verbose_name="Goal",
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="resultgoal",
            constraint=models.UniqueConstraint(
                fields=("agreement", "title"), name="a_result_goal_once"
            ),
        ),
        DatabaseStep(append_only("finance_agreementstep"), lifted("finance_agreementstep")),
    ]
