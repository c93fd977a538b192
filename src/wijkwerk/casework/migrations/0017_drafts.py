"""Drafts of what workers type, sealed."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import wijkwerk.casework.sealing


class Migration(migrations.Migration):
    """Drafts of what workers type, sealed."""

    dependencies = [
        ("casework", "0016_nuisance"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("plan", "making one plan and directing it"),
                            ("support", "giving support or care"),
                            ("debts", "help with debts"),
                            ("income", "benefit and work"),
                            ("youth", "help for children"),
                            ("emergency", "an emergency"),
                        ],
                        max_length=10,
                    ),
                ),
                ("action", models.CharField(max_length=20)),
                ("typed", models.TextField()),
                ("kept_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
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
                "ordering": ("-kept_at",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("household", "worker", "purpose", "action"),
                        name="casework_draft_once",
                    )
                ],
            },
        ),
    ]
