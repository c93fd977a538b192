"""Advice, its recommendations and the steps that were made."""

import django.db.models.deletion
from django.db import migrations, models

from wijkwerk.audit.append_only import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """Makes the tables; the database refuses to change or remove a step."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Advice",
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
                    "by",
                    models.CharField(
                        help_text="A committee or organisation. It also checks what was done.",
                        max_length=200,
                        verbose_name="Who advises",
                    ),
                ),
                (
                    "municipality",
                    models.CharField(
                        blank=True,
                        help_text="Its code; empty when it is for more than one.",
                        max_length=20,
                        verbose_name="Municipality",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="Given on")),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Where it can be read"
                    ),
                ),
                ("example", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-given_on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="AdviceStep",
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
                    "advice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="learning.advice",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                ("number", models.PositiveSmallIntegerField(verbose_name="Number")),
                (
                    "title",
                    models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=200,
                        verbose_name="Recommendation",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What is advised, and why",
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        help_text="A function or organisation, never a name.",
                        max_length=200,
                        verbose_name="Who has to act",
                    ),
                ),
                (
                    "area",
                    models.CharField(blank=True, max_length=20, verbose_name="Code of the area"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="To be done by")),
                (
                    "priority",
                    models.BooleanField(
                        default=False,
                        help_text="Done is only what a document shows, and two people of who advises saw it.",
                        verbose_name="Priority",
                    ),
                ),
                (
                    "plan",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What will be done",
                    ),
                ),
                ("planned_for", models.DateField(blank=True, null=True, verbose_name="Ready by")),
                (
                    "proof",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What was done, and what shows it",
                    ),
                ),
                (
                    "document",
                    models.URLField(
                        blank=True,
                        help_text="The address of what shows that it was done.",
                        verbose_name="Document",
                    ),
                ),
                (
                    "trace",
                    models.TextField(
                        blank=True,
                        help_text="By who advises, also when nobody answered.",
                        max_length=10000,
                        verbose_name="What was seen of it later",
                    ),
                ),
                ("code", models.CharField(blank=True, db_index=True, max_length=64)),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="Last letter")),
                (
                    "advice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="learning.advice",
                    ),
                ),
            ],
            options={
                "ordering": ("advice", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("advice", "number"), name="a_recommendation_once"
                    )
                ],
            },
        ),
        DatabaseStep(append_only("learning_advicestep"), lifted("learning_advicestep")),
    ]
