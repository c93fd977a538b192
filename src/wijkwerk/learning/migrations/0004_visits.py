"""Rounds of visits, their pool and visits, and the steps that were made, which only grow."""

import django.db.models.deletion
from django.db import migrations, models

from wijkwerk.audit.append_only import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """The tables of visitation."""

    dependencies = [
        ("learning", "0003_practices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
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
                    "municipality",
                    models.CharField(
                        help_text="Such as GM0599.",
                        max_length=20,
                        verbose_name="Code of the municipality",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=200,
                        verbose_name="City and neighbourhoods",
                    ),
                ),
                (
                    "themes",
                    models.TextField(
                        help_text="One on each line.", max_length=10000, verbose_name="Themes"
                    ),
                ),
                (
                    "size",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="From five to eight.",
                        verbose_name="Members of the committee",
                    ),
                ),
                ("wants_guest", models.BooleanField(default=False, verbose_name="With a guest")),
                (
                    "areas",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="That are visited on this day.",
                        verbose_name="Number of areas",
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="Day of the visit")),
                (
                    "impressions",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="First impressions",
                    ),
                ),
                (
                    "report",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="Report",
                    ),
                ),
                (
                    "reply",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What the city answers",
                    ),
                ),
                (
                    "advice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="learning.advice",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Reflection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        help_text="One or more organisations, never a name.",
                        max_length=200,
                        verbose_name="Which party?",
                    ),
                ),
                (
                    "light",
                    models.BooleanField(
                        default=False,
                        help_text="Two questions are enough then.",
                        verbose_name="Of residents",
                    ),
                ),
                (
                    "question",
                    models.TextField(
                        blank=True,
                        help_text="Sharp: a question that you can’t answer yet.",
                        max_length=10000,
                        verbose_name="What do you want to know of the visitors?",
                    ),
                ),
                (
                    "own",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What goes well and what doesn’t in what you do yourself?",
                    ),
                ),
                (
                    "partners",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="Whom do you need, and what do they do?",
                    ),
                ),
                (
                    "goal",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="When has it succeeded, and how do you measure that?",
                    ),
                ),
                (
                    "unsolved",
                    models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What isn’t solved?",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reflections",
                        to="learning.visit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What was found?",
                    ),
                ),
                (
                    "evidence",
                    models.TextField(
                        help_text="Such as a document, a figure or what several parties said.",
                        max_length=10000,
                        verbose_name="What shows it?",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="learning.visit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="DayItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins", models.TimeField(verbose_name="From")),
                (
                    "what",
                    models.CharField(
                        help_text="Such as a talk or a walk.",
                        max_length=200,
                        verbose_name="What happens?",
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("aldermen", "aldermen"),
                            ("corporations", "housing corporations"),
                            ("residents", "residents"),
                            ("police", "police"),
                            ("welfare", "welfare work"),
                            ("civil_servants", "civil servants"),
                            ("work", "work and income"),
                            ("education", "schools"),
                            ("entrepreneurs", "entrepreneurs"),
                        ],
                        max_length=20,
                        verbose_name="With whom?",
                    ),
                ),
                ("came", models.BooleanField(default=None, null=True, verbose_name="They came")),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="learning.visit",
                    ),
                ),
            ],
            options={
                "ordering": ("begins", "id"),
            },
        ),
        migrations.CreateModel(
            name="VisitRound",
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
                    "mandate",
                    models.CharField(
                        help_text="Who agreed to it, and when.",
                        max_length=200,
                        verbose_name="Mandate",
                    ),
                ),
                (
                    "aims",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="Aims",
                    ),
                ),
                (
                    "themes",
                    models.TextField(
                        help_text="One on each line.", max_length=10000, verbose_name="Themes"
                    ),
                ),
                (
                    "again_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="To be evaluated by a second round by"
                    ),
                ),
                ("example", models.BooleanField(default=False)),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="learning.visitround",
                        verbose_name="Second round after",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AddField(
            model_name="visit",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="learning.visitround",
            ),
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "function",
                    models.CharField(
                        help_text="Such as “former alderman for housing”; never a name.",
                        max_length=200,
                        verbose_name="Function",
                    ),
                ),
                (
                    "themes",
                    models.TextField(
                        blank=True,
                        help_text="One on each line.",
                        max_length=10000,
                        verbose_name="Knows of",
                    ),
                ),
                (
                    "city",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="Code of the own municipality"
                    ),
                ),
                (
                    "conflicts",
                    models.TextField(
                        blank=True,
                        help_text="Codes of municipalities, one on each line.",
                        max_length=10000,
                        verbose_name="Doesn’t visit either",
                    ),
                ),
                ("chairs", models.BooleanField(default=False, verbose_name="Can chair")),
                (
                    "guest",
                    models.BooleanField(
                        default=False,
                        help_text="From another city, or a resident.",
                        verbose_name="Guest",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="experts",
                        to="learning.visitround",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="VisitStep",
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="learning.visitround",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chair", models.BooleanField(default=False)),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="learning.expert",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="learning.visit",
                    ),
                ),
            ],
            options={
                "ordering": ("-chair", "expert"),
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "expert"), name="a_seat_once")
                ],
            },
        ),
        DatabaseStep(append_only("learning_visitstep"), lifted("learning_visitstep")),
    ]
