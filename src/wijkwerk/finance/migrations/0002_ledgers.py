"""Open budgets with their flows, and steps, which only grow."""

import django.db.models.deletion
from django.db import migrations, models

from wijkwerk.audit.append_only import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """Makes the tables; the database refuses to change or remove a step."""

    dependencies = [
        ("finance", "0001_analyses"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ledger",
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
                ("period", models.CharField(blank=True, max_length=200, verbose_name="Period")),
                (
                    "document",
                    models.CharField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=200,
                        verbose_name="Source",
                    ),
                ),
                ("example", models.BooleanField(default=False, verbose_name="Example")),
                ("summary", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="LedgerStep",
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
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="finance.ledger",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Flow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="Code")),
                ("source", models.CharField(max_length=200, verbose_name="From whom")),
                ("target", models.CharField(max_length=200, verbose_name="To whom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("grant", "Grant"),
                            ("regular", "Regular budget"),
                            ("benefits", "Benefit payments"),
                            ("care", "Care"),
                            ("investment", "Investment"),
                            ("in_kind", "In kind"),
                            ("own", "Own contribution"),
                        ],
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                ("activity", models.CharField(blank=True, max_length=200, verbose_name="Activity")),
                ("area", models.CharField(blank=True, max_length=20, verbose_name="Area")),
                (
                    "requested",
                    models.BigIntegerField(blank=True, null=True, verbose_name="Requested"),
                ),
                (
                    "promised",
                    models.BigIntegerField(blank=True, null=True, verbose_name="Promised"),
                ),
                (
                    "committed",
                    models.BigIntegerField(blank=True, null=True, verbose_name="Committed"),
                ),
                ("paid", models.BigIntegerField(blank=True, null=True, verbose_name="Paid")),
                (
                    "returned",
                    models.BigIntegerField(blank=True, null=True, verbose_name="Given back"),
                ),
                ("lapsed", models.BigIntegerField(blank=True, null=True, verbose_name="Lapsed")),
                ("begins_on", models.DateField(blank=True, null=True, verbose_name="First day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Last day")),
                (
                    "lapses_on",
                    models.DateField(
                        blank=True, db_index=True, null=True, verbose_name="Lapses on"
                    ),
                ),
                (
                    "needed",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="What is needed to keep it"
                    ),
                ),
                ("regime", models.CharField(blank=True, max_length=200, verbose_name="Account to")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="Source")),
                ("part_of", models.CharField(blank=True, max_length=40, verbose_name="Part of")),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flows",
                        to="finance.ledger",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("ledger", "code"), name="a_flow_once")
                ],
            },
        ),
        DatabaseStep(append_only("finance_ledgerstep"), lifted("finance_ledgerstep")),
    ]
