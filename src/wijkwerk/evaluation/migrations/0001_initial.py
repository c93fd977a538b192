"""The questions, their steps (which only grow), and the register of evaluations."""

import django.db.models.deletion
from django.db import migrations, models

from wijkwerk.audit.append_only import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """Makes the tables; the database refuses to change or remove a step."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="EvaluationRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("evaluation", models.CharField(max_length=200, unique=True)),
                ("title_nl", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("edition", models.CharField(db_index=True, max_length=200)),
                ("folder", models.CharField(max_length=1000)),
                ("digest", models.CharField(max_length=64)),
                ("areas", models.JSONField(default=list)),
                ("answers", models.JSONField(default=dict)),
                ("simulated", models.BooleanField(default=False)),
                ("registered_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("served", "served"), ("withdrawn", "withdrawn")],
                        default="served",
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ("-registered_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                ("title_nl", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                (
                    "text",
                    models.TextField(
                        help_text="In TOML. Don’t name persons: everybody can read this.",
                        max_length=20000,
                        verbose_name="Question",
                    ),
                ),
                ("document", models.JSONField()),
                (
                    "edition",
                    models.CharField(
                        help_text="The figures that the answer will rest on.",
                        max_length=200,
                        verbose_name="Edition",
                    ),
                ),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("frozen_on", models.DateField(null=True, verbose_name="Stands fast since")),
                (
                    "because",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="Why the question changed"
                    ),
                ),
                ("evaluation", models.CharField(blank=True, max_length=200)),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="evaluation.question",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Step",
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
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="evaluation.question",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        DatabaseStep(append_only("evaluation_step"), lifted("evaluation_step")),
    ]
