"""What residents run themselves; what signals are about and who handles them."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What residents run themselves; what signals are about and who handles them."""

    dependencies = [
        ("participation", "0006_campaigns"),
    ]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="area",
            field=models.CharField(blank=True, max_length=200, verbose_name="Code of the area"),
        ),
        migrations.AddField(
            model_name="idea",
            name="handler",
            field=models.CharField(
                blank=True,
                help_text="A department or organisation, not a name.",
                max_length=200,
                verbose_name="Who handles it",
            ),
        ),
        migrations.AddField(
            model_name="idea",
            name="topic",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pavement", "Street or pavement"),
                    ("lighting", "Lighting"),
                    ("waste", "Waste"),
                    ("green", "Trees and green"),
                    ("water", "Water"),
                    ("traffic", "Traffic and parking"),
                    ("noise", "Noise or nuisance"),
                    ("neighbours", "Trouble with neighbours"),
                    ("other", "Something else"),
                ],
                help_text="Only if something is broken or a nuisance. Trouble with neighbours is never made public.",
                max_length=12,
                verbose_name="What is a signal about?",
            ),
        ),
        migrations.CreateModel(
            name="Asset",
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
                        verbose_name="Object",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("building", "Building"),
                            ("playground", "Playground"),
                            ("garden", "Garden or green"),
                            ("sports", "Sports ground"),
                            ("other", "Something else"),
                        ],
                        default="building",
                        max_length=10,
                        verbose_name="What is it?",
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="Street or place"),
                ),
                (
                    "owner",
                    models.CharField(
                        help_text="A group or organisation, not a name.",
                        max_length=200,
                        verbose_name="Owner",
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        help_text="A group or organisation, not a name.",
                        max_length=200,
                        verbose_name="Who runs it",
                    ),
                ),
                (
                    "running_cost",
                    models.BigIntegerField(verbose_name="Running costs a year, in euros"),
                ),
                (
                    "income",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="Own income a year, in euros"
                    ),
                ),
                (
                    "risks",
                    models.TextField(max_length=10000, verbose_name="Risks, and who bears them"),
                ),
                (
                    "terms",
                    models.TextField(
                        blank=True,
                        max_length=10000,
                        verbose_name="What was agreed about the transfer",
                    ),
                ),
                (
                    "handed_on",
                    models.DateField(blank=True, null=True, verbose_name="Transferred on"),
                ),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="Reviewed on")),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assets",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": ("title", "id"),
            },
        ),
        migrations.CreateModel(
            name="Challenge",
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
                        verbose_name="Which task, in a few words",
                    ),
                ),
                (
                    "task",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What residents want to take over, and why",
                    ),
                ),
                (
                    "offer_by",
                    models.CharField(
                        help_text="A group or organisation, not a name.",
                        max_length=200,
                        verbose_name="Who offers to do it",
                    ),
                ),
                (
                    "today_by",
                    models.CharField(blank=True, max_length=200, verbose_name="Who does it today"),
                ),
                (
                    "today_cost",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="What it costs a year today, in euros"
                    ),
                ),
                (
                    "today_result",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="What is delivered today"
                    ),
                ),
                ("offer", models.TextField(blank=True, max_length=10000, verbose_name="The offer")),
                (
                    "offer_cost",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="What the offer costs a year, in euros"
                    ),
                ),
                (
                    "same_result",
                    models.TextField(
                        blank=True,
                        max_length=10000,
                        verbose_name="How one sees that the result is the same or better",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="Received on")),
                ("decide_by", models.DateField(verbose_name="Decision before or on")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="Decided on")),
                ("decision", models.CharField(blank=True, max_length=10)),
                ("begins_on", models.DateField(blank=True, null=True, verbose_name="First day")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="Reviewed on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Last day")),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": (
                    models.OrderBy(models.F("decided_on"), descending=True, nulls_first=True),
                    "decide_by",
                    "id",
                ),
            },
        ),
        migrations.CreateModel(
            name="Enterprise",
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
                        verbose_name="Name",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=10000,
                        verbose_name="What it does, and for whom",
                    ),
                ),
                (
                    "goals",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="Goals, with a year"
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enterprises",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": ("title", "id"),
            },
        ),
        migrations.CreateModel(
            name="PillarResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="Year",
                    ),
                ),
                (
                    "pillar",
                    models.CharField(
                        help_text="Such as: catering, garden, cleaning.",
                        max_length=200,
                        verbose_name="Pillar",
                    ),
                ),
                (
                    "jobs",
                    models.DecimalField(
                        decimal_places=1,
                        default=0,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="Full-time jobs",
                    ),
                ),
                ("volunteers", models.PositiveIntegerField(default=0, verbose_name="Volunteers")),
                (
                    "trained",
                    models.PositiveIntegerField(default=0, verbose_name="People in training"),
                ),
                (
                    "result",
                    models.BigIntegerField(
                        default=0, verbose_name="Result in euros (a loss below zero)"
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="participation.enterprise",
                    ),
                ),
            ],
            options={
                "ordering": ("-year", "pillar"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "year", "pillar"), name="a_pillar_once_a_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Route",
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
                            ("pavement", "Street or pavement"),
                            ("lighting", "Lighting"),
                            ("waste", "Waste"),
                            ("green", "Trees and green"),
                            ("water", "Water"),
                            ("traffic", "Traffic and parking"),
                            ("noise", "Noise or nuisance"),
                            ("neighbours", "Trouble with neighbours"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="About what",
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        blank=True,
                        help_text="Empty: everywhere.",
                        max_length=200,
                        verbose_name="Code of the area",
                    ),
                ),
                (
                    "handler",
                    models.CharField(
                        help_text="A department or organisation, not a name.",
                        max_length=200,
                        verbose_name="Who handles it",
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routes",
                        to="participation.process",
                    ),
                ),
            ],
            options={
                "ordering": ("topic", "area"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("process", "topic", "area"), name="a_route_once"
                    )
                ],
            },
        ),
    ]
