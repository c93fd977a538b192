"""How many problems a household has, for definitions to be held against."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """How many problems a household has, for definitions to be held against."""

    dependencies = [
        ("casework", "0017_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Extent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "helped_since",
                    models.DateField(
                        blank=True, null=True, verbose_name="Since when is there help?"
                    ),
                ),
                (
                    "schemes",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="How many schemes does the household use?",
                    ),
                ),
                (
                    "is_interwoven",
                    models.BooleanField(
                        blank=True,
                        choices=[(None, "Not known"), (True, "Yes"), (False, "No")],
                        null=True,
                        verbose_name="Are the problems chronic, complex and interwoven?",
                    ),
                ),
                (
                    "passes_on",
                    models.BooleanField(
                        blank=True,
                        choices=[(None, "Not known"), (True, "Yes"), (False, "No")],
                        null=True,
                        verbose_name="Do they pass from parents to children?",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extents",
                        to="casework.household",
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
    ]
