"""Households that agreed are asked how it goes after a closure."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import wijkwerk.casework.sealing


class Migration(migrations.Migration):
    """Households that agreed are asked how it goes after a closure."""

    dependencies = [
        ("casework", "0012_debt_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
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
                ("months", models.PositiveIntegerField(verbose_name="So many months later")),
                ("ask_on", models.DateField(verbose_name="To be asked on")),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="Asked on")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("well", "It goes well"),
                            ("help", "Help is needed again"),
                            ("not_reached", "Not reached"),
                            ("not_wanted", "Doesn’t want to be asked"),
                            ("came_back", "Came back before that"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="How does it go?",
                    ),
                ),
                (
                    "remark",
                    models.TextField(blank=True, verbose_name="What did the household say?"),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="casework.episode",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="casework.household",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.worker",
                    ),
                ),
            ],
            options={
                "ordering": ("ask_on", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("episode", "months"), name="casework_follow_up_once"
                    )
                ],
            },
        ),
    ]
