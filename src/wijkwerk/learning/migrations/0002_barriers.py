"""Barriers and the steps that were made, which only grow."""

import django.db.models.deletion
from django.db import migrations, models

from wijkwerk.audit.append_only import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """Makes the tables; the database refuses to change or remove a step."""

    dependencies = [
        ("learning", "0001_advice"),
    ]

    operations = [
        migrations.CreateModel(
            name="Barrier",
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
                        verbose_name="What stands in the way?",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What happens because of it?",
                    ),
                ),
                (
                    "met_in",
                    models.CharField(
                        choices=[
                            ("project", "a project"),
                            ("case", "help to a household"),
                            ("flow", "a flow of money"),
                            ("process", "a process with residents"),
                        ],
                        default="project",
                        max_length=10,
                        verbose_name="Met in",
                    ),
                ),
                (
                    "project",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Which project, process or flow?"
                    ),
                ),
                (
                    "municipality",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="Code of the municipality"
                    ),
                ),
                (
                    "area",
                    models.CharField(blank=True, max_length=20, verbose_name="Code of the area"),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("municipality_residents", "between municipality and residents"),
                            ("municipality_partners", "between municipality and partners"),
                            ("partners_residents", "between partners and residents"),
                        ],
                        max_length=30,
                        verbose_name="Between whom?",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rules", "A rule"),
                            ("money", "Money"),
                            ("data", "Data that may not or can’t be seen"),
                            ("income", "Income or debts"),
                            ("housing", "Housing"),
                            ("compartments", "Departments or bodies that look inwards"),
                            ("trust", "Distrust"),
                            ("reach", "Who needs it isn’t reached"),
                            ("supply", "What is offered isn’t what is needed"),
                            ("responsibility", "Nobody takes responsibility"),
                            ("output", "Nobody steers on what it yields"),
                            ("time", "Time"),
                            ("integrated", "Help doesn’t fit together"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="What sort?",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Which rule causes it?"
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        blank=True,
                        help_text="An organisation, never a name.",
                        max_length=200,
                        verbose_name="Who can lift it?",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("own", "our own house"),
                            ("partner", "a partner"),
                            ("state", "the State"),
                        ],
                        max_length=10,
                        verbose_name="That is",
                    ),
                ),
                (
                    "workaround",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="How do you get round it?",
                    ),
                ),
                (
                    "cost",
                    models.CharField(blank=True, max_length=200, verbose_name="What does it cost?"),
                ),
                (
                    "question",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What is asked of who can lift it?",
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What was answered?",
                    ),
                ),
                ("crowbar", models.CharField(blank=True, max_length=40)),
                (
                    "broken_by",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What broke it?",
                    ),
                ),
                ("met_on", models.DateField(verbose_name="Met on")),
                ("example", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["kind", "relation"], name="barriers_by_kind")],
            },
        ),
        migrations.CreateModel(
            name="BarrierStep",
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
                    "barrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="learning.barrier",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        DatabaseStep(append_only("learning_barrierstep"), lifted("learning_barrierstep")),
    ]
