"""Campaigns of visits, in counts of doors."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Campaigns of visits, in counts of doors."""

    dependencies = [
        ("casework", "0014_steering_groups"),
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
                ("title", models.CharField(max_length=100, verbose_name="What is it called?")),
                (
                    "selection",
                    models.CharField(
                        choices=[
                            ("all", "All doors of the streets"),
                            ("demolition", "Together with talks about demolition or renewal"),
                            ("referred", "Households that somebody referred"),
                            ("single", "Single households, in person"),
                        ],
                        max_length=10,
                        verbose_name="How are doors chosen?",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        max_length=200,
                        verbose_name="On which ground do you ring, and what do you say at the door?",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="From")),
                ("last_day", models.DateField(verbose_name="Until and with")),
                (
                    "aim",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        verbose_name="At how many doors do you want to be let in?",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="casework.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-first_day", "-id"),
            },
        ),
        migrations.AddField(
            model_name="episode",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.campaign",
                verbose_name="In which campaign of visits?",
            ),
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="On which day?")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("door", "At the door"),
                            ("letter", "By letter"),
                            ("phone", "By telephone"),
                        ],
                        max_length=10,
                        verbose_name="How?",
                    ),
                ),
                (
                    "spoken",
                    models.PositiveIntegerField(
                        default=0,
                        verbose_name="At how many doors did you speak somebody, for the first time?",
                    ),
                ),
                (
                    "visited",
                    models.PositiveIntegerField(default=0, verbose_name="Where were you let in?"),
                ),
                (
                    "refused",
                    models.PositiveIntegerField(default=0, verbose_name="Where did they refuse?"),
                ),
                (
                    "nobody",
                    models.PositiveIntegerField(
                        default=0, verbose_name="Where was nobody at home, or no answer?"
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
                "ordering": ("on", "id"),
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
                    "topic",
                    models.CharField(
                        choices=[
                            ("work", "Work and income"),
                            ("debts", "Help with money"),
                            ("upbringing", "Bringing up children"),
                            ("education", "Education"),
                            ("language", "Dutch lessons"),
                            ("leisure", "Leisure and meeting people"),
                            ("care", "Care"),
                            ("home", "The home itself"),
                            ("safety", "Safety in the street"),
                        ],
                        max_length=12,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="casework.round",
                    ),
                ),
            ],
            options={
                "ordering": ("topic",),
            },
        ),
        migrations.CreateModel(
            name="Street",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Take small streets together. No house numbers.",
                        max_length=100,
                        verbose_name="Which street?",
                    ),
                ),
                (
                    "doors",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(10)],
                        verbose_name="How many doors?",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="streets",
                        to="casework.campaign",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="round",
            name="street",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="casework.street",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="casework_campaign_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.UniqueConstraint(
                fields=("round", "topic"), name="casework_need_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="street",
            constraint=models.UniqueConstraint(
                fields=("campaign", "name"), name="casework_street_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="street",
            constraint=models.CheckConstraint(
                condition=models.Q(("doors__gte", 10)), name="casework_street_doors"
            ),
        ),
    ]
