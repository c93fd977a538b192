"""Who took part, as counts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who took part, as counts."""

    dependencies = [
        ("participation", "0003_agreements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Turnout",
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
                        help_text="Such as: the first evening in the community centre.",
                        max_length=200,
                        verbose_name="In what people took part",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("online", "On this site"),
                            ("post", "By post"),
                            ("meeting", "At a meeting in the neighbourhood"),
                            ("street", "On the street or at the door"),
                            ("mixed", "In several ways"),
                        ],
                        default="meeting",
                        max_length=10,
                        verbose_name="How people took part",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="Date")),
                (
                    "characteristic",
                    models.CharField(
                        choices=[
                            ("age", "Age"),
                            ("tenure", "Renting or owning"),
                            ("household", "Household"),
                            ("origin", "Country of origin"),
                            ("street", "Street or part of the neighbourhood"),
                        ],
                        default="age",
                        max_length=10,
                        verbose_name="Compared by",
                    ),
                ),
                ("groups", models.JSONField(default=list, verbose_name="Groups")),
                (
                    "unknown",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Telling is a free choice: who doesn’t want to is counted here.",
                        verbose_name="Didn’t say to which group they belong",
                    ),
                ),
                (
                    "regulars",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Leave it empty if you didn’t ask.",
                        null=True,
                        verbose_name="Of whom took part before",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Such as: CBS, 1 January 2025.",
                        max_length=200,
                        verbose_name="Where the number of residents comes from",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turnouts",
                        to="participation.phase",
                        verbose_name="Phase",
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turnouts",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": ("held_on", "id"),
            },
        ),
    ]
