"""Practice cards."""

import django.db.models.deletion
from django.db import migrations, models

from wijkwerk.audit.append_only import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """Cards, their steps, and where each was used again."""

    dependencies = [
        ("learning", "0002_barriers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Practice",
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
                        verbose_name="What is it called?",
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
                        verbose_name="Helps against",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("area", "Working by area"),
                            ("frontline", "The front line decides"),
                            ("residents", "Residents in the lead"),
                            ("people", "People who make the difference"),
                            ("coalitions", "Coalitions"),
                            ("earning", "Earning in the neighbourhood"),
                            ("other", "Another way"),
                        ],
                        max_length=20,
                        verbose_name="Way of working",
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
                    "problem",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="Which problem?",
                    ),
                ),
                (
                    "preparation",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What has to be ready before?",
                    ),
                ),
                (
                    "execution",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What is done?",
                    ),
                ),
                (
                    "partners",
                    models.CharField(
                        blank=True,
                        help_text="Organisations, never names.",
                        max_length=200,
                        verbose_name="Who has to take part?",
                    ),
                ),
                (
                    "roles",
                    models.CharField(
                        blank=True,
                        help_text="Functions, never names.",
                        max_length=200,
                        verbose_name="Who does it?",
                    ),
                ),
                (
                    "lead_time",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="How long does it take?"
                    ),
                ),
                (
                    "cost",
                    models.CharField(blank=True, max_length=200, verbose_name="What does it cost?"),
                ),
                (
                    "result",
                    models.TextField(
                        blank=True,
                        help_text="Empty: no result was reported.",
                        max_length=10000,
                        verbose_name="What did it yield?",
                    ),
                ),
                (
                    "embedding",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="How did it become regular work?",
                    ),
                ),
                (
                    "tips",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="Tips",
                    ),
                ),
                (
                    "conditions",
                    models.TextField(
                        help_text="One on each line. Who takes it over stops when one isn’t met.",
                        max_length=10000,
                        verbose_name="Under which conditions does it work?",
                    ),
                ),
                (
                    "carrier",
                    models.BooleanField(
                        default=False,
                        help_text="Who copies the method without such a person doesn’t copy the result.",
                        verbose_name="Depends on a person",
                    ),
                ),
                (
                    "failed",
                    models.BooleanField(
                        default=False,
                        help_text="What is known not to work is worth as much to who begins.",
                        verbose_name="It didn’t work",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Where it can be read"
                    ),
                ),
                (
                    "evaluation",
                    models.CharField(
                        blank=True,
                        help_text="The id of one on this site.",
                        max_length=200,
                        verbose_name="Evaluation",
                    ),
                ),
                (
                    "review_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="To be looked at again on"
                    ),
                ),
                ("example", models.BooleanField(default=False)),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="learning.practice",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="PracticeStep",
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
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="learning.practice",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PracticeUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.CharField(
                        help_text="A project or place, never a name.",
                        max_length=200,
                        verbose_name="In which project?",
                    ),
                ),
                ("carried", models.BooleanField(default=False)),
                (
                    "municipality",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="Code of the municipality"
                    ),
                ),
                ("used_on", models.DateField(verbose_name="Since")),
                (
                    "helped",
                    models.CharField(
                        choices=[
                            ("unknown", "not known yet"),
                            ("yes", "it helped"),
                            ("no", "it didn’t help"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="Did it help there?",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What shows it?",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="learning.practice",
                    ),
                ),
            ],
            options={
                "ordering": ("used_on", "id"),
            },
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(fields=["state", "kind"], name="practices_by_kind"),
        ),
        DatabaseStep(append_only("learning_practicestep"), lifted("learning_practicestep")),
    ]
